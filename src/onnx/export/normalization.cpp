// Norms. With us scale and shift are ordinary arithmetic behind them; ONNX's ops hold both.
#include "percept/ops/normalization.hpp"

#include <numeric>

#include "percept/ops/reduction.hpp"
#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

using Axes = std::vector<std::int64_t>;

// The last axes, or all from `first` on.
bool are_from(const Axes& axes, int first, int rank) {
  Axes wanted(std::size_t(std::max(rank - first, 0)));
  std::iota(wanted.begin(), wanted.end(), first);
  return !axes.empty() && axes == wanted;
}

Sizes behind(const Sizes& sizes, std::size_t first) {
  return {sizes.begin() + std::int64_t(first), sizes.end()};
}

Shape shape_of(const Sizes& fixed) {
  std::vector<std::int64_t> dims;
  for (const Size& size : fixed) dims.push_back(size.fixed);
  return Shape(std::move(dims));
}

// What InstanceNormalization takes: vectors of a number a channel.
bool is_of_places(const NormalizeOptions& o, const Sizes& x) {
  return x.size() >= 3 && are_from(o.axes, 2, int(x.size())) && x[1].is_fixed();
}

std::string write_places(Writer& w, const std::string& x, std::string scale, std::string shift, DType dtype,
                         std::int64_t channels, double epsilon) {
  if (scale.empty()) scale = w.constant(Tensor::full(dtype, {channels}, 1));
  if (shift.empty()) shift = w.constant(Tensor::full(dtype, {channels}, 0));
  return w.node("InstanceNormalization", {x, scale, shift}, {{"epsilon", epsilon}});
}

// y, mean and variance by their formulas.
Names write_formula(Writer& w, const std::string& x, const NormalizeOptions& o, DType dtype) {
  Fields over = {{"axes", o.axes}, {"keepdims", std::int64_t(1)}};
  std::string mean = w.node("ReduceMean", {x}, over), centred = w.node("Sub", {x, mean});
  std::string variance = w.node("ReduceMean", {w.node("Mul", {centred, centred})}, over);
  std::string deviation = w.node("Sqrt", {w.node("Add", {variance, w.number(dtype, o.epsilon)})});
  return {w.node("Div", {centred, deviation}), mean, variance};
}

std::optional<Translation> normalize(const Node& node, const Context& c) {
  auto o = node.attributes.as<NormalizeOptions>();
  Sizes x = c.traces.sizes(node.inputs[0]);
  DType dtype = node.outputs[0].dtype;
  bool alone = !c.needs(node, 1) && !c.needs(node, 2);
  Sizes last = behind(x, o.axes.empty() ? x.size() : std::size_t(o.axes[0]));
  bool of_last = !o.axes.empty() && are_from(o.axes, int(o.axes[0]), int(x.size())) && all_fixed(last);
  return Translation{
      node.inputs, [=](Writer& w, const Names& in) -> Names {
        if (alone && is_of_places(o, x))
          return {write_places(w, in[0], "", "", dtype, x[1].fixed, o.epsilon), "", ""};
        if (alone && of_last)
          return {w.node("LayerNormalization", {in[0], w.constant(Tensor::full(dtype, shape_of(last), 1))},
                         {{"axis", o.axes[0]}, {"epsilon", o.epsilon}}),
                  "", ""};
        return write_formula(w, in[0], o, dtype);
      }};
}

// normalize(x) weight, from which `add` may go on.
struct Scaled {
  Value x, weight;
  NormalizeOptions options;
  bool of_places = false;  // the weight is a number a channel
};

// A vector [C] as [C, 1, ...]; empty where the value is none such.
Value per_channel(Value value, std::int64_t channels) {
  bool fits = is(value, "reshape") && input(value, 0).shape() == Shape{channels} &&
              value.shape().rank() > 0 && value.shape()[0] == channels;
  return fits ? input(value, 0) : Value();
}

// The vector that scales or shifts what these options normalise; empty where it is none such.
Value vector_of(Value value, const Scaled& s) {
  const Shape& x = s.x.shape();
  if (s.of_places) return per_channel(value, x[1]);
  int count = int(s.options.axes.size());
  Shape last(std::vector<std::int64_t>(x.end() - count, x.end()));
  return value.shape() == last ? value : Value();
}

