// numeric dL/dx_i = (L(x + h e_i) - L(x - h e_i)) / 2h, h = step * max(1, |x_i|): its error is of order h^2.
#include "percept/runtime/check_gradients.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept {

std::vector<GradientCheck> check_gradients(Value loss, const std::vector<Value>& leaves, const Feeds& feeds,
                                           ParameterStore& store, GradientCheckOptions options) {
  Graph& graph = loss.graph();
  std::vector<Value> gradients = differentiate(loss, leaves);
  Interpreter interpreter(graph, store, {.double_precision = true});
  std::vector<GradientCheck> checks;
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    interpreter.reset(feeds);
    Tensor analytic = interpreter.value(gradients[k]).clone();
    Tensor x = interpreter.value(leaves[k]).to(DType::f64);
    GradientCheck check{.name = leaves[k].name()};
    std::int64_t stride = std::max<std::int64_t>(1, x.size() / options.most_elements);
    for (std::int64_t i = 0; i < x.size(); i += stride) {
      double at = x.at(i), h = options.step * std::max(1.0, std::abs(at));
      auto loss_at = [&](double moved) {
        x.set(i, moved);
        interpreter.reset(feeds);
        interpreter.override_value(leaves[k], x);
        return interpreter.value(loss).item();
      };
      double numeric = (loss_at(at + h) - loss_at(at - h)) / (2 * h);
      x.set(i, at);
      double scale = std::max({std::abs(analytic.at(i)), std::abs(numeric), options.floor});
      double error = std::abs(analytic.at(i) - numeric) / scale;
      check.max_relative_error = std::isnan(error) ? INFINITY : std::max(check.max_relative_error, error);
      ++check.checked;
    }
    checks.push_back(check);
  }
  return checks;
}

}  // namespace percept
