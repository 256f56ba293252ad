#include "percept/nn/loss.hpp"

#include <algorithm>

#include "percept/ops/ops.hpp"

namespace percept::nn {
namespace {

void require_scores(const char* loss, Value logits, Value labels, Location at) {
  Problem problem;
  const Shape &x = logits.shape(), &l = labels.shape();
  if (x.rank() != 2 || !is_float(logits.dtype())) problem.reasons.emplace_back("nn.scores");
  if (l.rank() != 1 || !is_integer(labels.dtype())) problem.reasons.emplace_back("nn.labels");
  if (problem.reasons.empty() && x[0] != l[0])
    problem.reasons.emplace_back("nn.rows", std::vector<Argument>{{"scores", x[0]}, {"labels", l[0]}});
  if (problem.reasons.empty()) return;
  if (problem.code() == "nn.scores") problem.hint = Message("nn.scores.hint");
  throw Error(
      std::move(problem.about(loss))
          .operand({"logits", logits.name(), std::string(name_of(logits.dtype())) + to_string(x, "N C")})
          .operand({"labels", labels.name(), std::string(name_of(labels.dtype())) + to_string(l, "N")})
          .at(at));
}

}  // namespace

Value cross_entropy(Value logits, Value labels, Location at) {
  require_scores("cross_entropy", logits, labels, at);
  Graph::Scope scope(logits.graph(), "cross_entropy");
  Value log_probability = log_softmax(logits, {.axis = 1}, at);
  Value picked = log_probability * one_hot(labels, logits.shape()[1], logits.dtype(), at);
  return reduce_sum(picked, {}, at) * (-1.0 / double(std::max<std::int64_t>(logits.shape()[0], 1)));
}

Value mean_squared_error(Value prediction, Value target, Location at) {
  Graph::Scope scope(prediction.graph(), "mean_squared_error");
  if (prediction.shape() != target.shape())  // broadcasting here would hide a mistake
    throw Error(Problem("nn.target_shape")
                    .about("mean_squared_error")
                    .operand({"prediction", prediction.name(), to_string(prediction.type())})
                    .operand({"target", target.name(), to_string(target.type())})
                    .at(at));
  Value difference = sub(prediction, target, at);
  return reduce_mean(difference * difference, {}, at);
}

Value accuracy(Value logits, Value labels, Location at) {
  require_scores("accuracy", logits, labels, at);
  Graph::Scope scope(logits.graph(), "accuracy");
  Value right = equal(argmax(logits, {.axis = 1}, at), cast(labels, DType::i64, at), at);
  return reduce_mean(cast(right, DType::f32, at), {}, at);
}

}  // namespace percept::nn
