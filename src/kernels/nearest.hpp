// What all kernels of nearest_rows agree on: the distance, and the order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace percept {

/// The sum of (x - p)^2 from the left, in f64.
template <class X, class P>
double squared_distance(const X* x, const P* p, std::int64_t size) {
  double sum = 0;
  for (std::int64_t i = 0; i < size; ++i) {
    double gap = double(x[i]) - double(p[i]);
    sum += gap * gap;
  }
  return sum == sum ? sum : std::numeric_limits<double>::infinity();  // what is no number lies farthest
}

struct Neighbour {
  double distance = std::numeric_limits<double>::infinity();
  std::int64_t row = std::numeric_limits<std::int64_t>::max();
  bool operator<(const Neighbour& other) const {
    return distance != other.distance ? distance < other.distance : row < other.row;
  }
};

/// Takes it among the `k` nearest so far, which are in order.
inline void offer(Neighbour* nearest, std::int64_t k, Neighbour next) {
  if (!(next < nearest[k - 1])) return;
  std::int64_t at = k - 1;
  for (; at > 0 && next < nearest[at - 1]; --at) nearest[at] = nearest[at - 1];
  nearest[at] = next;
}

}  // namespace percept
