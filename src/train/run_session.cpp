#include "run_session.hpp"

#include "percept/runtime/interpreter.hpp"

namespace percept::train {
namespace {

Problem unknown(const char* id, const std::string& path, const std::vector<std::string>& known) {
  std::string list;
  for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
  return Problem(id, {{"path", path}}).with_hint("train.freeze.hint", {{"paths", list}});
}

}  // namespace

void RunSession::on(const Event& event) {
  if (auto* step = std::get_if<StepFinished>(&event)) loss_ = step->loss;
}

SessionState RunSession::state() const {
  const Progress& progress = trainer_.progress();
  return {.step = progress.step,
          .steps = trainer_.steps(),
          .epoch = progress.epoch,
          .epochs = trainer_.config().epochs,
          .lr = trainer_.rate(),
          .momentum = trainer_.rate_of("momentum"),
          .weight_decay = trainer_.rate_of("weight_decay"),
          .loss = loss_,
          .seconds = progress.seconds};
}

Result<> RunSession::change(const Changes& changes) {
  for (const auto& [name, value] :
       {std::pair{"momentum", changes.momentum}, std::pair{"weight_decay", changes.weight_decay}})
    if (value && !trainer_.rate_of(name))
      return Problem("train.session.rate", {{"name", name}})
          .with_hint("train.session.rate.hint", {{"name", name}});
  if (changes.lr) trainer_.set_rate("lr", *changes.lr);
  if (changes.momentum) trainer_.set_rate("momentum", *changes.momentum);
  if (changes.weight_decay) trainer_.set_rate("weight_decay", *changes.weight_decay);
  return Done{};
}

Result<std::filesystem::path> RunSession::snapshot() {
  folder_.checkpoint();
  return folder_.path() / "last.ckpt";
}

Result<> RunSession::note(const std::string& text) { return folder_.note(text); }

std::vector<ParameterInfo> RunSession::parameters() const {
  std::vector<ParameterInfo> all;
  for (const auto& [path, entry] : trainer_.store().entries())
    if (!path.starts_with(optim::kStatePrefix))
      all.push_back({path, entry.value.dtype(), entry.value.shape(), entry.parameter.trainable});
  return all;
}

Result<Tensor> RunSession::parameter(const std::string& path) const {
  if (const ParameterStore::Entry* entry = trainer_.store().find(path)) return entry->value.clone();
  std::vector<std::string> known;
  for (const ParameterInfo& parameter : parameters()) known.push_back(parameter.path);
  return unknown("train.session.parameter", path, known);
}

std::map<std::string, Tensor> RunSession::weights() const { return weights_of(trainer_.store()); }

Result<Tensor> RunSession::activation(const std::string& path, std::int64_t example) {
  const data::Dataset& dataset = *trainer_.data().train;
  if (example < 0 || example >= dataset.size())
    return Problem("data.index", {{"index", example}, {"size", dataset.size()}}).about(dataset.name());
  std::unique_ptr<Graph> graph = trainer_.trace_net(1);
  std::optional<Value> found;
  std::vector<std::string> known;
  for (const Node& node : graph->nodes()) {
    if (node.inputs.empty() || node.path.empty()) continue;
    if (node.path == path) found = graph->value(node.id);  // the last node of the layer is what it gives
    if (known.empty() || known.back() != node.path) known.push_back(node.path);
  }
  if (!found) return unknown("train.session.layer", path, known);

  std::vector<Tensor> batch = data::allocate_batch(dataset, 1);
  dataset.read({&example, 1}, batch);
  if (const auto& normalization = trainer_.config().loader.normalization) normalization->apply(batch.front());
  ParameterStore copy(trainer_.store().seed());
  for (Value value : graph->parameters()) {
    const Parameter& parameter = graph->parameter_of(value);
    copy.ensure(parameter).value = trainer_.store().find(parameter.path)->value.clone();
  }
  Interpreter interpreter(*graph, copy);
  interpreter.reset({{dataset.fields().front().name, batch.front()}});
  const Tensor& value = interpreter.value(*found);
  const std::vector<std::int64_t>& dims = value.shape().dims();
  return value.reshape(Shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end()))).clone();
}

}  // namespace percept::train
