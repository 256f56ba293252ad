// What resample and its gradient share.
#pragma once

#include "percept/ops/resampling.hpp"
#include "rules.hpp"

namespace percept {

inline bool require_resampling(ShapeContext& c, const ResampleOptions& o, std::int64_t from) {
  bool known = o.mode == "nearest" || o.mode == "linear" || o.mode == "cubic" || o.mode == "area";
  c.require_float(0);
  bool mode = c.require(known, "ops.resample.mode", {{"mode", o.mode}});
  return c.require(from >= 1 && o.size >= 1, "ops.resample.size", {{"from", from}, {"to", o.size}}) && mode;
}

}  // namespace percept
