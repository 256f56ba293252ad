// Whole numbers that stand for reals: x = (q - zero point) scale. Products of them are computed in floats
// wide enough to be exact.
#include <limits>

#include "convolution.hpp"
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// A scale or zero point for each place of an axis, as wide as x.
Value along_axis(Value v, Value x, std::int64_t axis) {
  if (v.shape().elements() == 1) return reshape(v, Shape());
  std::vector<std::int64_t> dims(std::size_t(x.shape().rank()), 1);
  dims[std::size_t(axis_of(axis, x.shape().rank()))] = v.shape().elements();
  return reshape(v, Shape(dims));
}

// The nearest whole number (halves to the even one) that the type holds.
Value saturated(Value real, DType dtype) {
  bool is_signed = dtype == DType::i8;
  return cast(clip(round(real), {is_signed ? -128.0 : 0.0, is_signed ? 127.0 : 255.0}), dtype);
}

void require_byte(C& c, DType dtype) {
  c.require(dtype == DType::i8 || dtype == DType::u8, "onnx.refused.type", {{"type", name_of(dtype)}});
}

// round(real / scale) + zero point
Value quantized(C& c, Value real, Value scale, Value zero, std::int64_t axis) {
  DType dtype = zero ? zero.dtype() : DType::u8;
  require_byte(c, dtype);
  Value q = round(real / along_axis(scale, real, axis));
  if (zero) q = q + cast(along_axis(zero, real, axis), real.dtype());
  return saturated(q, dtype);
}

// q less its zero point, as a float; `zero` may be absent.
Value centred(C& c, int q, int zero, DType real, std::int64_t axis) {
  Value x = cast(c.as_is(q), real);
  return c.has(zero) ? x - cast(along_axis(c.as_is(zero), x, axis), real) : x;
}

// A float in which `terms` products of bytes add up without rounding.
DType exact_float(std::int64_t terms) { return terms * 255 * 255 < (1 << 24) ? DType::f32 : DType::f64; }

std::int64_t terms_of_product(C& c) { return c.as_is(0).shape().rank() ? c.as_is(0).shape()[-1] : 1; }
std::int64_t terms_of_convolution(Value weight) {
  return weight.shape().elements() / std::max<std::int64_t>(weight.shape()[0], 1);
}

void add_dynamic(Mappings& m) {
  m.add("DynamicQuantizeLinear", [](C& c) {
    Value x = c[0], zero = c.number_like(x, 0);
    Value high = maximum(reduce_max(x), zero), low = minimum(reduce_min(x), zero);
    Value scale = (high - low) / 255;
    // Where all numbers are zero any scale will do.
    Value safe = where(equal(scale, zero), c.number_like(x, 1), scale);
    Value zero_point = saturated(-low / safe, DType::u8);
    c.set(0, quantized(c, x, safe, zero_point, 0));
    c.set(1, scale);
    c.set(2, zero_point);
  });
}

}  // namespace

void add_quantization(Mappings& m) {
  add_dynamic(m);
  m.add("QuantizeLinear", [](C& c) {
    Value zero = c.has(2) ? c.as_is(2) : Value(), x = c.as_is(0);
    DType real = is_float(x.dtype()) && x.dtype() == DType::f64 ? DType::f64 : DType::f32;
    c.set_as_is(0, quantized(c, cast(x, real), cast(c.as_is(1), real), zero, c.int_of("axis", 1)));
  });
  m.add("DequantizeLinear", [](C& c) {
    std::int64_t axis = c.int_of("axis", 1);
    DType real = c.dtype(0) == DType::i32 ? DType::f64 : DType::f32;  // i32 has more bits than f32's mantissa
    Value x = centred(c, 0, 2, real, axis);
    c.set_as_is(0, cast(x * cast(along_axis(c[1], x, axis), real), DType::f32));
  });
  m.add("MatMulInteger", [](C& c) {
    DType real = exact_float(terms_of_product(c));
    Value b_zero = c.has(3) ? c.as_is(3) : Value();
    Value a = centred(c, 0, 2, real, -2), b = cast(c.as_is(1), real);
    if (b_zero) b = b - cast(along_axis(b_zero, b, -1), real);
    c.set_as_is(0, cast(matmul(a, b), DType::i32));
  });
  m.add("ConvInteger", [](C& c) {
    DType real = exact_float(terms_of_convolution(c.as_is(1)));
    Value x = centred(c, 0, 2, real, 1), w = centred(c, 1, 3, real, 0);
    c.set_as_is(0, cast(convolved(c, x, w, {}), DType::i32));
  });
  m.add("QLinearMatMul", [](C& c) {
    DType real = exact_float(terms_of_product(c));
    Value a = centred(c, 0, 2, real, -2), b = centred(c, 3, 5, real, -1);
    Value y = matmul(a, b) * cast(along_axis(c[1], a, -2), real) * cast(along_axis(c[4], b, -1), real);
    c.set_as_is(0, quantized(c, y, cast(c[6], real), c.as_is(7), -1));
  });
  m.add("QLinearConv", [](C& c) {
    DType real = exact_float(terms_of_convolution(c.as_is(3)));
    Value x = centred(c, 0, 2, real, 1), w = centred(c, 3, 5, real, 0);
    Value y = convolved(c, x, w, c.has(8) ? cast(c.as_is(8), real) : Value());
    y = y * cast(reshape(c[1], Shape()), real) * cast(along_axis(c[4], y, 1), real);
    c.set_as_is(0, quantized(c, y, cast(c[6], real), c.as_is(7), 1));
  });
}

}  // namespace percept::onnx
