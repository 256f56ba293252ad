// Elementwise ops fused into one node. Made by a pass; a user has no need of it.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct FusedOptions {
  std::shared_ptr<const Graph> body;
  template <class V>
  void fields(V& v) {
    v("body", body, "what it computes: feeds \"0\", \"1\", ... to fetches \"0\", \"1\", ...");
  }
};
const OpDef& fused_op();
/// The body's nodes copied into the graph of the inputs: what `fused` stands for.
std::vector<Value> inline_body(const Graph& body, const std::vector<Value>& inputs);

}  // namespace percept
