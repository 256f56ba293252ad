// Ops that fold axes away.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct ReduceOptions {
  std::vector<std::int64_t> axes;
  bool keep = false;
  template <class V>
  void fields(V& v) {
    v("axes", axes, "axes to fold; none given: all");
    v("keep", keep, "leave the folded axes with size 1");
  }
};
/// The sum over the axes.
Value reduce_sum(Value x, ReduceOptions options = {}, Location at = Location::current());
/// The mean over the axes.
Value reduce_mean(Value x, ReduceOptions options = {}, Location at = Location::current());

struct ArgmaxOptions {
  std::int64_t axis = -1;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis along which the largest element is sought");
  }
};
/// The position of the largest element along an axis, as i64; the first of equal ones.
Value argmax(Value x, ArgmaxOptions options = {}, Location at = Location::current());

}  // namespace percept
