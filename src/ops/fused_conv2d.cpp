// src/ops/fused_conv2d.cpp - a convolution, the sum with a residual, a relu and a pooling as one node: made
// by the pass `fuse_convolution`, after differentiation, so that the image is written once.
#include "percept/ops/fused_conv2d.hpp"

#include "conv2d_rules.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/pooling.hpp"

namespace percept {

const OpDef& fused_conv2d_op() {
  static const OpDef op =
      OpDef("fused_conv2d")
          .doc("A convolution with the residual, the relu and the pooling that follow it.",
               R"(y = \mathrm{pool}(\mathrm{relu}(x * w + b + r)))")
          .input("input", "N C H W")
          .input("weight", "out in h w")
          .optional_input("bias", "out")
          .optional_input("residual", "N C H W")
          .output("output", "N C H W")
          .options<FusedConv2dOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<FusedConv2dOptions>();
            std::optional<Shape> out = require_conv2d(c, o.conv);
            if (!out) return;
            if (c.has(3)) {
              c.require_same_dtype(0, 3);
              c.require(c.shape(3) == *out, "ops.fused_conv2d.residual",
                        {{"residual", to_string(c.shape(3))}, {"wanted", to_string(*out)}});
            }
            if (o.pool) *out = {(*out)[0], (*out)[1], (*out)[2] / 2, (*out)[3] / 2};
            c.output(c.dtype(0), *out);
          })
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            auto o = attributes.as<FusedConv2dOptions>();
            Value bias = inputs.size() > 2 ? inputs[2] : Value();
            Value y = conv2d(inputs[0], inputs[1], bias, o.conv);
            if (inputs.size() > 3 && inputs[3]) y = add(y, inputs[3]);
            if (o.relu) y = relu(y);
            return std::vector<Value>{o.pool ? max_pool2d(y, {.kernel = 2}).output : y};
          });
  return op;
}

Value fused_conv2d(Value input, Value weight, Value bias, Value residual, FusedConv2dOptions options,
                   Location at) {
  std::vector<Value> inputs = {input, weight};
  if (bias || residual) inputs.push_back(bias);
  if (residual) inputs.push_back(residual);
  return emit(fused_conv2d_op(), std::move(inputs), Attributes::of(options), at);
}

}  // namespace percept
