// Relu, Sigmoid, Softmax and their like.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

// y = gamma x where x > 0, else gamma alpha (e^x - 1).
Value scaled_elu(ImportContext& c, Value x, double alpha, double gamma) {
  return mul(elu(x, {.alpha = alpha}), c.number_like(x, gamma));
}

// Before opset 13 all axes from `axis` on were one.
template <class F>
Value along(ImportContext& c, F f) {
  Value x = c.real(0);
  int rank = x.shape().rank();
  int axis = axis_of(c.int_of("axis", c.opset() < 13 ? 1 : -1), std::max(rank, 1));
  if (c.opset() >= 13 || axis == rank - 1) return f(x, axis);
  Shape flat = {x.shape().elements(0, axis), x.shape().elements(axis, rank)};
  return reshape(f(reshape(x, flat), 1), x.shape());
}

// One where the largest element stands, the first of equal ones, else zero.
Value hardmax(Value x, int axis) {
  Value places = argmax(x, {.axis = axis});
  Value last = one_hot(places, x.shape()[axis], x.dtype());
  std::vector<std::int64_t> order;
  int rank = x.shape().rank();
  for (int i = 0, from = 0; i < rank; ++i) order.push_back(i == axis ? rank - 1 : from++);
  return transpose(last, order);
}

}  // namespace

void add_activations(Mappings& m) {
  using C = ImportContext;
  m.add("Relu", [](C& c) {
    Value x = c[0];
    return is_float(x.dtype()) ? relu(x) : maximum(x, c.number_like(x, 0));
  });
  m.add("Sigmoid", [](C& c) { return sigmoid(c[0]); });
  m.add("Tanh", [](C& c) { return tanh(c[0]); });
  m.add("LeakyRelu", [](C& c) { return leaky_relu(c[0], {.slope = c.float_of("alpha", 0.01)}); });
  m.add("PRelu", [](C& c) {
    Value x = c[0], slope = c[1];
    // Before opset 7 a slope of [C] went with the channels, not with the last axis.
    if (c.opset() < 7 && slope.shape().rank() == 1 && x.shape().rank() > 1) return prelu(x, slope);
    if (!is_float(x.dtype())) return where(less(x, c.number_like(x, 0)), mul(x, slope), x);
    // [C, 1, 1] as PyTorch writes it, so that the fast path of channels applies.
    int rank = x.shape().rank(), own = slope.shape().rank();
    bool channels = rank > 1 && own == rank - 1 && slope.shape()[0] == x.shape()[1] &&
                    slope.shape().elements() == x.shape()[1];
    if (channels || slope.shape().elements() == 1)
      return prelu(x, reshape(slope, {slope.shape().elements()}));
    return where(less(x, c.number_like(x, 0)), mul(x, slope), x);
  });
  m.add("Elu", [](C& c) { return elu(c[0], {.alpha = c.float_of("alpha", 1)}); });
  m.add("Celu", [](C& c) { return celu(c[0], {.alpha = c.float_of("alpha", 1)}); });
  m.add("Selu", [](C& c) {
    Value x = c[0];
    bool standard = !c.given("alpha") && !c.given("gamma") && c.opset() >= 6;
    return standard ? selu(x)
                    : scaled_elu(c, x, c.float_of("alpha", 1.6732632), c.float_of("gamma", 1.0507010));
  });
  m.add("Softplus", [](C& c) { return softplus(c[0]); });
  m.add("Softsign", [](C& c) { return softsign(c[0]); });
  m.add("HardSigmoid", [](C& c) {
    return clip(c[0] * c.float_of("alpha", 0.2) + c.float_of("beta", 0.5), {0, 1});
  });
  m.add("HardSwish", [](C& c) { return hard_swish(c[0]); });
  m.add("Mish", [](C& c) { return mish(c[0]); });
  m.add("Gelu", [](C& c) { return gelu(c[0], {.tanh = c.text_of("approximate", "none") == "tanh"}); });
  m.add("ThresholdedRelu",
        [](C& c) { return threshold(c[0], {.threshold = c.float_of("alpha", 1), .value = 0}); });
  m.add("Shrink", [](C& c) {
    Value x = c.real(0);
    double bias = c.float_of("bias", 0), lambda = c.float_of("lambd", 0.5);
    Value low = c.number_like(x, -lambda), high = c.number_like(x, lambda), zero = c.number_like(x, 0);
    return where(less(x, low), x + bias, where(less(high, x), x - bias, zero));
  });
  m.add("Softmax",
        [](C& c) { return along(c, [](Value x, int axis) { return softmax(x, {.axis = axis}); }); });
  m.add("LogSoftmax",
        [](C& c) { return along(c, [](Value x, int axis) { return log_softmax(x, {.axis = axis}); }); });
  m.add("Hardmax", [](C& c) { return along(c, hardmax); });
}

}  // namespace percept::onnx
