// numeric dL/dx_i = (L(x + h e_i) - L(x - h e_i)) / 2h, h = step * max(1, |x_i|): its error is of order h^2.
#include "percept/runtime/check_gradients.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept {
namespace {

/// The elements of one leaf, moved one at a time.
class Comparison {
 public:
  Comparison(Interpreter& interpreter, Value loss, Value leaf, Value gradient, const Feeds& feeds,
             const GradientCheckOptions& options)
      : interpreter_(interpreter), loss_(loss), leaf_(leaf), feeds_(feeds), options_(options) {
    interpreter.reset(feeds);
    analytic_ = interpreter.value(gradient).clone();
    x_ = interpreter.value(leaf).to(DType::f64);
    found_ = {.name = leaf.name(), .shape = leaf.shape()};
  }

  GradientCheck run() {
    std::int64_t count = std::min(x_.size(), options_.most_elements);
    for (std::int64_t k = 0; k < count; ++k) compare(k * x_.size() / count);
    return found_;
  }

 private:
  struct Slope {
    double numeric, error;
  };

  void compare(std::int64_t i) {
    double step = options_.step * std::max(1.0, std::abs(x_.at(i)));
    Slope slope = central(i, step);
    bool kink = false;
    if (!(slope.error <= options_.look_closer_above)) kink = look_closer(i, step, slope);
    ++found_.checked;
    found_.kinks += kink;
    if (kink || (measured_ && slope.error <= found_.max_relative_error)) return;
    measured_ = true;
    found_.max_relative_error = slope.error;
    found_.worst = i;
    found_.analytic = analytic_.at(i);
    found_.numeric = slope.numeric;
  }

  // Whether there is a kink at the element itself; betters the slope where one lies beside it.
  bool look_closer(std::int64_t i, double step, Slope& slope) {
    for (int times = 0; times < 2; ++times) {
      step /= 16;
      if (Slope closer = central(i, step); closer.error < slope.error) slope = closer;
      if (slope.error <= options_.look_closer_above) return false;
    }
    double here = loss_at(i, x_.at(i)), left = (here - loss_at(i, x_.at(i) - step)) / step,
           right = (loss_at(i, x_.at(i) + step) - here) / step, g = analytic_.at(i);
    double slack = 1e-4 * std::max({std::abs(left), std::abs(right), options_.floor});
    return std::abs(left - right) > slack && g >= std::min(left, right) - slack &&
           g <= std::max(left, right) + slack;
  }

  Slope central(std::int64_t i, double step) {
    double at = x_.at(i), numeric = (loss_at(i, at + step) - loss_at(i, at - step)) / (2 * step);
    double scale = std::max({std::abs(analytic_.at(i)), std::abs(numeric), options_.floor});
    double error = std::abs(analytic_.at(i) - numeric) / scale;
    return {numeric, std::isnan(error) ? INFINITY : error};
  }

  double loss_at(std::int64_t i, double moved) {
    double at = x_.at(i);
    x_.set(i, moved);
    interpreter_.reset(feeds_);
    interpreter_.override_value(leaf_, x_);
    double loss = interpreter_.value(loss_).item();
    x_.set(i, at);
    return loss;
  }

  Interpreter& interpreter_;
  Value loss_, leaf_;
  const Feeds& feeds_;
  const GradientCheckOptions& options_;
  Tensor analytic_, x_;
  GradientCheck found_;
  bool measured_ = false;  // an element, so that one is the worst
};

Tensor random_normal(const Shape& shape, std::uint64_t seed) {
  Tensor tensor(DType::f32, shape);
  RandomStream random(seed, "input");
  for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, random.normal(std::uint64_t(i)));
  return tensor;
}

}  // namespace

double largest_error(const std::vector<GradientCheck>& checks) {
  double largest = 0;
  for (const GradientCheck& check : checks) largest = std::max(largest, check.max_relative_error);
  return largest;
}

std::vector<GradientCheck> check_gradients(Value loss, const std::vector<Value>& leaves, const Feeds& feeds,
                                           ParameterStore& store, GradientCheckOptions options) {
  std::vector<Value> gradients = differentiate(loss, leaves);
  Interpreter interpreter(loss.graph(), store, {.double_precision = true});
  std::vector<GradientCheck> checks;
  for (std::size_t k = 0; k < leaves.size(); ++k)
    checks.push_back(Comparison(interpreter, loss, leaves[k], gradients[k], feeds, options).run());
  return checks;
}

std::vector<GradientCheck> check_module(const std::function<Value(Value)>& module, const Tensor& input,
                                        const ModuleCheckOptions& options) {
  Graph graph(options.mode);
  ParameterStore store(options.seed);
  Value x = graph.feed("input", {input.dtype(), input.shape()});
  Value y = module(x);
  Tensor weights(y.dtype(), y.shape());
  RandomStream random(options.seed, "weights");
  for (std::int64_t i = 0; i < weights.size(); ++i)
    weights.set(i, 2.0 * random.uniform(std::uint64_t(i)) - 1);
  std::vector<Value> leaves;
  if (is_float(input.dtype())) leaves.push_back(x);
  for (Value parameter : graph.trainable()) leaves.push_back(parameter);
  return check_gradients(reduce_sum(y * graph.constant(weights)), leaves, {{"input", input}}, store,
                         options.check);
}

std::vector<GradientCheck> check_module(const std::function<Value(Value)>& module, const Shape& input,
                                        const ModuleCheckOptions& options) {
  return check_module(module, random_normal(input, options.seed), options);
}

}  // namespace percept
