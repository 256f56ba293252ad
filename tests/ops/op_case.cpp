#include "ops/op_case.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/special_values.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/registry.hpp"
#include "percept/runtime/check_gradients.hpp"

namespace percept::proof {

// An op without its cases file does not link: this goes through the list of all ops.
#define PERCEPT_OP(name) std::vector<OpCase> name##_cases();
#include "ops/ops.def"
#undef PERCEPT_OP
#define PERCEPT_FUNCTION(name) std::vector<OpCase> name##_cases();
#include "functions.def"
#undef PERCEPT_FUNCTION

namespace {

using Cases = std::vector<OpCase> (*)();

struct Listed {
  std::string_view name;
  Cases make;
  bool is_op;
};
constexpr Listed kCases[] = {
#define PERCEPT_OP(name) {#name, name##_cases, true},
#include "ops/ops.def"
#undef PERCEPT_OP
#define PERCEPT_FUNCTION(name) {#name, name##_cases, false},
#include "functions.def"
#undef PERCEPT_FUNCTION
};

constexpr double kAwayFromKinks = 0.05;

double away_from(double x, const std::vector<double>& kinks) {
  for (double kink : kinks)
    if (std::abs(x - kink) < kAwayFromKinks)
      return kink + (x < kink ? -1 : 1) * (kAwayFromKinks + std::abs(x - kink));
  return x;
}

Tensor drawn(const InputSpec& spec, const std::string& stream) {
  if (spec.given) return *spec.given;
  RandomStream random(0, stream);
  Tensor tensor(spec.dtype, spec.shape);
  std::int64_t n = tensor.size();
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  if (spec.distinct)
    for (std::int64_t i = n - 1; i > 0; --i)
      std::swap(order[std::size_t(i)], order[random.below(std::uint64_t(i), std::uint32_t(i + 1))]);
  for (std::int64_t i = 0; i < n; ++i) {
    double unit =
        spec.distinct ? (double(order[std::size_t(i)]) + 0.5) / double(n) : random.uniform(std::uint64_t(i));
    double x = spec.low + (spec.high - spec.low) * unit;
    tensor.set(i, is_float(spec.dtype) ? away_from(x, spec.kinks) : std::floor(x));
  }
  return tensor;
}

double error_of(Value loss, const Values& leaves, const Feeds& feeds, ParameterStore& store,
                GradientCheckOptions options) {
  return percept::largest_error(check_gradients(loss, leaves, feeds, store, options));
}

}  // namespace

InputSpec given(Shape shape, std::vector<double> values, DType dtype) {
  Tensor tensor(dtype, shape);
  if (tensor.size() != std::int64_t(values.size())) throw Error(Problem("tensor.count"));
  for (std::size_t i = 0; i < values.size(); ++i) tensor.set(std::int64_t(i), values[i]);
  return {.shape = std::move(shape), .dtype = dtype, .differentiable = false, .given = std::move(tensor)};
}

namespace {

InputSpec sized(InputSpec spec, Shape shape, DType dtype = DType::f32) {
  spec.shape = std::move(shape);
  spec.dtype = dtype;
  return spec;
}

std::int64_t count(const std::vector<double>& values) { return std::int64_t(values.size()); }

}  // namespace

std::vector<OpCase> unary_cases(Value (*f)(Value, Location), std::vector<double> x, std::vector<double> y,
                                InputSpec domain) {
  auto of = [&](Shape shape, DType dtype = DType::f32) { return std::vector{sized(domain, shape, dtype)}; };
  auto build = unary(f);
  std::int64_t n = count(x);
  return {
      {"golden", {given({n}, std::move(x))}, build, {{n}}, {std::move(y)}, 1e-7},
      {"one", of({1}), build, {{1}}},
      {"a number", of({}), build, {{}}},
      {"awkward", of({3, 7, 17}), build, {{3, 7, 17}}},
      {"33 by 33", of({33, 33}), build, {{33, 33}}, {}, 0, true, false},
      {"empty", of({0, 5}), build, {{0, 5}}},
      {"f64", of({4, 3}, DType::f64), build, {{4, 3}}},
      {"large", of({70, 1001}), build, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, build, {{12}}},
  };
}

std::vector<OpCase> binary_cases(Value (*f)(Value, Value, Location), std::vector<double> a,
                                 std::vector<double> b, std::vector<double> y, InputSpec domain_a,
                                 InputSpec domain_b) {
  auto of = [&](Shape shape_a, Shape shape_b, DType dtype = DType::f32) {
    return std::vector{sized(domain_a, shape_a, dtype), sized(domain_b, shape_b, dtype)};
  };
  auto build = binary(f);
  std::int64_t n = count(a);
  return {
      {"golden", {given({n}, std::move(a)), given({n}, std::move(b))}, build, {{n}}, {std::move(y)}, 1e-7},
      {"awkward", of({3, 7, 17}, {3, 7, 17}), build, {{3, 7, 17}}},
      {"33 by 33", of({33, 33}, {33, 33}), build, {{33, 33}}, {}, 0, true, false},
      {"a number", of({5, 3}, {}), build, {{5, 3}}},
      {"a number first", of({}, {5, 3}), build, {{5, 3}}},
      {"a row", of({4, 7}, {7}), build, {{4, 7}}},
      {"a column", of({4, 1}, {4, 7}), build, {{4, 7}}},
      {"channels", of({2, 3, 2, 2}, {3, 1, 1}), build, {{2, 3, 2, 2}}},
      {"empty", of({0, 5}, {5}), build, {{0, 5}}},
      {"f64", of({4, 3}, {4, 3}, DType::f64), build, {{4, 3}}},
      {"large", of({70, 1001}, {70, 1001}), build, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial), given({12}, kSpecialBeside)}, build, {{12}}},
  };
}

