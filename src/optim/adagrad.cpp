#include "percept/optim/adagrad.hpp"

#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::optim {

Value Adagrad::stepped(const Step& step, Value p, Value g) const {
  Value rate = step.lr(config_.lr);
  if (config_.lr_decay != 0)
    rate = step.as_rate(cast(rate, DType::f64) / (1.0 + (step.count() - 1.0) * config_.lr_decay));
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value sum = step.kept("squares"), now = sum + g * g;  // without the start, which is added where it is used
  step.keep(sum, now);
  if (config_.initial != 0) now = now + config_.initial;
  return p - rate * g / (sqrt(now) + config_.epsilon);
}

Value Adadelta::stepped(const Step& step, Value p, Value g) const {
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value squares = step.kept("squares"), steps = step.kept("steps_squared");
  Value squares_now = config_.rho * squares + (1 - config_.rho) * g * g;
  Value d = sqrt(steps + config_.epsilon) / sqrt(squares_now + config_.epsilon) * g;
  step.keep(squares, squares_now);
  step.keep(steps, config_.rho * steps + (1 - config_.rho) * d * d);
  return p - step.lr(config_.lr) * d;
}

Value Rmsprop::stepped(const Step& step, Value p, Value g) const {
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value squares = step.kept("squares"), now = config_.alpha * squares + (1 - config_.alpha) * g * g;
  step.keep(squares, now);
  if (config_.centered) {
    Value mean = step.kept("mean"), mean_now = config_.alpha * mean + (1 - config_.alpha) * g;
    step.keep(mean, mean_now);
    now = now - mean_now * mean_now;
    now = maximum(now, zeros_like(now));  // rounding must not make a variance negative
  }
  Value d = g / (sqrt(now) + config_.epsilon);
  if (config_.momentum != 0) {
    Value velocity = step.kept("velocity");
    d = step.rate("momentum", config_.momentum) * velocity + d;
    step.keep(velocity, d);
  }
  return p - step.lr(config_.lr) * d;
}

}  // namespace percept::optim
