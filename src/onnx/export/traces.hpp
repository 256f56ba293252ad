// One network traced for several batches, and what that says about its sizes.
#pragma once

#include <span>
#include <string_view>

#include "percept/graph/graph.hpp"

namespace percept::onnx::exporting {

/// A size or a position: `each` for every example of the batch, and `fixed` whatever the batch.
struct Size {
  std::int64_t each = 0, fixed = 0;
  bool is_fixed() const { return each == 0; }
  bool operator==(const Size&) const = default;
};
inline Size operator+(Size a, Size b) { return {a.each + b.each, a.fixed + b.fixed}; }
inline Size operator-(Size a, Size b) { return {a.each - b.each, a.fixed - b.fixed}; }
using Sizes = std::vector<Size>;
bool all_fixed(const Sizes& sizes);

/// The same network for batches of one or several sizes. Nodes correspond by their number. Questions are
/// asked about values and nodes of the first trace.
class Traces {
 public:
  /// One trace: every size is fixed.
  explicit Traces(const Graph& graph) : graphs_{&graph} {}
  /// Throws `Error` where they are not the same but for sizes.
  Traces(std::vector<const Graph*> graphs, std::vector<std::int64_t> batches);

  const Graph& first() const { return *graphs_.front(); }
  Value value(int node, int output) const { return {const_cast<Graph*>(&first()), node, output}; }

  Sizes sizes(Value value) const;
  /// An attribute that is a whole number, or a list of them.
  Sizes numbers(const Node& node, std::string_view attribute) const;
  Size number(const Node& node, std::string_view attribute) const { return numbers(node, attribute).front(); }
  /// Throws where an attribute other than these, or a constant, is not the same in all traces.
  void require_same(const Node& node, std::span<const std::string_view> may_vary) const;

  /// A feed with an axis that is the batch; throws where there is none.
  std::pair<Value, int> batch_axis() const;

 private:
  Size size_of(const std::vector<std::int64_t>& seen, const Node& node, std::string_view what) const;
  void require_same_structure() const;

  std::vector<const Graph*> graphs_;
  std::vector<std::int64_t> batches_;  // empty for one trace
};

/// The layer that a node belongs to, as messages call it.
std::string layer_of(const Node& node);
/// What the reason of `id` is about: {"op"}, {"layer"} and {"what"}.
[[noreturn]] void refuse(const char* id, const Node& node, std::string_view what);

}  // namespace percept::onnx::exporting
