// The definition of an op: everything true about it that is not a kernel.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "percept/graph/attributes.hpp"

namespace percept {

class ShapeContext;
class GradientContext;
class Value;

/// An input or output: its name and the names of its axes ("N C H W"; empty where any shape will do).
struct Port {
  std::string name;
  std::string axes;
  bool optional = false;
};

struct AttributeDef {
  std::string name;
  AttributeValue fallback;  // the value when none is given
  std::string doc;
};

/// Built once a process by a chain of calls in the op's file (house style: see `src/ops/softmax.cpp`).
class OpDef {
 public:
  explicit OpDef(std::string name) : name(std::move(name)) {}

  OpDef&& doc(std::string summary, std::string formula) && {
    this->summary = std::move(summary);
    this->formula = std::move(formula);
    return std::move(*this);
  }
  OpDef&& input(std::string port, std::string axes = "") && {
    inputs.push_back({std::move(port), std::move(axes)});
    return std::move(*this);
  }
  OpDef&& optional_input(std::string port, std::string axes = "") && {
    inputs.push_back({std::move(port), std::move(axes), true});
    return std::move(*this);
  }
  /// Any number of inputs, the only port of its op.
  OpDef&& variadic_input(std::string port) && {
    variadic = true;
    return std::move(*this).input(std::move(port));
  }
  OpDef&& output(std::string port, std::string axes = "") && {
    outputs.push_back({std::move(port), std::move(axes)});
    return std::move(*this);
  }
  template <class Options>
  OpDef&& options() && {
    Options defaults;
    auto visit = [&](std::string_view field, auto& value, std::string_view doc) {
      attributes.push_back({std::string(field), detail::to_attribute(value), std::string(doc)});
    };
    defaults.fields(visit);
    return std::move(*this);
  }
  /// Every output element depends on the input elements at its own position only (scalars on all).
  OpDef&& elementwise_op() && { return elementwise = true, std::move(*this); }
  /// Infers the outputs' types and says all that is wrong with the inputs.
  OpDef&& shape_rule(std::function<void(ShapeContext&)> rule) && {
    return shape = std::move(rule), std::move(*this);
  }
  /// Sets the gradients of the inputs, in front-door functions.
  OpDef&& gradient_rule(std::function<void(GradientContext&)> rule) && {
    return gradient = std::move(rule), std::move(*this);
  }
  /// Rewrites the op into others that have gradients; `differentiate` uses it where there is no rule.
  OpDef&& expand_rule(
      std::function<std::vector<Value>(const std::vector<Value>&, const Attributes&)> rule) && {
    return expand = std::move(rule), std::move(*this);
  }
  /// The derivative by this input is zero wherever it exists.
  OpDef&& flat_input(std::string port) && { return flat.push_back(std::move(port)), std::move(*this); }
  OpDef&& no_gradient(std::string why) && { return not_differentiable = std::move(why), std::move(*this); }

  std::string name;
  std::string summary;  // one sentence
  std::string formula;  // TeX
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  std::vector<AttributeDef> attributes;
  std::vector<std::string> flat;  // inputs by which the derivative is zero
  bool elementwise = false;
  bool variadic = false;
  std::function<void(ShapeContext&)> shape;
  std::function<void(GradientContext&)> gradient;
  std::function<std::vector<Value>(const std::vector<Value>&, const Attributes&)> expand;
  std::string not_differentiable;  // why, where there is no gradient
};

}  // namespace percept
