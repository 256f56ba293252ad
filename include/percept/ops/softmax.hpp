// Scores to probabilities.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct SoftmaxOptions {
  std::int64_t axis = -1;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "axis that sums to one");
  }
};
/// y_i = e^{x_i} / sum_j e^{x_j} along the axis.
Value softmax(Value x, SoftmaxOptions options = {}, Location at = Location::current());
/// y_i = x_i - ln sum_j e^{x_j} along the axis.
Value log_softmax(Value x, SoftmaxOptions options = {}, Location at = Location::current());

}  // namespace percept
