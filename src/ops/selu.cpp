// src/ops/selu.cpp - y = 1.0507 elu(x) with alpha = 1.6733. Klambauer et al. 2017.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {
namespace {

// The fixed point of the paper: with these, mean 0 and variance 1 reproduce themselves.
constexpr double kScale = 1.0507009873554804934193349852946, kAlpha = 1.6732632423543772848170429916717;

}  // namespace

const OpDef& selu_op() {
  static const OpDef op =
      OpDef("selu")
          .doc(
              "A scaled elu that keeps mean 0 and variance 1 from layer to layer.",
              R"(y = \lambda (\max(x, 0) + \alpha (e^{\min(x, 0)} - 1)),\ \lambda = 1.0507,\ \alpha = 1.6733)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
            Value x = inputs[0];
            return std::vector<Value>{kScale * (positive(x) + kAlpha * expm1(negative(x)))};
          });
  return op;
}

Value selu(Value x, Location at) { return emit(selu_op(), {x}, {}, at); }

}  // namespace percept
