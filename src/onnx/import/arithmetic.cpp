// What treats every element by itself.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Binary = Value (*)(Value, Value, Location);

template <Binary f>
Value binary(C& c) {
  return f(c[0], c.second(), Location::current());
}

// Max, Min, Sum, Mean take any number of operands.
template <Binary f>
Value folded(C& c) {
  Value out = c[0];
  for (int i = 1; i < c.inputs(); ++i) out = f(out, c[i], Location::current());
  return out;
}

using Unary = Value (*)(Value, Location);
template <Unary f>
Value unary(C& c) {
  return f(c.real(0), Location::current());
}

// The remainder has the sign of the divisor, or with fmod that of the dividend. Exact up to 2^53.
Value remainder(C& c) {
  Value a = c[0], b = c[1];
  DType dtype = a.dtype();
  a = cast(a, DType::f64);
  b = cast(b, DType::f64);
  Value quotient = a / b;
  quotient = c.int_of("fmod") ? trunc(quotient) : floor(quotient);
  return cast(a - b * quotient, dtype);
}

// Shifting by n is multiplication or division by 2^n.
Value shifted(C& c) {
  Value x = c[0], n = c[1];
  std::vector<std::uint64_t> powers;
  for (int i = 0; i < 64; ++i) powers.push_back(std::uint64_t(1) << i);
  Value table = c.constant(Tensor::from<std::uint64_t>({64}, powers));
  Value power = cast(take(table, cast(n, DType::i64)), x.dtype());
  return c.text_of("direction") == "LEFT" ? mul(x, power) : div(x, power);
}

// Whole numbers are raised in f64; the result has the base's type.
Value raised(C& c) {
  Value a = c[0], b = c.second();
  if (a.dtype() == b.dtype() && is_float(a.dtype())) return pow(a, b);
  DType real = a.dtype() == DType::f32 ? DType::f32 : DType::f64;
  return cast(pow(cast(a, real), cast(b, real)), a.dtype());
}

// Bounds were attributes before opset 11; now they are inputs, and each may be absent.
Value clipped(C& c) {
  Value x = c[0];
  if (c.opset() < 11)
    return clip(x, {c.float_of("min", -std::numeric_limits<float>::infinity()),
                    c.float_of("max", std::numeric_limits<float>::infinity())});
  std::optional<Tensor> low, high;
  bool all_known = is_float(x.dtype());
  if (c.has(1) && all_known) all_known = (low = c.try_known(1)).has_value();
  if (c.has(2) && all_known) all_known = (high = c.try_known(2)).has_value();
  ClipOptions options;
  if (all_known) {
    if (low) options.low = low->item();
    if (high) options.high = high->item();
    // Where the bounds cross, the upper one wins.
    if (options.low > options.high) return broadcast_to(c.number_like(x, options.high), x.shape());
    return c.has(1) || c.has(2) ? clip(x, options) : x;
  }
  if (c.has(1)) x = maximum(x, c[1]);
  return c.has(2) ? minimum(x, c[2]) : x;
}

}  // namespace

void add_arithmetic(Mappings& m) {
  m.add("Add", binary<add>);
  m.add("Sub", binary<sub>);
  m.add("Mul", binary<mul>);
  m.add("Div", binary<div>);
  m.add("Max", folded<maximum>);
  m.add("Min", folded<minimum>);
  m.add("Sum", folded<add>);
  m.add("Mean", [](C& c) { return folded<add>(c) / double(c.inputs()); });
  m.add("Pow", raised);
  m.add("Mod", remainder);
  m.add("BitShift", shifted);
  m.add("Clip", clipped);
  m.add("Abs", [](C& c) {
    Value x = c[0];
    return x.dtype() == DType::u8 || x.dtype() == DType::u16 || x.dtype() == DType::u32 ||
                   x.dtype() == DType::u64
               ? x
               : abs(x);
  });
  m.add("Sign", [](C& c) { return sign(c.real(0)); });
  m.add("Neg", unary<neg>);
  m.add("Sqrt", unary<sqrt>);
  m.add("Reciprocal", unary<reciprocal>);
  m.add("Exp", unary<exp>);
  m.add("Log", unary<log>);
  m.add("Erf", unary<erf>);
  m.add("Floor", unary<floor>);
  m.add("Ceil", unary<ceil>);
  m.add("Round", unary<round>);
  m.add("Sin", unary<sin>);
  m.add("Cos", unary<cos>);
  m.add("Tan", unary<tan>);
  m.add("Asin", unary<asin>);
  m.add("Acos", unary<acos>);
  m.add("Atan", unary<atan>);
  m.add("Sinh", unary<sinh>);
  m.add("Cosh", unary<cosh>);
  m.add("Asinh", unary<asinh>);
  m.add("Acosh", unary<acosh>);
  m.add("Atanh", unary<atanh>);
  m.add("Cast", [](C& c) { c.set_as_is(0, cast(c.as_is(0), c.dtype_of("to").value_or(DType::f32))); });
  m.add("CastLike", [](C& c) { c.set_as_is(0, cast(c.as_is(0), c.dtype(1))); });
}

}  // namespace percept::onnx
