// src/ops/fused.cpp - several ops as one node: made after differentiation by the passes `fuse_elementwise`,
// so that a kernel passes over the memory once, and `join_small_nodes`, so that it is called once. `body` is
// the graph of what it computes: feeds "0", "1", ... are the inputs, fetches "0", "1", ... the outputs.
#include "percept/ops/fused.hpp"

#include "rules.hpp"

namespace percept {

const OpDef& fused_op() {
  static const OpDef op =
      OpDef("fused")
          .doc("Several elementwise ops in one pass over the memory.", R"(y = f(x_0, x_1, \dots))")
          .variadic_input("x")
          .output("y")
          .options<FusedOptions>()
          .shape_rule([](ShapeContext& c) {
            auto body = c.options<FusedOptions>().body;
            for (int i = 0; i < c.inputs(); ++i)
              c.require(body && body->feeds().at(std::to_string(i)).type() == c.type(i), "ops.fused.body");
            for (int i = 0; body && i < int(body->fetches().size()); ++i)
              c.output(body->fetches().at(std::to_string(i)).type());
          })
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            return inline_body(*attributes.as<FusedOptions>().body, inputs);
          });
  return op;
}

std::vector<Value> inline_body(const Graph& body, const std::vector<Value>& inputs) {
  std::map<Value, Value> copied;
  for (const Node& node : body.nodes()) {
    if (node.op == &feed_op()) {
      copied[body.feeds().at(leaf_name(node))] = inputs[std::size_t(std::stoi(leaf_name(node)))];
      continue;
    }
    std::vector<Value> mapped;
    for (Value input : node.inputs) mapped.push_back(input ? copied.at(input) : Value());
    std::vector<Value> outputs = inputs.front().graph().copy(node, std::move(mapped));
    for (int i = 0; i < int(outputs.size()); ++i)
      copied[const_cast<Graph&>(body).value(node.id, i)] = outputs[std::size_t(i)];
  }
  std::vector<Value> results;
  for (int i = 0; i < int(body.fetches().size()); ++i)
    results.push_back(copied.at(body.fetches().at(std::to_string(i))));
  return results;
}

}  // namespace percept
