// Losses of the choice of one class: cross-entropy, negative log-likelihood, focal loss; and the accuracy.
#include <algorithm>

#include "losses/class_labels.hpp"

namespace percept::nn {
namespace {

// From here on the labels are i64, and one that is no class is outside on the right: a negative one would
// count from the end.
Value as_index(Value labels, std::int64_t classes, Location at) {
  labels = cast(labels, DType::i64, at);
  return where(less(labels, number(labels, 0), at), number(labels, double(classes)), labels, at);
}

// Where the label is not ignored; empty where none is.
Value kept(Value labels, std::optional<std::int64_t> ignore_index, Location at) {
  if (!ignore_index) return {};
  Value wide = cast(labels, DType::i64, at);
  return not_equal(wide, number(wide, double(*ignore_index)), at);
}

// The losses of the rows with their weights: what remains is their sum, or their weighted mean.
struct Rows {
  Value loss, weight;  // no weight: each counts 1
};

Value reduced(const Rows& rows, Reduction reduction, Location at) {
  if (reduction != Reduction::mean || !rows.weight) return nn::reduced(rows.loss, reduction, at);
  return div(reduce_sum(rows.loss, {}, at), reduce_sum(rows.weight, {}, at), at);
}

Rows nll_rows(Value log_probabilities, Value labels, const CrossEntropyOptions& options, Location at) {
  std::int64_t classes = log_probabilities.shape()[1];
  Value keep = kept(labels, options.ignore_index, at), index = as_index(labels, classes, at);
  Rows rows{neg(at_labels(log_probabilities, index, at), at), {}};
  if (options.weight) rows.weight = take(options.weight, index, 0, at);
  if (options.weight) rows.loss = mul(rows.loss, rows.weight, at);
  if (options.label_smoothing > 0) {
    Value all = options.weight
                    ? log_probabilities * by_class(options.weight, log_probabilities.shape().rank(), at)
                    : log_probabilities;
    double share = options.label_smoothing / double(classes);
    rows.loss = (1 - options.label_smoothing) * rows.loss - share * reduce_sum(all, {.axes = {1}}, at);
  }
  if (keep) {
    rows.loss = where(keep, rows.loss, 0.0, at);
    rows.weight = rows.weight ? where(keep, rows.weight, 0.0, at) : cast(keep, rows.loss.dtype(), at);
  }
  return rows;
}

// The target is a probability a class.
Value soft_cross_entropy(Value logits, Value target, const CrossEntropyOptions& options, Location at) {
  LossInputs inputs("cross_entropy", at);
  inputs.operand("logits", logits).operand("target", target);
  inputs.require_float("logits", logits);
  inputs.require_pair("logits", logits, "target", target);
  inputs.require(!options.ignore_index, "nn.ignore_index");
  inputs.done();
  double smoothing = options.label_smoothing;
  if (smoothing > 0) target = (1 - smoothing) * target + smoothing / double(logits.shape()[1]);
  if (options.weight) target = target * by_class(options.weight, logits.shape().rank(), at);
  Value rows = neg(reduce_sum(mul(log_softmax(logits, {.axis = 1}, at), target, at), {.axes = {1}}, at), at);
  return nn::reduced(rows, options.reduction, at);
}

void require_smoothing(double value, Location at) {
  LossInputs inputs("cross_entropy", at);
  inputs.require(value >= 0 && value <= 1, "nn.smoothing", {{"value", value}});
  inputs.done();
}

}  // namespace

Value cross_entropy(Value logits, Value labels, CrossEntropyOptions options, Location at) {
  Graph::Scope scope(logits.graph(), "cross_entropy");
  require_smoothing(options.label_smoothing, at);
  if (is_float(labels.dtype()) && labels.shape() == logits.shape() && labels.shape().rank() >= 2) {
    require_class_weight("cross_entropy", logits, options.weight, at);
    return soft_cross_entropy(logits, labels, options, at);
  }
  require_labels("cross_entropy", "logits", logits, labels, at);
  require_class_weight("cross_entropy", logits, options.weight, at);
  Value log_probability = log_softmax(logits, {.axis = 1}, at);
  if (options.weight || options.ignore_index || options.label_smoothing > 0 || logits.shape().rank() != 2 ||
      options.reduction != Reduction::mean)
    return reduced(nll_rows(log_probability, labels, options, at), options.reduction, at);
  // The usual case, in the fewest nodes.
  Value picked = log_probability * one_hot(labels, logits.shape()[1], logits.dtype(), at);
  return reduce_sum(picked, {}, at) * (-1.0 / double(std::max<std::int64_t>(logits.shape()[0], 1)));
}

Value nll_loss(Value log_probabilities, Value labels, NllOptions options, Location at) {
  Graph::Scope scope(log_probabilities.graph(), "nll_loss");
  require_labels("nll_loss", "log_probabilities", log_probabilities, labels, at);
  require_class_weight("nll_loss", log_probabilities, options.weight, at);
  Rows rows = nll_rows(log_probabilities, labels,
                       {.weight = options.weight, .ignore_index = options.ignore_index}, at);
  return reduced(rows, options.reduction, at);
}

Value focal_loss(Value logits, Value labels, FocalOptions options, Location at) {
  Graph::Scope scope(logits.graph(), "focal_loss");
  require_labels("focal_loss", "logits", logits, labels, at);
  require_class_weight("focal_loss", logits, options.weight, at);
  Value index = as_index(labels, logits.shape()[1], at);
  Value log_p = at_labels(log_softmax(logits, {.axis = 1}, at), index, at);
  Value loss = neg(pow(neg(expm1(log_p, at), at), options.gamma, at) * log_p, at);
  if (options.weight) loss = mul(loss, take(options.weight, index, 0, at), at);
  return nn::reduced(loss, options.reduction, at);
}

Value accuracy(Value logits, Value labels, Location at) {
  require_rows("accuracy", "logits", logits, labels, at);
  Graph::Scope scope(logits.graph(), "accuracy");
  Value right = equal(argmax(logits, {.axis = 1}, at), cast(labels, DType::i64, at), at);
  return reduce_mean(cast(right, DType::f32, at), {}, at);
}

}  // namespace percept::nn
