// Small graphs drawn at random from differentiable ops, for properties that hold of every graph.
#pragma once

#include "percept/base/random.hpp"
#include "percept/ops/ops.hpp"

namespace percept::proof {

/// Leaves are feeds "x0" [3, 4], "x1" [3, 4], "x2" [4] and "x3" []; the fetch "loss" is one number that
/// depends on everything. Equal seeds give equal graphs.
class RandomGraph {
 public:
  RandomGraph(Graph& graph, std::uint64_t seed, int nodes = 12)
      : random_(RandomStream(seed, "random graph")) {
    for (const Shape& shape : {Shape{3, 4}, Shape{3, 4}, Shape{4}, Shape{}})
      leaves.push_back(graph.feed("x" + std::to_string(leaves.size()), {DType::f32, shape}));
    values_ = leaves;
    for (int i = 0; i < nodes; ++i) values_.push_back(grow());
    for (Value value : values_) loss = loss ? loss + reduce_mean(value * value) : reduce_mean(value * value);
    graph.fetch("loss", loss);
  }

  std::vector<Value> leaves;
  Value loss;

 private:
  Value any() { return values_[random_.below(std::uint32_t(values_.size()))]; }

  // Every choice keeps values near 1, so that no derivative grows beyond what differences can tell.
  Value grow() {
    Value a = any();
    switch (random_.below(14)) {
      case 0: return broadcast_add(a);
      case 1: return tanh(a);
      case 2: return sigmoid(a);
      case 3: return exp(tanh(a));
      case 4: return log(a * a + 1.0);
      case 5: return -a;
      case 6: return tanh(a) * sigmoid(a);
      case 7: return a / (a * a + 1.0);
      case 8: return a.shape().rank() ? softmax(a, {.axis = -1}) : a * 0.5;
      case 9: return a.shape().rank() ? log_softmax(a, {.axis = 0}) * 0.3 : a + 1.0;
      case 10: return a.shape().rank() == 2 ? tanh(matmul(a, a, {.transpose_b = true})) : a - 0.25;
      case 11: return a.shape().rank() == 2 ? transpose(transpose(a) * 0.5) : tanh(a + a);
      case 12: return reduce_mean(a);
      default: return reshape(reshape(a, {-1}), a.shape());
    }
  }
  Value broadcast_add(Value a) {
    Value b = any();
    bool fits = a.shape() == b.shape() || b.shape().rank() == 0 ||
                (a.shape().rank() == 2 && b.shape() == Shape{a.shape()[1]});
    return tanh(fits ? a + b : a + a);
  }

  RandomSequence random_;
  std::vector<Value> values_;
};

/// Values for the leaves of a RandomGraph.
inline std::map<std::string, Tensor, std::less<>> random_feeds(std::uint64_t seed) {
  RandomSequence random(RandomStream(seed, "random feeds"));
  std::map<std::string, Tensor, std::less<>> feeds;
  int i = 0;
  for (const Shape& shape : {Shape{3, 4}, Shape{3, 4}, Shape{4}, Shape{}}) {
    Tensor tensor(DType::f32, shape);
    for (float& x : tensor.data<float>()) x = random.uniform(-1, 1);
    feeds["x" + std::to_string(i++)] = tensor;
  }
  return feeds;
}

}  // namespace percept::proof
