#include "random_rules.hpp"

#include <algorithm>

#include "percept/ops/elementwise.hpp"

namespace percept {

Value random_counter(Graph& graph, Location at) {
  Value counter = graph.parameter({.path = std::string(kRandomCounter),
                                   .type = {DType::i64, {2}},
                                   .trainable = false,
                                   .initialize =
                                       [](Tensor& tensor, const RandomStream& stream) {
                                         tensor.set(0, double(stream.bits(0)));
                                         tensor.set(1, 0);
                                       }},
                                  at);
  if (!graph.is_assigned(counter))
    graph.assign(counter, add(counter, graph.constant(Tensor::from<std::int64_t>({2}, {0, 1}))), at);
  return counter;
}

Value emit_random(const OpDef& op, Graph& graph, Shape shape, DType dtype, Location at) {
  Value counter = random_counter(graph, at);
  auto before = std::count_if(graph.nodes().begin(), graph.nodes().end(), [&](const Node& node) {
    return !is_leaf(node) && !node.inputs.empty() && node.inputs[0] == counter && node.path == graph.path() &&
           node.attributes.find("stream");
  });
  return emit(
      op, {counter},
      Attributes::of(RandomOptions{dtype, std::move(shape), graph.path() + "#" + std::to_string(before)}),
      at);
}

}  // namespace percept
