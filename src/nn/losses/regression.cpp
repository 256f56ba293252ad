// Losses of numbers: squared and absolute differences, what lies between, and likelihoods of counts and of
// normal variables.
#include <cmath>
#include <numbers>

#include "losses/loss_inputs.hpp"

namespace percept::nn {

Value mean_squared_error(Value prediction, Value target, LossOptions options, Location at) {
  Graph::Scope scope(prediction.graph(), "mean_squared_error");
  target = matching_target("mean_squared_error", prediction, target, at);
  Value difference = sub(prediction, target, at);
  return reduced(difference * difference, options.reduction, at);
}

Value l1_loss(Value prediction, Value target, LossOptions options, Location at) {
  Graph::Scope scope(prediction.graph(), "l1_loss");
  target = matching_target("l1_loss", prediction, target, at);
  return reduced(abs(sub(prediction, target, at), at), options.reduction, at);
}

namespace {

Value huber(Value prediction, Value target, double delta, Location at) {
  Value difference = sub(prediction, target, at), distance = abs(difference, at);
  Value square = 0.5 * (difference * difference), line = delta * (distance - 0.5 * delta);
  return where(less(distance, number(distance, delta), at), square, line, at);
}

void require_positive(const char* loss, const char* option, double value, bool or_zero, Location at) {
  LossInputs inputs(loss, at);
  inputs.require(or_zero ? value >= 0 : value > 0, "nn.positive", {{"option", option}, {"value", value}});
  inputs.done();
}

}  // namespace

Value huber_loss(Value prediction, Value target, HuberOptions options, Location at) {
  Graph::Scope scope(prediction.graph(), "huber_loss");
  require_positive("huber_loss", "delta", options.delta, false, at);
  target = matching_target("huber_loss", prediction, target, at);
  return reduced(huber(prediction, target, options.delta, at), options.reduction, at);
}

Value smooth_l1_loss(Value prediction, Value target, SmoothL1Options options, Location at) {
  if (options.beta == 0) return l1_loss(prediction, target, {options.reduction}, at);
  Graph::Scope scope(prediction.graph(), "smooth_l1_loss");
  require_positive("smooth_l1_loss", "beta", options.beta, true, at);
  target = matching_target("smooth_l1_loss", prediction, target, at);
  return reduced(huber(prediction, target, options.beta, at) / options.beta, options.reduction, at);
}

Value poisson_nll_loss(Value prediction, Value target, PoissonNllOptions options, Location at) {
  Graph::Scope scope(prediction.graph(), "poisson_nll_loss");
  target = matching_target("poisson_nll_loss", prediction, target, at);
  Value loss = options.log_input ? exp(prediction, at) - target * prediction
                                 : prediction - target * log(prediction + options.eps, at);
  if (options.full) {
    Value many = less(number(target, 1), target, at);
    Value count = where(many, target, 1.0, at);  // the logarithm of the others must not become infinite
    Value stirling = count * log(count, at) - count + 0.5 * log(2 * std::numbers::pi * count, at);
    loss = loss + where(many, stirling, 0.0, at);
  }
  return reduced(loss, options.reduction, at);
}

Value gaussian_nll_loss(Value prediction, Value target, Value variance, GaussianNllOptions options,
                        Location at) {
  Graph::Scope scope(prediction.graph(), "gaussian_nll_loss");
  target = matching_target("gaussian_nll_loss", prediction, target, at);
  variance = broadcast_to(variance, prediction.shape(), at);
  variance = maximum(variance, number(variance, options.eps), at);
  Value difference = sub(prediction, target, at);
  Value loss = 0.5 * (log(variance, at) + div(difference * difference, variance, at));
  if (options.full) loss = loss + 0.5 * std::log(2 * std::numbers::pi);
  return reduced(loss, options.reduction, at);
}

}  // namespace percept::nn
