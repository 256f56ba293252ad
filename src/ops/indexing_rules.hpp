// What the ops with indices share.
#pragma once

#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {

inline void require_indices(ShapeContext& c) {
  c.require(is_integer(c.dtype(1)), "ops.integer", {{"input", "indices"}, {"actual", name_of(c.dtype(1))}});
}

}  // namespace percept
