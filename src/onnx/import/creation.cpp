// Values that depend on no other value, or on its shape alone.
#include <cmath>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"
#include "wire.pb.h"

namespace percept::onnx {
namespace {

using C = ImportContext;

Value constant(C& c) {
  if (std::optional<Tensor> tensor = c.tensor_of("value")) return c.constant(*std::move(tensor));
  auto floats = [](const std::vector<double>& numbers) {
    std::vector<float> f(numbers.begin(), numbers.end());
    return Tensor::from<float>({std::int64_t(f.size())}, f);
  };
  if (c.given("value_float")) return c.constant(Tensor::scalar(float(c.float_of("value_float"))));
  if (c.given("value_floats")) return c.constant(floats(c.floats_of("value_floats")));
  if (c.given("value_int")) return c.constant(Tensor::scalar<std::int64_t>(c.int_of("value_int")));
  if (c.given("value_ints")) return c.constant(c.ints_of("value_ints"));
  if (c.given("value_string") || c.given("value_strings")) c.refuse("onnx.refused.strings");
  c.refuse("onnx.refused.attribute",
           {{"attribute", "value"}, {"value", c.given("sparse_value") ? "sparse" : "?"}});
}

Value filled(C& c) {
  Tensor value = c.tensor_of("value").value_or(Tensor::zeros(DType::f32, {1}));
  Shape shape(c.integers(0));
  if (shape.elements() <= 64) {  // small ones are known to what asks for sizes
    Tensor tensor(value.dtype(), shape);
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      std::copy_n(value.raw(), size_of(value.dtype()),
                  tensor.raw() + std::size_t(i) * size_of(value.dtype()));
    return c.constant(std::move(tensor));
  }
  return fill(c.graph(), {value.dtype(), std::move(shape), value.item()});
}

// start, start + delta, ... before limit.
Value range_of(C& c) {
  Tensor start = c.known(0), limit = c.known(1), delta = c.known(2);
  double step = delta.item();
  c.require(step != 0, "onnx.refused.range");
  double count = std::max(std::ceil((limit.item() - start.item()) / step), 0.0);
  c.require(count <= double(1 << 28), "onnx.refused.range");
  Tensor tensor = c.table(start.dtype(), {std::int64_t(count)});
  for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, start.item() + double(i) * step);
  return c.constant(std::move(tensor));
}

Value eye_like(C& c) {
  Value x = c.as_is(0);
  c.require(x.shape().rank() == 2, "onnx.refused.rank", {{"rank", x.shape().rank()}});
  DType dtype = c.dtype_of("dtype").value_or(x.dtype());
  std::int64_t rows = x.shape()[0], columns = x.shape()[1], k = c.int_of("k");
  Tensor tensor = c.table(dtype, {rows, columns});
  for (std::int64_t i = 0; i < rows; ++i)
    if (i + k >= 0 && i + k < columns) tensor.set(i * columns + i + k, 1);
  return c.constant(std::move(tensor));
}

// Uniform between low and high, or normal; the generator is percept's own, `seed` is not looked at.
Value drawn(C& c, const Shape& shape, DType dtype, bool uniform) {
  DType real = dtype == DType::f64 ? DType::f64 : DType::f32;
  Value draw;
  if (uniform) {
    double low = c.float_of("low", 0), high = c.float_of("high", 1);
    draw = random_uniform(c.graph(), shape, real) * (high - low) + low;
  } else {
    draw = random_normal(c.graph(), shape, real) * c.float_of("scale", 1) + c.float_of("mean", 0);
  }
  return cast(draw, dtype);
}

Value bernoulli(C& c) {
  Value p = c[0];
  DType dtype = c.dtype_of("dtype").value_or(p.dtype());
  return cast(less(random_uniform(c.graph(), p.shape(), p.dtype()), p), dtype);
}

}  // namespace

void add_creation(Mappings& m) {
  m.add("Constant", [](C& c) { c.set_as_is(0, constant(c)); });
  m.add("ConstantOfShape", filled);
  m.add("Range", range_of);
  m.add("EyeLike", eye_like);
  m.add("Shape", [](C& c) {
    Value sizes = shape_of(c.as_is(0));
    if (!c.given("start") && !c.given("end")) return sizes;
    return slice(sizes, {.begin = c.int_of("start"),
                         .end = c.int_of("end", std::numeric_limits<std::int64_t>::max())});
  });
  m.add("Size", [](C& c) { return c.constant(Tensor::scalar<std::int64_t>(c.as_is(0).shape().elements())); });
  for (bool uniform : {true, false}) {
    std::string name = uniform ? "RandomUniform" : "RandomNormal";
    m.add(name, [uniform](C& c) {
      return drawn(c, Shape(c.ints_of("shape")), c.dtype_of("dtype").value_or(DType::f32), uniform);
    });
    m.add(name + "Like", [uniform](C& c) {
      Value x = c.as_is(0);
      DType fallback = is_float(x.dtype()) ? x.dtype() : DType::f32;
      c.set_as_is(0, drawn(c, x.shape(), c.dtype_of("dtype").value_or(fallback), uniform));
    });
  }
  m.add("Bernoulli", bernoulli);
  m.add("Multinomial", [](C& c) {
    Value logits = c[0];  // [batch, classes]
    std::int64_t samples = c.int_of("sample_size", 1);
    Shape shape = {logits.shape()[0], samples, logits.shape()[1]};
    Value drawn = random_categorical(broadcast_to(unsqueeze(logits, 1), shape), -1);
    c.set_as_is(0, cast(drawn, c.dtype_of("dtype").value_or(DType::i32)));
  });
}

}  // namespace percept::onnx