std::optional<Scaled> scaled_of(Value product, const Context& c) {
  if (!is(product, "mul")) return std::nullopt;
  Value y = unbroadcast(input(product, 0)), weight = unbroadcast(input(product, 1));
  if (!is(y, "normalize") || y.output() != 0) return std::nullopt;
  Scaled s{input(y, 0), {}, y.node().attributes.as<NormalizeOptions>()};
  Sizes x = c.traces.sizes(s.x);
  if (s.options.axes.empty() || !are_from(s.options.axes, int(s.options.axes[0]), int(x.size())))
    return std::nullopt;
  for (bool places : {false, true}) {
    s.of_places = places;
    if (places && !is_of_places(s.options, x)) continue;
    if ((s.weight = vector_of(weight, s))) return s;
  }
  return std::nullopt;
}

Translation write_scaled(const Scaled& s, Value bias) {
  return single({s.x, s.weight, bias}, [s](Writer& w, const Names& in) {
    if (s.of_places)
      return write_places(w, in[0], in[1], in[2], s.x.dtype(), s.x.shape()[1], s.options.epsilon);
    return w.node("LayerNormalization", in, {{"axis", s.options.axes[0]}, {"epsilon", s.options.epsilon}});
  });
}

std::optional<Translation> scaled_norm(const Node& node, const Context& c) {
  std::optional<Scaled> s = scaled_of(c.traces.value(node.id, 0), c);
  return s ? std::optional(write_scaled(*s, {})) : std::nullopt;
}

std::optional<Translation> scaled_and_shifted_norm(const Node& node, const Context& c) {
  std::optional<Scaled> s = scaled_of(unbroadcast(node.inputs[0]), c);
  if (!s) return std::nullopt;
  Value bias = vector_of(unbroadcast(node.inputs[1]), *s);
  return bias ? std::optional(write_scaled(*s, bias)) : std::nullopt;
}

struct Statistics {
  Value mean, variance, weight, bias;  // weight and bias may be absent
  double epsilon = 0;
};

// scale = weight / sqrt(variance + epsilon), shift = bias - mean scale: as batch_norm folds them in
// inference.
std::optional<Statistics> statistics_of(Value scale, Value shift) {
  Statistics s;
  Value inverse = scale;
  if (is(inverse, "mul")) s.weight = input(inverse, 0), inverse = input(inverse, 1);
  if (!is(inverse, "div") || number_of(input(inverse, 0)) != 1) return std::nullopt;
  Value root = input(inverse, 1), sum = is(root, "sqrt") ? input(root, 0) : Value();
  if (!is(sum, "add")) return std::nullopt;
  std::optional<double> epsilon = number_of(input(sum, 1));
  s.variance = input(sum, 0);
  Value moved = shift;
  if (is(moved, "add")) s.bias = input(moved, 0), moved = input(moved, 1);
  Value product = is(moved, "neg") ? input(moved, 0) : Value();
  if (!epsilon || !is(product, "mul") || input(product, 1) != scale) return std::nullopt;
  s.mean = input(product, 0);
  s.epsilon = *epsilon;
  return s;
}

// What may follow a batch norm in its own node.
std::string finished(Writer& w, std::string y, const std::string& residual, bool relu) {
  if (!residual.empty()) y = w.node("Add", {y, residual});
  return relu ? w.node("Relu", {y}) : y;
}

std::optional<Translation> scale_channels(const Node& node, const Context&) {
  Value x = node.inputs[0], residual = node.inputs.size() > 3 ? node.inputs[3] : Value();
  bool relu = node.attributes.as<ScaleChannelsOptions>().relu;
  DType dtype = x.dtype();
  std::int64_t channels = x.shape()[1];
  if (auto s = statistics_of(node.inputs[1], node.inputs[2]))
    return single({x, s->weight, s->bias, s->mean, s->variance, residual}, [=, epsilon = s->epsilon](
                                                                               Writer& w, const Names& in) {
      auto vector = [&](const std::string& name, double otherwise) {
        return name.empty() ? w.constant(Tensor::full(dtype, {channels}, otherwise)) : name;
      };
      std::string y = w.node("BatchNormalization", {in[0], vector(in[1], 1), vector(in[2], 0), in[3], in[4]},
                             {{"epsilon", epsilon}});
      return finished(w, y, in[5], relu);
    });
  std::vector<std::int64_t> per_channel(std::size_t(x.shape().rank() - 1), 1);
  per_channel[0] = channels;
  return single({x, node.inputs[1], node.inputs[2], residual}, [=](Writer& w, const Names& in) {
    std::string y = w.node("Mul", {in[0], w.reshape(in[1], per_channel)});
    return finished(w, w.node("Add", {y, w.reshape(in[2], per_channel)}), in[3], relu);
  });
}

}  // namespace

Table normalization_table() {
  static const Entry table[] = {
      {"add", scaled_and_shifted_norm},
      {"mul", scaled_norm},
      {"normalize", normalize},
      {"scale_channels", scale_channels},
  };
  return table;
}

}  // namespace percept::onnx::exporting
