// Losses that vanish beyond a margin.
#include "losses/class_labels.hpp"

namespace percept::nn {

Value multi_margin_loss(Value scores, Value labels, MultiMarginOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "multi_margin_loss");
  require_rows("multi_margin_loss", "scores", scores, labels, at);
  require_class_weight("multi_margin_loss", scores, options.weight, at);
  LossInputs inputs("multi_margin_loss", at);
  inputs.require(options.p == 1 || options.p == 2, "nn.margin_power", {{"p", options.p}});
  inputs.done();
  std::int64_t classes = scores.shape()[1];
  Value hot = one_hot(labels, classes, scores.dtype(), at);
  Value own = reduce_sum(scores * hot, {.axes = {1}, .keep = true}, at);
  Value over = relu(scores - own + options.margin, at);
  if (options.p == 2) over = over * over;
  Value loss = reduce_sum(over * (1.0 - hot), {.axes = {1}}, at) / double(classes);
  if (options.weight) loss = loss * reduce_sum(hot * by_class(options.weight, 2, at), {.axes = {1}}, at);
  return reduced(loss, options.reduction, at);
}

Value multilabel_margin_loss(Value scores, Value labels, LossOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "multilabel_margin_loss");
  LossInputs inputs("multilabel_margin_loss", at);
  inputs.operand("scores", scores, "N C").operand("labels", labels, "N C");
  inputs.require_float("scores", scores);
  inputs.require_integer("labels", labels);
  inputs.require(scores.shape().rank() == 2, "graph.rank",
                 {{"input", "scores"}, {"actual", scores.shape().rank()}, {"wanted", 2}});
  inputs.require(scores.shape() == labels.shape(), "graph.same_shape",
                 {{"a", "scores"},
                  {"a_shape", to_string(scores.shape())},
                  {"b", "labels"},
                  {"b_shape", to_string(labels.shape())}});
  inputs.done();
  std::int64_t classes = scores.shape()[1];
  labels = cast(labels, DType::i64, at);
  Value ended = cast(less(labels, number(labels, 0), at), scores.dtype(), at);
  Value ends = cumsum(ended, {.axis = 1}, at);
  Value listed = cast(equal(ends, number(ends, 0), at), scores.dtype(), at);            // [N, place]
  Value hot = one_hot(labels, classes, scores.dtype(), at) * unsqueeze(listed, 2, at);  // [N, place, C]
  Value own = reduce_sum(hot * unsqueeze(scores, 1, at), {.axes = {2}, .keep = true}, at);
  Value other = 1.0 - reduce_max(hot, {.axes = {1}, .keep = true}, at);  // [N, 1, C]
  Value over = relu(1.0 - own + unsqueeze(scores, 1, at), at) * unsqueeze(listed, 2, at) * other;
  return reduced(reduce_sum(over, {.axes = {1, 2}}, at) / double(classes), options.reduction, at);
}

Value multilabel_soft_margin_loss(Value logits, Value target, MultilabelSoftMarginOptions options,
                                  Location at) {
  Graph::Scope scope(logits.graph(), "multilabel_soft_margin_loss");
  Value loss = binary_cross_entropy_with_logits(logits, target,
                                                {.weight = options.weight, .reduction = Reduction::none}, at);
  return reduced(reduce_mean(loss, {.axes = {-1}}, at), options.reduction, at);
}

Value soft_margin_loss(Value scores, Value target, LossOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "soft_margin_loss");
  Value t = matching_target("soft_margin_loss", scores, target, at);
  return reduced(softplus(neg(t * scores, at), {}, at), options.reduction, at);
}

Value hinge_loss(Value scores, Value target, MarginOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "hinge_loss");
  Value t = matching_target("hinge_loss", scores, target, at);
  return reduced(relu(options.margin - t * scores, at), options.reduction, at);
}

Value squared_hinge_loss(Value scores, Value target, MarginOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "squared_hinge_loss");
  Value t = matching_target("squared_hinge_loss", scores, target, at);
  Value over = relu(options.margin - t * scores, at);
  return reduced(over * over, options.reduction, at);
}

Value perceptron_loss(Value scores, Value target, LossOptions options, Location at) {
  Graph::Scope scope(scores.graph(), "perceptron_loss");
  Value t = matching_target("perceptron_loss", scores, target, at);
  Value wrong_yes = relu(neg(t, at), at) * scores, wrong_no = relu(t, at) * neg(scores, at);
  Value loss = where(greater(scores, number(scores, 0), at), wrong_yes, wrong_no, at);
  return reduced(loss, options.reduction, at);
}

Value hinge_embedding_loss(Value distance, Value target, MarginOptions options, Location at) {
  Graph::Scope scope(distance.graph(), "hinge_embedding_loss");
  Value t = matching_target("hinge_embedding_loss", distance, target, at);
  Value loss = where(equal(t, number(t, 1), at), distance, relu(options.margin - distance, at), at);
  return reduced(loss, options.reduction, at);
}

Value margin_ranking_loss(Value a, Value b, Value target, MarginOptions options, Location at) {
  Graph::Scope scope(a.graph(), "margin_ranking_loss");
  LossInputs inputs("margin_ranking_loss", at);
  inputs.operand("a", a).operand("b", b).operand("target", target);
  inputs.require_float("a", a);
  inputs.require_float("b", b);
  inputs.require_pair("a", a, "b", b);
  inputs.require_pair("a", a, "target", target);
  inputs.done();
  Value t = cast(target, a.dtype(), at);
  return reduced(relu(options.margin - t * sub(a, b, at), at), options.reduction, at);
}

}  // namespace percept::nn