std::vector<OpCase> cases_of(std::string_view op) {
  for (const Listed& listed : kCases) {
    if (listed.name != op) continue;
    std::vector<OpCase> cases = listed.make();
    for (OpCase& example : cases) example.op = listed.name;
    return cases;
  }
  return {};
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Listed& listed : kCases)
    if (listed.is_op) names.emplace_back(listed.name);
  return names;
}

std::vector<std::string> op_and_function_names() {
  std::vector<std::string> names;
  for (const Listed& listed : kCases) names.emplace_back(listed.name);
  return names;
}

TracedCase::TracedCase(const OpCase& example) {
  std::string stream = example.op + "/" + example.name;
  for (std::size_t i = 0; i < example.inputs.size(); ++i) {
    const InputSpec& spec = example.inputs[i];
    std::string name = std::to_string(i);
    inputs.push_back(graph.feed(name, {spec.dtype, spec.shape}));
    feeds[name] = drawn(spec, stream + "/" + name);
    if (spec.differentiable && is_float(spec.dtype)) differentiable.push_back(inputs.back());
  }
  outputs = example.build(graph, inputs);
  for (std::size_t i = 0; i < outputs.size(); ++i) graph.fetch("y" + std::to_string(i), outputs[i]);
}

Value TracedCase::weighted_sum(const Values& values, std::string_view stream) {
  Value sum;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_float(values[i].dtype())) continue;
    InputSpec weights{.shape = values[i].shape(), .dtype = values[i].dtype()};
    Value weight = graph.constant(drawn(weights, std::string(stream) + std::to_string(i)));
    Value term = cast(reduce_sum(values[i] * weight), DType::f32);
    sum = sum ? sum + term : term;
  }
  return sum;
}

bool TracedCase::has_float_output() const {
  return std::any_of(outputs.begin(), outputs.end(), [](Value y) { return is_float(y.dtype()); });
}

double TracedCase::gradient_error() {
  return error_of(weighted_sum(outputs, "weights"), differentiable, feeds, store, {.most_elements = 60});
}

double TracedCase::second_order_error() {
  Values gradients = differentiate(weighted_sum(outputs, "weights"), differentiable);
  // A graph in f32 has its constants in f32, up to 6e-8 off, also where it is computed in f64. Where the
  // terms of a second derivative cancel (gelu's do) it is no closer to that of the function itself.
  return error_of(weighted_sum(gradients, "weights of gradients"), differentiable, feeds, store,
                  {.floor = 1e-2, .most_elements = 30});
}

}  // namespace percept::proof
