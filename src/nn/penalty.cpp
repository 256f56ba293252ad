#include "percept/nn/penalty.hpp"

#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"

namespace percept::nn {
namespace {

template <class Size>
Value total(const std::vector<Value>& values, Size size) {
  Value sum;
  for (Value value : values) {
    Value term = reduce_sum(size(value));
    sum = sum ? sum + term : term;
  }
  return sum;
}

}  // namespace

Value l1_penalty(const std::vector<Value>& values) {
  return total(values, [](Value p) { return abs(p); });
}

Value l2_penalty(const std::vector<Value>& values) {
  return total(values, [](Value p) { return 0.5 * p * p; });
}

Value penalized(Value loss, double l1, double l2) {
  Graph& graph = loss.graph();
  std::vector<Value> weights;
  for (Value parameter : graph.trainable())
    if (parameter.shape().rank() >= 2) weights.push_back(parameter);
  if (weights.empty()) return loss;
  if (l1 > 0) loss = loss + cast(graph.scalar("l1", l1), loss.dtype()) * l1_penalty(weights);
  if (l2 > 0) loss = loss + cast(graph.scalar("l2", l2), loss.dtype()) * l2_penalty(weights);
  return loss;
}

}  // namespace percept::nn
