#include "percept/runtime/plan.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "percept/base/subnormals.hpp"
#include "percept/kernels/small.hpp"
#include "percept/passes/passes.hpp"
#include "percept/runtime/interpreter.hpp"
#include "plan_state.hpp"

namespace percept {
namespace {

// False where there was nothing to do.
bool run_step(Step& step, void* scratch) {
  if (step.prepares) {
    std::uint64_t version = 1;  // 0: never prepared
    for (const ParameterStore::Entry* source : step.sources) version += source->version;
    if (version == step.prepared_version) return false;
    step.prepared_version = version;
  }
  step.kernel->run(step.input_pointers.data(), step.output_pointers.data(), scratch);
  return true;
}

double median(std::vector<double> samples) {
  if (samples.empty()) return 0;
  auto middle = samples.begin() + std::ptrdiff_t(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  return *middle;
}

using FedItem = std::map<std::string, Tensor, std::less<>>::const_iterator;

// The tensor of that name, or null. Asked for one name after the other, in their order, it goes through what
// is fed once.
const Tensor* next_fed(FedItem& at, FedItem end, std::string_view name) {
  for (; at != end; ++at)
    if (int order = at->first.compare(name); order >= 0) return order == 0 ? &at->second : nullptr;
  return nullptr;
}

// Points the steps that read a feed to the tensor of this run; nothing is copied.
void bind(Plan::State& s, Plan::State::Feed& feed, const Tensor* given, const Feeds& feeds) {
  const ValueType& type = feed.node->outputs[0];
  if (!given && feed.fallback) given = &*feed.fallback;
  if (!given || given->dtype() != type.dtype || given->shape() != type.shape)
    feed_for(*feed.node, feeds);  // throws
  const std::byte* data = given->raw();
  if (data == feed.bound) return;
  feed.bound = data;
  s.slots[std::size_t(feed.slot)].data = const_cast<std::byte*>(data);
  for (auto [step, input] : feed.readers)
    s.steps[std::size_t(step)].input_pointers[std::size_t(input)] = const_cast<std::byte*>(data);
}

}  // namespace

Plan::Plan(const Graph& graph, ParameterStore& store, PlanOptions options)
    : state_(std::make_unique<State>()) {
  state_->options = options;
  state_->store = &store;
  state_->graph = options.optimise ? percept::optimise(graph, evaluate_node) : remove_dead_nodes(graph);
  // What may be rounded to bf16 is left to the kernels that do so.
  if (options.optimise && options.backend == Backend::best && options.precision != Precision::mixed)
    state_->graph = join_small_nodes(*state_->graph, is_small);
  PlanCompiler(*state_).compile();
  state_->foreign_loops = std::any_of(state_->steps.begin(), state_->steps.end(), [](const Step& step) {
    return step.report.kernel.starts_with("onednn:");
  });
}

Plan::~Plan() = default;

const Fetches& Plan::run(const Feeds& feeds) {
  State& s = *state_;
  FedItem at = feeds.tensors().begin(), end = feeds.tensors().end();
  for (int feed : s.feeds_by_name) {
    State::Feed& f = s.feeds[std::size_t(feed)];
    bind(s, f, next_fed(at, end, f.name), feeds);
  }
  std::optional<FlushSubnormals> flush;
  if (!s.commits.empty()) flush.emplace(s.foreign_loops);
  for (Step& step : s.steps) {
    if (!s.options.profile) {
      run_step(step, s.scratch->data());
      continue;
    }
    auto start = std::chrono::steady_clock::now();
    if (!run_step(step, s.scratch->data())) continue;
    step.samples.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
  }
  for (std::size_t i = 0; i < s.outputs.size(); ++i)
    std::memcpy(s.fetched[i]->raw(), s.slots[std::size_t(s.outputs[i].slot)].data, s.fetched[i]->bytes());
  for (State::Commit& commit : s.commits)
    if (commit.staging)
      std::memcpy(commit.staging->raw(), s.slots[std::size_t(commit.slot)].data, commit.staging->bytes());
  for (State::Commit& commit : s.commits) {
    const void* made = commit.staging ? commit.staging->raw() : s.slots[std::size_t(commit.slot)].data;
    if (!commit.in_place) std::memcpy(commit.entry->value.raw(), made, commit.entry->value.bytes());
    ++commit.entry->version;
  }
  return s.fetches;
}

std::vector<PlanStep> Plan::steps() const {
  std::vector<PlanStep> out;
  for (const Step& step : state_->steps) {
    out.push_back(step.report);
    out.back().microseconds = median(step.samples);
    out.back().once = step.prepares;
  }
  return out;
}

std::size_t Plan::arena_bytes() const { return state_->arena->size(); }
std::size_t Plan::unshared_bytes() const { return state_->unshared_bytes; }
const Graph& Plan::graph() const { return *state_->graph; }

}  // namespace percept
