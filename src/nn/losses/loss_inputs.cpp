#include "losses/loss_inputs.hpp"

#include <algorithm>

namespace percept::nn {

LossInputs& LossInputs::operand(const char* role, Value value, std::string_view axes) {
  if (value)
    problem_.operands.push_back(
        {role, value.name(), std::string(name_of(value.dtype())) + to_string(value.shape(), axes)});
  return *this;
}

bool LossInputs::require(bool holds, const char* id, std::vector<Argument> arguments) {
  if (!holds) problem_.reasons.emplace_back(id, std::move(arguments));
  return holds;
}

bool LossInputs::require_float(const char* role, Value value) {
  return require(is_float(value.dtype()), "graph.float",
                 {{"input", role}, {"actual", name_of(value.dtype())}});
}

bool LossInputs::require_integer(const char* role, Value value) {
  return require(is_integer(value.dtype()), "ops.integer",
                 {{"input", role}, {"actual", name_of(value.dtype())}});
}

void LossInputs::require_pair(const char* a, Value x, const char* b, Value y) {
  require(x.shape() == y.shape(), "graph.same_shape",
          {{"a", a}, {"a_shape", to_string(x.shape())}, {"b", b}, {"b_shape", to_string(y.shape())}});
  require(x.dtype() == y.dtype() || !is_float(y.dtype()), "graph.same_dtype",
          {{"a", a}, {"a_dtype", name_of(x.dtype())}, {"b", b}, {"b_dtype", name_of(y.dtype())}});
}

void LossInputs::done() const {
  if (sound()) return;
  Problem problem = problem_;
  throw Error(std::move(problem).at(at_));
}

Value matching_target(const char* loss, Value prediction, Value target, Location at) {
  LossInputs inputs(loss, at);
  inputs.operand("prediction", prediction).operand("target", target);
  // Broadcasting here would hide a mistake.
  inputs.require(prediction.shape() == target.shape(), "nn.target_shape");
  inputs.require_float("prediction", prediction);
  if (inputs.sound()) inputs.require_pair("prediction", prediction, "target", target);
  inputs.done();
  return cast(target, prediction.dtype(), at);
}

Value reduced(Value loss, Reduction reduction, Location at) {
  switch (reduction) {
    case Reduction::mean: return reduce_mean(loss, {}, at);
    case Reduction::sum: return reduce_sum(loss, {}, at);
    case Reduction::none: return loss;
    case Reduction::batchmean: break;
  }
  std::int64_t batch = loss.shape().rank() ? loss.shape()[0] : 1;
  return reduce_sum(loss, {}, at) * (1.0 / double(std::max<std::int64_t>(batch, 1)));
}

Value number(Value x, double value) { return x.graph().constant(Tensor::full(x.dtype(), {}, value)); }

}  // namespace percept::nn
