// A training's state: kept, gone back to, and used to find what went wrong.
#include <cmath>

#include "not_finite.hpp"
#include "percept/train/trainer.hpp"

namespace percept::train {
namespace {

bool is_optimiser_state(std::string_view path) { return path.starts_with(optim::kStatePrefix); }

}  // namespace

std::map<std::string, Tensor> weights_of(const ParameterStore& store) {
  std::map<std::string, Tensor> weights = store.snapshot();
  std::erase_if(weights, [](const auto& item) { return is_optimiser_state(item.first); });
  return weights;
}

std::map<std::string, Tensor> averaged_weights(const ParameterStore& store) {
  std::map<std::string, Tensor> weights = weights_of(store);
  for (auto& [path, weight] : weights)
    if (const ParameterStore::Entry* average = store.find(std::string(optim::kAveragePrefix) + path))
      weight = average->value.clone();
  return weights;
}

void require_frozen(const Graph& graph, const std::vector<std::string>& paths) {
  for (const std::string& frozen : paths) {
    bool found = false;
    std::string known;
    for (Value value : graph.parameters()) {
      const std::string& path = graph.parameter_of(value).path;
      if (is_optimiser_state(path)) continue;
      found |= path == frozen || path.starts_with(frozen + ".");
      known.append(known.empty() ? "" : ", ").append(path);
    }
    if (!found)
      throw Error(
          Problem("train.freeze", {{"path", frozen}}).with_hint("train.freeze.hint", {{"paths", known}}));
  }
}

std::map<std::string, Tensor> Training::weights() const { return weights_of(store_); }

std::map<std::string, Tensor> Trainer::weights() const {
  bool averaged = config_.update.ema > 0 && progress_.step > 0;  // before the first step there is no average
  return averaged ? averaged_weights(store_) : weights_of(store_);
}

State Trainer::state() {
  if (!is_finite(store_)) explain_not_finite();
  return {store_.snapshot(), progress_};
}

void Training::restore(const State& state) {
  Problem problem("train.restore");
  auto wrong = [&](const std::string& path, const std::string& have, const std::string& want) {
    problem.operands.push_back({path, have, want});
  };
  for (const auto& [path, entry] : store_.entries()) {
    auto found = state.tensors.find(path);
    bool fits = found != state.tensors.end() && found->second.dtype() == entry.value.dtype() &&
                found->second.shape() == entry.value.shape();
    if (!fits && !is_optimiser_state(path))
      wrong(path, found == state.tensors.end() ? "-" : to_string(found->second), to_string(entry.value));
  }
  for (const auto& [path, tensor] : state.tensors)
    if (!store_.find(path) && !is_optimiser_state(path)) wrong(path, to_string(tensor), "-");
  if (!problem.operands.empty()) throw Error(std::move(problem).with_hint("train.restore.hint"));

  for (const auto& [path, tensor] : state.tensors) {
    const ParameterStore::Entry* entry = store_.find(path);
    if (entry && entry->value.dtype() == tensor.dtype() && entry->value.shape() == tensor.shape())
      store_.set(path, tensor);
  }
  progress_ = state.progress;
}

void Trainer::restore(const State& state) {
  Training::restore(state);
  if (!config_.plateau) return;
  plateau_.emplace(*config_.plateau);
  for (const Score& score : progress_.scores) observe(score);
}

void Trainer::remember() {
  if (!is_finite(store_)) explain_not_finite();
  remembered_ = {store_.snapshot(), progress_};
}

// Goes back to the state that was remembered and on from there, batch by batch, until one of them spoils a
// value; what that batch computes is then looked at node by node. It takes the same batches and gives the
// same bits as the first time.
void Trainer::explain_not_finite() {
  if (remembered_.tensors.empty())  // not even the values at the start were numbers
    throw Error(Problem("train.not_finite.start").with_hint("train.not_finite.start.hint"));
  restore(remembered_);
  Problem problem("train.not_finite", {{"step", progress_.step + 1}});
  double lr = rate();
  for (const data::Batch& batch : loader_.epoch(progress_.epoch, progress_.batch)) {
    std::map<std::string, Tensor> before = store_.snapshot();
    Feeds feeds = feeds_of(batch);
    bool steps = ends_step(batch);
    Program& program = steps ? step_ : gather_;
    lr = rate();
    double loss = program.run(feeds).number("loss");
    if (std::isfinite(loss) && is_finite(store_)) {
      if (!steps) continue;
      ++progress_.step;
      progress_.batch = batch.index + 1;
      continue;
    }
    for (const auto& [path, value] : before) store_.set(path, value);
    problem = Problem("train.not_finite", {{"step", progress_.step + 1}});
    if (std::optional<NotFinite> first = first_not_finite(*program.trace(feeds), store_, feeds))
      problem.reasons.emplace_back(
          first->backward ? "train.not_finite.backward" : "train.not_finite.forward",
          std::vector<Argument>{{"tensor", first->name},
                                {"type", first->type},
                                {"what", text(first->infinite ? "train.infinite" : "train.not_a_number")}});
    break;
  }
  throw Error(std::move(problem).with_hint("train.not_finite.hint", {{"lr", lr}}));
}

}  // namespace percept::train
