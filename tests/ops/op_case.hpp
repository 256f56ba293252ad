// One example of an op: what goes in, how it is called, what is known of the outcome. From it follow the
// checks of the shape rule, the golden values, every kernel, the gradient, its gradient, and plan against
// interpreter.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "percept/ops/ops.hpp"
#include "percept/runtime/feeds.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept::proof {

/// An input and how its values are drawn; the draws depend on the names of op and case alone.
struct InputSpec {
  Shape shape;
  DType dtype = DType::f32;
  double low = -1, high = 1;  // floats are uniform in [low, high), whole numbers too
  std::vector<double> kinks;  // where the op has no derivative: values keep 0.05 away
  bool distinct = false;      // equally spaced in a random order, so that no maximum is in doubt
  bool differentiable = true;
  std::optional<Tensor> given;  // these values instead of drawn ones
};
/// Given values; not differentiated unless one says so.
InputSpec given(Shape shape, std::vector<double> values, DType dtype = DType::f32);

using Values = std::vector<Value>;

struct OpCase {
  std::string name;
  std::vector<InputSpec> inputs;
  std::function<Values(Graph&, const Values& inputs)> build;
  std::vector<Shape> shapes;                // expected, one an output
  std::vector<std::vector<double>> golden;  // expected values, one list an output; empty where not known
  double golden_bound = 1e-6;               // relative to the largest expected value
  bool gradient = true;                     // compare it with central differences
  bool second_order = true;                 // and the gradient of the gradient
  double kernel_bound = 1e-5;               // of every kernel against the reference, relative
  std::string op = {};                      // filled in by cases_of
};

/// The cases of an op, or of a file of functions made of ops, from tests/ops/NAME_cases.cpp.
std::vector<OpCase> cases_of(std::string_view op);
std::vector<std::string> op_names();
std::vector<std::string> op_and_function_names();

/// A case written into a graph, with its feeds.
struct TracedCase {
  explicit TracedCase(const OpCase& example);

  Graph graph;
  ParameterStore store;
  Feeds feeds;
  Values inputs, outputs;
  Values differentiable;  // of the inputs

  /// A number that depends on every element of every float output: its sum with fixed random weights.
  Value weighted_sum(const Values& values, std::string_view stream);
  /// The largest relative error of the gradient, over all differentiable inputs; 0 where there are none.
  double gradient_error();
  double second_order_error();
  bool has_float_output() const;
};

/// An op with one input, as a `build`.
inline auto unary(Value (*f)(Value, Location)) {
  return [f](Graph&, const Values& x) { return Values{f(x[0], Location::current())}; };
}
inline auto binary(Value (*f)(Value, Value, Location)) {
  return [f](Graph&, const Values& x) { return Values{f(x[0], x[1], Location::current())}; };
}

/// The usual cases of a float op of one number: golden values y at x, sizes of every awkward kind drawn from
/// `domain`, f64, a tensor large enough for several threads, and the numbers that fast kernels get wrong.
std::vector<OpCase> unary_cases(Value (*f)(Value, Location), std::vector<double> x, std::vector<double> y,
                                InputSpec domain = {});
/// The same of two numbers; `domain_b` is that of the second. Broadcasting too.
std::vector<OpCase> binary_cases(Value (*f)(Value, Value, Location), std::vector<double> a,
                                 std::vector<double> b, std::vector<double> y, InputSpec domain_a = {},
                                 InputSpec domain_b = {});

}  // namespace percept::proof
