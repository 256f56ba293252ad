// Mean 0 and deviation 1 over some axes.
#include <numeric>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

void batch_normalized(C& c) {
  Value x = c[0], weight = c[1], bias = c[2], mean = c[3], variance = c[4];
  double epsilon = c.float_of("epsilon", 1e-5), momentum = c.float_of("momentum", 0.9);
  bool asked = c.opset() >= 14 ? c.int_of("training_mode") != 0 : c.opset() < 7 && c.int_of("is_test") == 0;
  // Scale and statistics may be of another type than x.
  auto same = [&](Value v) { return cast(v, x.dtype()); };
  weight = same(weight), bias = same(bias);
  if (!asked && c.graph().mode() == Mode::infer)
    return c.set(0, batch_norm(x, same(mean), same(variance), weight, bias, epsilon));
  Normalized made = batch_norm(x, weight, bias, epsilon);
  c.set(0, made.output);
  auto moved = [&](Value old, Value now) {
    return old * momentum + cast(reshape(now, old.shape()), old.dtype()) * (1 - momentum);
  };
  Value running_mean = moved(mean, made.mean), running_variance = moved(variance, made.variance);
  c.set(1, running_mean);
  c.set(2, running_variance);
  // Fine-tuning keeps the running statistics, as a layer that was written here does.
  if (!asked) {
    auto keep = [&](Value old, Value now) {
      if (old.node().op == &parameter_op() && !c.graph().is_assigned(old)) c.graph().assign(old, now);
    };
    keep(mean, running_mean);
    keep(variance, running_variance);
  }
}

// Y, the mean and the reciprocal deviation over the axes from `axis` on.
void layer_normalized(C& c) {
  Value x = c[0];
  int rank = x.shape().rank(), axis = axis_of(c.int_of("axis", -1), rank);
  Ints axes(std::size_t(rank - axis));
  std::iota(axes.begin(), axes.end(), axis);
  double epsilon = c.float_of("epsilon", 1e-5);
  Normalized made = normalize(x, {.axes = axes, .epsilon = epsilon});
  Value y = mul(made.output, c[1]);
  c.set(0, c.has(2) ? add(y, c[2]) : y);
  c.set(1, made.mean);
  if (c.wants(2)) c.set(2, rsqrt(made.variance + epsilon));
}

Value rms_normalized(C& c) {
  Value x = c[0];
  int axis = axis_of(c.int_of("axis", -1), x.shape().rank());
  return rms_norm(x, c[1], x.shape().rank() - axis, c.float_of("epsilon", 1e-5));
}

// Before opset 21 weight and bias had an element a group, after it one a channel.
Value group_normalized(C& c) {
  Value x = c[0], weight = c[1], bias = c[2];
  std::int64_t groups = c.int_of("num_groups", 1), channels = x.shape()[1];
  auto per_channel = [&](Value v) {
    if (v.shape().elements() == channels) return v;
    return reshape(
        broadcast_to(reshape(v, {groups, 1}), {groups, channels / std::max<std::int64_t>(groups, 1)}),
        {channels});
  };
  return group_norm(x, groups, per_channel(weight), per_channel(bias), c.float_of("epsilon", 1e-5));
}

Value mean_variance_normalized(C& c) {
  Value x = c[0];
  Ints axes = c.ints_of("axes", {0, 2, 3});
  return normalize(x, {.axes = axes, .epsilon = 1e-9}).output;
}

// Divided by the 1- or 2-norm along an axis.
Value norm_normalized(C& c) {
  Value x = c[0];
  ReduceOptions along{.axes = {axis_of(c.int_of("axis", -1), x.shape().rank())}, .keep = true};
  return x / (c.int_of("p", 2) == 1 ? reduce_sum(abs(x), along) : norm(x, along));
}

}  // namespace

void add_normalization(Mappings& m) {
  m.add("BatchNormalization", batch_normalized);
  m.add("InstanceNormalization",
        [](C& c) { return instance_norm(c[0], c[1], c[2], c.float_of("epsilon", 1e-5)); });
  m.add("LayerNormalization", layer_normalized);
  m.add("GroupNormalization", group_normalized);
  m.add("RMSNormalization", rms_normalized);
  m.add("MeanVarianceNormalization", mean_variance_normalized);
  m.add("LpNormalization", norm_normalized);
  m.add("LRN", [](C& c) {
    return local_response_norm(c[0], {.size = c.int_of("size", 1),
                                      .alpha = c.float_of("alpha", 1e-4),
                                      .beta = c.float_of("beta", 0.75),
                                      .k = c.float_of("bias", 1)});
  });
}

}  // namespace percept::onnx
