// Joins runs of small nodes in a graph of small tensors: there a call, a team of threads and a step of a plan
// cost more than the numbers do. In a graph with large ones that is nothing in comparison, and its steps stay
// as they can be read, one a layer.
#include <algorithm>

#include "percept/ops/fused.hpp"
#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

constexpr std::int64_t kMostElements = 4096;

bool has_large_tensors(const Graph& graph) {
  auto large = [](const ValueType& type) { return type.shape.elements() > kMostElements; };
  return std::ranges::any_of(graph.nodes(),
                             [&](const Node& node) { return std::ranges::any_of(node.outputs, large); });
}

class Joining {
 public:
  Joining(const Graph& graph, const std::function<bool(const Node&)>& is_small)
      : graph_(graph), is_small_(is_small), rewriter_(graph) {}

  std::unique_ptr<Graph> run() {
    find_last_readers();
    for (const Node& node : graph_.nodes()) {
      if (is_leaf(node)) {
        rewriter_.copy(node);
      } else if (is_small_(node)) {
        run_.push_back(&node);
      } else {
        emit(node.id);
        rewriter_.copy(node);
      }
    }
    emit(int(graph_.nodes().size()));
    return rewriter_.finish();
  }

 private:
  // After these nodes a value is not needed; a fetch or an assign needs it to the end.
  void find_last_readers() {
    for (const Node& node : graph_.nodes())
      for (Value input : node.inputs)
        if (input) last_reader_[input] = node.id;
    for (const auto& [name, value] : graph_.fetches()) last_reader_[value] = int(graph_.nodes().size());
    for (const auto& [parameter, value] : graph_.assigns()) last_reader_[value] = int(graph_.nodes().size());
  }

  // Writes the run that ends before the node `end`. One alone has nothing to be joined with; reshapes are
  // free.
  void emit(int end) {
    if (std::ranges::count_if(run_, [](const Node* node) { return node->op->name != "reshape"; }) < 2) {
      for (const Node* node : run_) rewriter_.copy(*node);
      return run_.clear();
    }
    auto body = std::make_shared<Graph>(graph_.mode());
    std::map<Value, Value> inside;
    std::vector<Value> inputs, results;
    auto feed = [&](Value outer) {
      bool number = outer.node().op == &constant_op() && outer.shape().elements() == 1;
      if (number) return body->constant(constant_of(outer.node()));
      inputs.push_back(rewriter_.at(outer));
      return body->feed(std::to_string(inputs.size() - 1), outer.type());
    };
    for (const Node* node : run_) {
      std::vector<Value> mapped;
      for (Value input : node->inputs) {
        if (input && !inside.contains(input)) inside[input] = feed(input);
        mapped.push_back(input ? inside[input] : Value());
      }
      std::vector<Value> made = body->copy(*node, std::move(mapped));
      for (int i = 0; i < int(made.size()); ++i) inside[rewriter_.source(node->id, i)] = made[std::size_t(i)];
    }
    for (const Node* node : run_)
      for (int i = 0; i < int(node->outputs.size()); ++i) {
        Value value = rewriter_.source(node->id, i);
        if (!last_reader_.contains(value) || last_reader_[value] < end) continue;
        body->fetch(std::to_string(results.size()), inside[value]);
        results.push_back(value);
      }
    Node joined = *run_.back();  // for its path and place
    joined.op = &fused_op();
    joined.attributes = Attributes::of(FusedOptions{body});
    std::vector<Value> outputs = rewriter_.to().copy(joined, std::move(inputs));
    for (std::size_t i = 0; i < results.size(); ++i) rewriter_.map(results[i], outputs[i]);
    run_.clear();
  }

  const Graph& graph_;
  const std::function<bool(const Node&)>& is_small_;
  Rewriter rewriter_;
  std::map<Value, int> last_reader_;
  std::vector<const Node*> run_;
};

}  // namespace

std::unique_ptr<Graph> join_small_nodes(const Graph& graph,
                                        const std::function<bool(const Node&)>& is_small) {
  if (has_large_tensors(graph)) return remove_dead_nodes(graph);
  std::unique_ptr<Graph> joined = Joining(graph, is_small).run();
  verify(*joined);
  return joined;
}

}  // namespace percept
