// Neighbours among rows.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct NearestOptions {
  std::int64_t k = 1;
  template <class V>
  void fields(V& v) {
    v("k", k, "how many rows");
  }
};
/// The positions [N, k] of the k rows of `points` [M, D], floats or bytes, that lie nearest to each row of x
/// [N, D]: by the sum of (x - p)^2 in f64, added up from the left; of equally near ones the lower position.
Value nearest_rows(Value x, Value points, NearestOptions options, Location at = Location::current());

}  // namespace percept
