// How the ops of percept are said in ONNX: one file a family, tables of functions by op.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "writer.hpp"

namespace percept::onnx::exporting {

/// A node in ONNX's words: the values that they take (an empty one is absent), and what writes them, given
/// the names of these, and gives the names of the node's outputs, "" for one that ONNX does not have.
struct Translation {
  std::vector<Value> inputs;
  std::function<Names(Writer&, const Names&)> write;
};

/// What a translation may ask about the whole network.
struct Context {
  const Traces& traces;
  std::set<Value> needed;  // values that something behind uses

  bool needs(const Node& node, int output) const { return needed.contains(traces.value(node.id, output)); }
};

/// None where it does not say this node.
using Translate = std::function<std::optional<Translation>(const Node&, const Context&)>;

struct Entry {
  std::string_view op;
  Translate translate;
  std::vector<std::string_view> may_vary = {};  // attributes that may depend on the size of the batch
};
using Table = std::span<const Entry>;

// The families. A pattern says several nodes at once, by its last.
Table activation_table();
Table arrangement_table();
Table convolution_table();
Table creation_table();
Table elementwise_table();
Table indexing_table();
Table linear_algebra_table();
Table normalization_table();
Table pooling_table();
Table recurrent_table();
Table reduction_table();
Table resampling_table();

/// The first entry that has words for the node; none where no one has. Throws `Error` where the node could be
/// said, but not for a batch of any size.
std::optional<Translation> translate(const Node& node, const Context& context);

/// A node with one output.
template <class Write>
Translation single(std::vector<Value> inputs, Write write) {
  return {std::move(inputs),
          [write = std::move(write)](Writer& w, const Names& in) { return Names{write(w, in)}; }};
}

/// ONNX's op of that name on the same inputs, without attributes.
Translate same(const char* onnx_op);

// Patterns.
inline bool is(Value value, std::string_view op) { return value && value.node().op->name == op; }
inline Value input(Value value, int i) { return value.node().inputs[std::size_t(i)]; }
/// Behind a broadcast, the value before it.
inline Value unbroadcast(Value value) { return is(value, "broadcast_to") ? input(value, 0) : value; }
/// The number that a constant of one element is, also broadcast.
std::optional<double> number_of(Value value);
/// The inputs of a node that broadcasts by itself in ONNX, without their broadcasts as far as these are not
/// needed to reach the node's shape.
std::vector<Value> broadcast_operands(const Node& node);

}  // namespace percept::onnx::exporting
