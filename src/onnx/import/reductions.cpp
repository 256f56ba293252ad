// What folds axes away, or sums along one.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

// The axes were an attribute once (of ReduceSum until opset 12, of the others until 17). None means all, or
// with noop_with_empty_axes that nothing is folded.
template <class F>
Value reduced(C& c, F f) {
  Value x = c.real(0);
  Ints axes = c.ints_of_input_or(1, "axes").value_or(Ints());
  bool keep = c.int_of("keepdims", 1) != 0;
  if (axes.empty() && c.int_of("noop_with_empty_axes")) return x;
  if (x.shape().rank() == 0) return f(reshape(x, {1}), ReduceOptions{.axes = {0}});
  return f(x, ReduceOptions{.axes = axes, .keep = keep});
}

template <class F>
void add_reduction(Mappings& m, const std::string& op, F f) {
  m.add(op, [f](C& c) { return reduced(c, f); });
}

// The position of the largest or smallest element; of equal ones the first, or the last.
Value extreme_position(C& c, bool largest) {
  Value x = c.real(0);
  if (x.shape().rank() == 0) return c.constant(Tensor::scalar<std::int64_t>(0));
  int axis = axis_of(c.int_of("axis", 0), x.shape().rank());
  bool last = c.int_of("select_last_index") != 0;
  if (!largest) x = neg(x);
  if (last) x = flip(x, axis);
  Value place = argmax(x, {.axis = axis});
  if (last) place = double(x.shape()[axis] - 1) - place;
  return c.int_of("keepdims", 1) ? unsqueeze(place, axis) : place;
}

Value cumulated(C& c) {
  Value x = c.real(0);
  return cumsum(x, {.axis = axis_of(c.integer(1), x.shape().rank()),
                    .exclusive = c.int_of("exclusive") != 0,
                    .reverse = c.int_of("reverse") != 0});
}

}  // namespace

void add_reductions(Mappings& m) {
  add_reduction(m, "ReduceSum", [](Value x, ReduceOptions o) { return reduce_sum(x, o); });
  add_reduction(m, "ReduceMean", [](Value x, ReduceOptions o) { return reduce_mean(x, o); });
  add_reduction(m, "ReduceMax", [](Value x, ReduceOptions o) { return reduce_max(x, o); });
  add_reduction(m, "ReduceMin", [](Value x, ReduceOptions o) { return reduce_min(x, o); });
  add_reduction(m, "ReduceProd", [](Value x, ReduceOptions o) { return reduce_prod(x, o); });
  add_reduction(m, "ReduceL1", [](Value x, ReduceOptions o) { return reduce_sum(abs(x), o); });
  add_reduction(m, "ReduceL2", [](Value x, ReduceOptions o) { return norm(x, o); });
  add_reduction(m, "ReduceLogSum", [](Value x, ReduceOptions o) { return log(reduce_sum(x, o)); });
  add_reduction(m, "ReduceLogSumExp", [](Value x, ReduceOptions o) { return logsumexp(x, o); });
  add_reduction(m, "ReduceSumSquare", [](Value x, ReduceOptions o) { return reduce_sum(square(x), o); });
  m.add("ArgMax", [](C& c) { c.set_as_is(0, extreme_position(c, true)); });
  m.add("ArgMin", [](C& c) { c.set_as_is(0, extreme_position(c, false)); });
  m.add("CumSum", cumulated);
}

}  // namespace percept::onnx
