// NumPy's rule: shapes are aligned at their last axes; sizes are equal, or one is 1 or missing.
#include <algorithm>

#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

std::optional<Shape> common_shape(const Shape& a, const Shape& b) {
  int rank = std::max(a.rank(), b.rank());
  std::vector<std::int64_t> dims(std::size_t(rank), 1);
  for (int i = 1; i <= rank; ++i) {
    std::int64_t x = i <= a.rank() ? a[-i] : 1, y = i <= b.rank() ? b[-i] : 1;
    if (x != y && x != 1 && y != 1) return std::nullopt;
    dims[std::size_t(rank - i)] = x == 1 ? y : x;
  }
  return Shape(std::move(dims));
}

Value emit_broadcast(const OpDef& op, std::vector<Value> inputs, Location at) {
  std::optional<Shape> shape = inputs[0].shape();
  for (Value input : inputs)
    if (shape) shape = common_shape(*shape, input.shape());
  if (shape)
    for (Value& input : inputs) input = broadcast_to(input, *shape, at);
  return emit(op, std::move(inputs), {}, at);
}

Value number_like(Value x, double value) { return x.graph().constant(Tensor::full(x.dtype(), {}, value)); }

Value positive(Value x) { return relu(x); }

Value negative(Value x) {
  Value zero = number_like(x, 0);
  return where(less(zero, x), zero, x);
}

Value held_between(Value x, double low, double high) {
  Value least = number_like(x, low), most = number_like(x, high);
  return where(less_equal(x, least), least, where(less_equal(most, x), most, x));
}

Value operator+(Value a, double b) { return a + number_like(a, b); }
Value operator-(Value a, double b) { return a - number_like(a, b); }
Value operator*(Value a, double b) { return a * number_like(a, b); }
Value operator/(Value a, double b) { return a / number_like(a, b); }
Value operator+(double a, Value b) { return number_like(b, a) + b; }
Value operator-(double a, Value b) { return number_like(b, a) - b; }
Value operator*(double a, Value b) { return number_like(b, a) * b; }
Value operator/(double a, Value b) { return number_like(b, a) / b; }

}  // namespace percept
