// What a shape rule sees and says.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// A rule reads the inputs, states what is wrong with `require` (all of it, not only the first), and gives
/// one type an output. Where anything was wrong, the reasons are thrown together as one Error.
class ShapeContext {
 public:
  ShapeContext(Graph& graph, const Node& node) : graph_(graph), node_(node) {}

  int inputs() const { return int(node_.inputs.size()); }
  bool has(int i) const { return i < inputs() && node_.inputs[std::size_t(i)]; }
  const ValueType& type(int i) const { return node_.inputs[std::size_t(i)].type(); }
  const Shape& shape(int i) const { return type(i).shape; }
  DType dtype(int i) const { return type(i).dtype; }
  /// The input's tensor where it is known while tracing.
  std::optional<Tensor> known(int i) { return graph_.known(node_.inputs[std::size_t(i)]); }
  template <class Options>
  Options options() const {
    return node_.attributes.as<Options>();
  }

  /// Records a reason where `holds` is false; gives `holds` back.
  bool require(bool holds, const char* id, std::vector<Argument> arguments = {});
  void hint(const char* id, std::vector<Argument> arguments = {});
  /// Frequent requirements, each giving whether it holds.
  bool require_rank(int input, int rank);
  bool require_float(int input);
  bool require_number(int input);
  bool require_dtype(int input, DType dtype);
  bool require_same_dtype(int a, int b);
  bool require_same_shape(int a, int b);
  /// `axis` counted from the front; throws at once where the input has no such axis.
  int axis(int input, std::int64_t axis);

  void output(DType dtype, Shape shape) { outputs_.push_back({dtype, std::move(shape)}); }
  void output(const ValueType& type) { outputs_.push_back(type); }
  /// Says that an output is this tensor whatever is fed (a size, a computation on known values).
  void output_known(int output, Tensor tensor) { known_.emplace_back(output, std::move(tensor)); }

  /// Runs the op's rule; throws where it found fault.
  void infer();
  std::vector<ValueType>& results() { return outputs_; }
  std::vector<std::pair<int, Tensor>>& known_results() { return known_; }

 private:
  [[noreturn]] void fail() const;
  bool names(const Port& port) const;
  const Port& port(std::size_t i) const { return node_.op->inputs[node_.op->variadic ? 0 : i]; }

  Graph& graph_;
  const Node& node_;
  std::vector<Message> reasons_;
  std::optional<Message> hint_;
  std::vector<ValueType> outputs_;
  std::vector<std::pair<int, Tensor>> known_;
};

}  // namespace percept
