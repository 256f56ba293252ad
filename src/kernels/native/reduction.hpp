// A tensor whose folded axes stand in front, behind, or both: [outer, kept, inner], folded over outer and
// inner.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "percept/tensor/shape.hpp"

namespace percept::native {

struct Reduction {
  std::int64_t outer = 1, kept = 1, inner = 1;
  std::int64_t block = 1;  // the last axis of a blocked image: kept too
};

/// Empty where kept and folded axes alternate more often.
inline std::optional<Reduction> reduction_of(const Shape& shape, const std::vector<std::int64_t>& axes) {
  Reduction r;
  int stage = 0;  // folded in front, kept, folded behind
  for (int i = 0; i < shape.rank(); ++i) {
    if (shape[i] == 1) continue;
    bool folded = std::find(axes.begin(), axes.end(), i) != axes.end();
    if (stage == 0 && !folded) stage = 1;
    if (stage == 1 && folded) stage = 2;
    if (stage == 2 && !folded) return std::nullopt;
    (stage == 0 ? r.outer : stage == 1 ? r.kept : r.inner) *= shape[i];
  }
  return r;
}

}  // namespace percept::native
