#include "percept/onnx/export.hpp"

#include <algorithm>

#include "translation.hpp"

namespace percept::onnx {
namespace exporting {
namespace {

constexpr std::int64_t kOpset = 17, kIrVersion = 8;

// Primes: hardly a layer has such a size, so that what equals the batch is the batch.
constexpr std::int64_t kBatches[] = {1009, 1013, 1021};

class Exporter {
 public:
  Exporter(const Traces& traces, const Weights& weights)
      : context_{traces, {}}, writer_(traces, weights), graph_(traces.first()) {}

  wire::GraphProto run(const std::string& name) {
    if (!graph_.assigns().empty()) faults_.emplace_back("onnx.export.assigns");
    for (const auto& [fetch, value] : graph_.fetches()) need(value);
    choose();
    for (const Node& node : graph_.nodes())
      if (auto chosen = chosen_.find(node.id); chosen != chosen_.end()) write(node, chosen->second);
    std::vector<std::pair<std::string, std::string>> fetches;
    for (const auto& [fetch, value] : graph_.fetches()) fetches.emplace_back(fetch, name_of(value));
    if (!faults_.empty()) fail();
    return writer_.finish(fetches, name);
  }
  const Writer& writer() const { return writer_; }

 private:
  void need(Value value) {
    if (value) context_.needed.insert(value);
  }

  // From the end, so that only what somebody needs is said, and each node knows who needs it.
  void choose() {
    for (int id = int(graph_.nodes().size()) - 1; id >= 0; --id) {
      const Node& node = graph_.node(id);
      bool needed = false;
      for (int k = 0; k < int(node.outputs.size()); ++k) needed |= context_.needs(node, k);
      if (!needed || is_leaf(node)) continue;
      attempt([&] {
        std::optional<Translation> translation = translate(node, context_);
        if (!translation) {
          for (Value value : node.inputs) need(value);  // there may be more to refuse
          refuse("onnx.export.op", node, "");
        }
        for (Value value : translation->inputs) need(value);
        chosen_.emplace(id, *std::move(translation));
      });
    }
  }

  void write(const Node& node, const Translation& translation) {
    writer_.enter(node.path);
    Names inputs;
    for (Value value : translation.inputs) inputs.push_back(name_of(value));
    attempt([&] { names_[node.id] = translation.write(writer_, inputs); });
  }

  std::string name_of(Value value) {
    if (!value) return "";
    const Node& node = value.node();
    std::string name;
    if (is_leaf(node)) {
      attempt([&] { name = writer_.leaf(node); });
    } else if (auto found = names_.find(node.id); found != names_.end()) {
      name = found->second[std::size_t(value.output())];
      if (name.empty())
        attempt(
            [&] { refuse("onnx.export.output", node, node.op->outputs[std::size_t(value.output())].name); });
    }
    return name;
  }

  // Faults are gathered, to be told all at once.
  template <class Step>
  void attempt(Step step) {
    try {
      step();
    } catch (const Error& error) {
      for (const Message& reason : error.problem().reasons)
        if (std::none_of(faults_.begin(), faults_.end(),
                         [&](const Message& known) { return render(known) == render(reason); }))
          faults_.push_back(reason);
    }
  }

  [[noreturn]] void fail() {
    std::reverse(faults_.begin(), faults_.end());  // as the network runs
    Problem problem;
    problem.reasons = std::move(faults_);
    throw Error(std::move(problem).with_hint("onnx.export.hint"));
  }

  Context context_;
  Writer writer_;
  const Graph& graph_;
  std::map<int, Translation> chosen_;  // by node
  std::map<int, Names> names_;         // of what it computes
  std::vector<Message> faults_;
};

Exported export_traces(const Traces& traces, const Weights& weights, const ExportOptions& options) {
  Exporter exporter(traces, weights);
  wire::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("percept");
  *model.mutable_graph() = exporter.run(options.name);
  model.add_opset_import()->set_version(kOpset);
  for (const auto& [key, value] : options.metadata) {
    auto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  Exported out{.inputs = exporter.writer().inputs(),
               .outputs = exporter.writer().outputs(),
               .nodes = model.graph().node_size()};
  if (!model.SerializeToString(&out.bytes)) throw Error(Problem("onnx.export.too_large"));
  return out;
}

}  // namespace
}  // namespace exporting

Exported export_graph(const Graph& graph, const Weights& weights, const ExportOptions& options) {
  return exporting::export_traces(exporting::Traces(graph), weights, options);
}

Exported export_model(const TraceBatch& trace, const Weights& weights, const ExportOptions& options) {
  std::vector<std::unique_ptr<Graph>> graphs;
  std::vector<const Graph*> seen;
  for (std::int64_t batch : exporting::kBatches) {
    graphs.push_back(trace(batch));
    seen.push_back(graphs.back().get());
  }
  std::vector<std::int64_t> batches(std::begin(exporting::kBatches), std::end(exporting::kBatches));
  return exporting::export_traces(exporting::Traces(seen, batches), weights, options);
}

}  // namespace percept::onnx
