// Draws into batch_norm and scale_channels what comes right after them and is read nowhere else: the sum with
// a residual, and a relu. Its gradient draws in the gradient of that relu. So the image is read and written
// once less for each.
#include <algorithm>
#include <list>
#include <map>
#include <set>

#include "percept/ops/normalization.hpp"
#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

bool ends_in_relu(const Node& norm) {
  return norm.op->name == "scale_channels" ? norm.attributes.as<ScaleChannelsOptions>().relu
                                           : norm.attributes.as<BatchNormOptions>().relu;
}

void end_in_relu(Node& norm) {
  if (norm.op->name == "scale_channels") {
    norm.attributes = Attributes::of(ScaleChannelsOptions{true});
    return;
  }
  auto options = norm.attributes.as<BatchNormOptions>();
  options.relu = true;
  norm.attributes = Attributes::of(options);
}

class BatchNormFusion {
 public:
  BatchNormFusion(const Graph& graph, bool residuals)
      : graph_(graph), rewriter_(graph), residuals_(residuals) {}

  /// Null where two norms wait for one another's residual.
  std::unique_ptr<Graph> run() {
    count_readers();
    for (const Node& node : graph_.nodes()) {
      if (node.op->name == "batch_norm" || node.op->name == "scale_channels") find_end(node);
      if (node.op->name == "batch_norm_backward") find_relu(node);
    }
    std::list<const Node*> waiting;
    for (const Node& node : graph_.nodes())
      if (!drawn_in_.contains(node.id)) waiting.push_back(&node);
    // In the old order, but a norm that waits for its residual is passed by those that do not need it.
    while (!waiting.empty()) {
      auto ready =
          std::find_if(waiting.begin(), waiting.end(), [&](const Node* node) { return is_ready(*node); });
      if (ready == waiting.end()) return nullptr;
      emit(**ready);
      waiting.erase(ready);
    }
    return rewriter_.finish();
  }

 private:
  struct End {
    Value residual, result;
    bool relu = false;
  };

  void count_readers() {
    for (const Node& node : graph_.nodes())
      for (Value input : node.inputs)
        if (input) readers_[input].push_back(&node);
    for (const auto& [name, value] : graph_.fetches()) readers_[value].push_back(nullptr);
    for (const auto& [parameter, value] : graph_.assigns()) readers_[value].push_back(nullptr);
  }

  // The one node that reads the value, if it is of that op.
  const Node* only_reader(Value value, std::string_view op) const {
    auto found = readers_.find(value);
    bool one = found != readers_.end() && found->second.size() == 1 && found->second[0];
    return one && found->second[0]->op->name == op ? found->second[0] : nullptr;
  }

  void find_end(const Node& norm) {
    End end{.result = rewriter_.source(norm.id)};
    bool has_residual = norm.inputs.size() > 3;
    if (ends_in_relu(norm)) return;
    const Node* sum = residuals_ && !has_residual ? only_reader(end.result, "add") : nullptr;
    if (sum && !drawn_in_.contains(sum->id)) {
      end.residual = sum->inputs[sum->inputs[0] == end.result ? 1 : 0];
      end.result = rewriter_.source(sum->id);
      drawn_in_.insert(sum->id);
    }
    if (const Node* relu = only_reader(end.result, "relu")) {
      end.relu = true;
      end.result = rewriter_.source(relu->id);
      drawn_in_.insert(relu->id);
    }
    ends_[norm.id] = end;
  }

  void find_relu(const Node& backward) {
    const Node& relu = backward.inputs[0].node();
    if (backward.inputs.size() > 5 || relu.op->name != "relu_backward" ||
        !only_reader(backward.inputs[0], "batch_norm_backward"))
      return;
    drawn_in_.insert(relu.id);
    relus_[backward.id] = &relu;
  }

  std::vector<Value> inputs_of(const Node& node) const {
    std::vector<Value> inputs = node.inputs;
    if (auto end = ends_.find(node.id); end != ends_.end() && end->second.residual) {
      inputs.resize(4);
      inputs[3] = end->second.residual;
    }
    if (auto relu = relus_.find(node.id); relu != relus_.end()) {
      inputs.resize(6);
      inputs[0] = relu->second->inputs[0];
      inputs[5] = relu->second->inputs[1];
    }
    return inputs;
  }

  bool is_ready(const Node& node) const {
    std::vector<Value> inputs = inputs_of(node);
    return std::all_of(inputs.begin(), inputs.end(), [&](Value v) { return !v || rewriter_.is_mapped(v); });
  }

  void emit(const Node& node) {
    std::vector<Value> inputs;
    for (Value input : inputs_of(node)) inputs.push_back(rewriter_.at(input));
    auto end = ends_.find(node.id);
    bool relu = (end != ends_.end() && end->second.relu) || relus_.contains(node.id);
    Node copied = node;
    if (relu) end_in_relu(copied);
    std::vector<Value> outputs = rewriter_.to().copy(copied, std::move(inputs));
    rewriter_.map_outputs(node, outputs);
    if (end != ends_.end()) rewriter_.map(end->second.result, outputs[0]);
  }

  const Graph& graph_;
  Rewriter rewriter_;
  std::map<Value, std::vector<const Node*>> readers_;
  std::set<int> drawn_in_;            // nodes that are gone
  std::map<int, End> ends_;           // by norm
  std::map<int, const Node*> relus_;  // by batch_norm_backward
  bool residuals_;
};

}  // namespace

std::unique_ptr<Graph> fuse_batch_norm(const Graph& graph) {
  std::unique_ptr<Graph> fused = BatchNormFusion(graph, true).run();
  return fused ? std::move(fused) : BatchNormFusion(graph, false).run();
}

}  // namespace percept
