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

/// The largest, or smallest, element over the axes; equal ones share the gradient.
Value reduce_max(Value x, ReduceOptions options = {}, Location at = Location::current());
Value reduce_min(Value x, ReduceOptions options = {}, Location at = Location::current());
/// The product over the axes.
Value reduce_prod(Value x, ReduceOptions options = {}, Location at = Location::current());
/// The square root of the sum of squares over the axes.
Value norm(Value x, ReduceOptions options = {}, Location at = Location::current());
/// ln of the sum of e^x over the axes, which cannot overflow.
Value logsumexp(Value x, ReduceOptions options = {}, Location at = Location::current());
/// The mean squared distance from the mean over the axes; the sum is divided by their size less `correction`
/// (0 as in batch norm, 1 as in statistics, which is PyTorch's default).
Value variance(Value x, ReduceOptions options = {}, std::int64_t correction = 0,
               Location at = Location::current());

struct ArgmaxOptions {
  std::int64_t axis = -1;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis along which the largest element is sought");
  }
};
/// The position of the largest element along an axis, as i64; the first of equal ones.
Value argmax(Value x, ArgmaxOptions options = {}, Location at = Location::current());

struct CumsumOptions {
  std::int64_t axis = -1;
  bool exclusive = false;
  bool reverse = false;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis along which is summed");
    v("exclusive", exclusive, "without the element itself");
    v("reverse", reverse, "from the end");
  }
};
/// The sums of the elements so far along an axis.
Value cumsum(Value x, CumsumOptions options = {}, Location at = Location::current());

struct SortOptions {
  std::int64_t axis = -1;
  bool descending = false;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that is put in order");
    v("descending", descending, "the largest first");
  }
};
/// The positions that put an axis in order, as i64. Equal elements stay in order; NaN counts as the largest.
Value argsort(Value x, SortOptions options = {}, Location at = Location::current());
struct Sorted {
  Value values, positions;
};
/// The elements in order along an axis, with their positions before.
Sorted sort(Value x, SortOptions options = {}, Location at = Location::current());
/// The k largest (or, ascending, smallest) elements along an axis, in order, with their positions.
Sorted top_k(Value x, std::int64_t k, SortOptions options = {.descending = true},
             Location at = Location::current());

}  // namespace percept
