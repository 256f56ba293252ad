// Losses of probabilities: binary cross-entropy, focal loss of yes or no, Dice, the Kullback-Leibler
// divergence.
#include "losses/loss_inputs.hpp"

namespace percept::nn {
namespace {

Value weighted(Value loss, Value weight, Location at) {
  return weight ? mul(loss, broadcast_to(weight, loss.shape(), at), at) : loss;
}

// ln p, not below -100; where p is 0 without the infinite slope, whose product with 0 would be NaN.
Value held_log(Value p, bool of_complement, Location at) {
  Value inside = of_complement ? less(p, number(p, 1), at) : less(number(p, 0), p, at);
  Value safe = where(inside, p, 0.5, at);
  Value logarithm = of_complement ? log1p(neg(safe, at), at) : log(safe, at);
  return where(inside, clip(logarithm, {.low = -100}, at), -100.0, at);
}

}  // namespace

Value binary_cross_entropy(Value probability, Value target, BinaryOptions options, Location at) {
  Graph::Scope scope(probability.graph(), "binary_cross_entropy");
  Value t = matching_target("binary_cross_entropy", probability, target, at);
  LossInputs inputs("binary_cross_entropy", at);
  inputs.operand("pos_weight", options.pos_weight);
  inputs.require(!options.pos_weight, "nn.pos_weight");
  inputs.done();
  Value loss = (t - 1.0) * held_log(probability, true, at) - t * held_log(probability, false, at);
  return reduced(weighted(loss, options.weight, at), options.reduction, at);
}

Value binary_cross_entropy_with_logits(Value logits, Value target, BinaryOptions options, Location at) {
  Graph::Scope scope(logits.graph(), "binary_cross_entropy_with_logits");
  Value t = matching_target("binary_cross_entropy_with_logits", logits, target, at);
  Value no = softplus(neg(logits, at), {}, at);
  if (options.pos_weight) no = no * (1.0 + broadcast_to(options.pos_weight - 1.0, t.shape(), at) * t);
  return reduced(weighted((1.0 - t) * logits + no, options.weight, at), options.reduction, at);
}

Value sigmoid_focal_loss(Value logits, Value target, SigmoidFocalOptions options, Location at) {
  Graph::Scope scope(logits.graph(), "sigmoid_focal_loss");
  Value t = matching_target("sigmoid_focal_loss", logits, target, at);
  Value p = sigmoid(logits, at);
  Value missing = p * (1.0 - t) + (1.0 - p) * t;  // 1 - p_t
  Value loss = ((1.0 - t) * logits + softplus(neg(logits, at), {}, at)) * pow(missing, options.gamma, at);
  if (options.alpha >= 0) loss = loss * (options.alpha * t + (1 - options.alpha) * (1.0 - t));
  return reduced(loss, options.reduction, at);
}

Value dice_loss(Value probability, Value target, DiceOptions options, Location at) {
  Graph::Scope scope(probability.graph(), "dice_loss");
  Value t = matching_target("dice_loss", probability, target, at);
  ReduceOptions example;
  for (int axis = 1; axis < t.shape().rank(); ++axis) example.axes.push_back(axis);
  auto sum = [&](Value x) {
    return t.shape().rank() < 2 ? reduce_sum(x, {}, at) : reduce_sum(x, example, at);
  };
  Value both = 2 * sum(probability * t) + options.smooth;
  Value all = sum(probability * probability) + sum(t * t) + options.smooth;
  return reduced(1.0 - both / all, options.reduction, at);
}

Value kl_div(Value log_probability, Value target, KlDivOptions options, Location at) {
  Graph::Scope scope(log_probability.graph(), "kl_div");
  Value t = matching_target("kl_div", log_probability, target, at);
  if (options.log_target) return reduced(exp(t, at) * sub(t, log_probability, at), options.reduction, at);
  Value safe = where(less(number(t, 0), t, at), t, 1.0, at);  // 0 ln 0 = 0
  return reduced(t * log(safe, at) - t * log_probability, options.reduction, at);
}

}  // namespace percept::nn
