#include "losses/class_labels.hpp"

namespace percept::nn {

void require_rows(const char* loss, const char* role, Value scores, Value labels, Location at) {
  LossInputs inputs(loss, at);
  inputs.operand(role, scores, "N C").operand("labels", labels, "N");
  const Shape &x = scores.shape(), &l = labels.shape();
  if (!inputs.require(x.rank() == 2 && is_float(scores.dtype()), "nn.scores")) inputs.hint("nn.scores.hint");
  inputs.require(l.rank() == 1 && is_integer(labels.dtype()), "nn.labels");
  if (inputs.sound()) inputs.require(x[0] == l[0], "nn.rows", {{"scores", x[0]}, {"labels", l[0]}});
  inputs.done();
}

void require_labels(const char* loss, const char* role, Value scores, Value labels, Location at) {
  const Shape &x = scores.shape(), &l = labels.shape();
  if (l.rank() < 2) return require_rows(loss, role, scores, labels, at);
  LossInputs inputs(loss, at);
  inputs.operand(role, scores).operand("labels", labels);
  inputs.require_float(role, scores);
  inputs.require_integer("labels", labels);
  bool fits = x.rank() == l.rank() + 1 && x[0] == l[0];
  for (int axis = 1; fits && axis < l.rank(); ++axis) fits = x[axis + 1] == l[axis];
  inputs.require(fits, "nn.places");
  inputs.done();
}

void require_class_weight(const char* loss, Value scores, Value weight, Location at) {
  if (!weight) return;
  LossInputs inputs(loss, at);
  inputs.operand("scores", scores).operand("weight", weight);
  std::int64_t classes = scores.shape()[1];
  inputs.require(weight.shape() == Shape{classes}, "nn.class_weight",
                 {{"classes", classes}, {"weight", to_string(weight.shape())}});
  inputs.require(weight.dtype() == scores.dtype(), "graph.same_dtype",
                 {{"a", "scores"},
                  {"a_dtype", name_of(scores.dtype())},
                  {"b", "weight"},
                  {"b_dtype", name_of(weight.dtype())}});
  inputs.done();
}

Value at_labels(Value x, Value labels, Location at) {
  return squeeze(gather(x, unsqueeze(labels, 1, at), 1, at), 1, at);
}

Value by_class(Value numbers, int rank, Location at) {
  std::vector<std::int64_t> dims(std::size_t(rank - 1), 1);
  dims[0] = numbers.shape()[0];
  return reshape(numbers, Shape(std::move(dims)), at);
}

}  // namespace percept::nn
