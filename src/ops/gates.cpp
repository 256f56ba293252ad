// Activations that take more than one number at a time: prelu, glu, swiglu, maxout.
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {
namespace {

[[noreturn]] void refuse(const char* op, Value x, Problem problem, Location at) {
  throw Error(std::move(problem).about(op).operand({"x", x.name(), to_string(x.type())}).at(at));
}

// `axis` from the front; its size must be a multiple of `parts`.
int divisible(const char* op, Value x, std::int64_t axis, std::int64_t parts, Location at) {
  int rank = x.shape().rank();
  if (axis < -rank || axis >= rank)
    refuse(op, x, Problem("graph.axis", {{"axis", axis}, {"input", "x"}, {"rank", rank}}), at);
  int a = int(axis < 0 ? axis + rank : axis);
  if (parts < 1 || x.shape()[a] % parts != 0)
    refuse(op, x, Problem("ops.parts", {{"axis", a}, {"size", x.shape()[a]}, {"parts", parts}}), at);
  return a;
}

std::pair<Value, Value> halves(const char* op, Value x, std::int64_t axis, Location at) {
  int a = divisible(op, x, axis, 2, at);
  std::int64_t half = x.shape()[a] / 2;
  return {slice(x, {.axis = a, .end = half}, at), slice(x, {.axis = a, .begin = half}, at)};
}

}  // namespace

Value prelu(Value x, Value weight, Location at) {
  int rank = x.shape().rank();
  std::int64_t slopes = weight.shape().elements();
  bool channels = rank >= 2 && slopes == x.shape()[1];
  if (weight.shape().rank() != 1 || !(slopes == 1 || channels))
    refuse("prelu", x,
           Problem("ops.prelu.weight",
                   {{"weight", to_string(weight.shape())}, {"channels", rank >= 2 ? x.shape()[1] : 1}}),
           at);
  std::vector<std::int64_t> dims(std::size_t(std::max(rank - 1, 1)), 1);
  dims[0] = slopes;
  return add(relu(x), mul(reshape(weight, Shape(std::move(dims)), at), negative(x), at), at);
}

Value glu(Value x, std::int64_t axis, Location at) {
  auto [a, b] = halves("glu", x, axis, at);
  return mul(a, sigmoid(b, at), at);
}

Value swiglu(Value x, std::int64_t axis, Location at) {
  auto [a, b] = halves("swiglu", x, axis, at);
  return mul(silu(a, at), b, at);
}

Value maxout(Value x, std::int64_t pieces, std::int64_t axis, Location at) {
  int a = divisible("maxout", x, axis, pieces, at);
  std::vector<std::int64_t> dims = x.shape().dims();
  dims[std::size_t(a)] /= pieces;
  dims.insert(dims.begin() + a + 1, pieces);
  return reduce_max(reshape(x, Shape(std::move(dims)), at), {.axes = {a + 1}}, at);
}

}  // namespace percept
