#include <algorithm>
#include <cstring>
#include <ranges>

#include "memory_plan.hpp"
#include "percept/ops/operations.hpp"
#include "plan_state.hpp"

namespace percept {
namespace {

std::string described(const ValueType& type, const Layout& layout) {
  return to_string(type) + (layout.plain() ? "" : " " + layout.name());
}

/// Moves bytes only: its output can be the same memory under another shape.
bool is_view(const Node& node) { return node.op->name == "reshape"; }

}  // namespace

void PlanCompiler::compile() {
  for (const auto& [parameter, assigned] : s_.graph->assigns())
    assigned_.insert(&s_.store->ensure(s_.graph->parameter_of(parameter)));
  for (const Node& node : s_.graph->nodes()) {
    if (is_leaf(node))
      place_leaf(node);
    else if (is_view(node))
      place_reshape(node);
    else
      choose_kernel(node);
  }
  for (const auto& [name, value] : s_.graph->feeds())
    s_.feeds_by_name.push_back(s_.slots[std::size_t(held_.at(value).front().slot)].feed);
  collect_results();
  release_prepared();
  commit_in_place();
  find_lifetimes();
  allocate();
}

int PlanCompiler::add_slot(Slot slot) {
  s_.slots.push_back(std::move(slot));
  return int(s_.slots.size()) - 1;
}

void PlanCompiler::place_leaf(const Node& node) {
  Slot slot{.bytes = Layout().bytes(node.outputs[0])};
  if (node.op == &feed_op()) {
    slot.kind = Slot::Kind::feed;
    slot.feed = int(s_.feeds.size());
    Plan::State::Feed feed{.node = &node, .name = leaf_name(node), .slot = int(s_.slots.size())};
    if (fallback_of(node)) feed.fallback = feed_for(node, {});
    s_.feeds.push_back(std::move(feed));
  } else if (node.op == &parameter_op()) {
    slot.kind = Slot::Kind::parameter;
    slot.parameter = &s_.store->ensure(s_.graph->parameter_of(value(node)));
  } else {
    slot.kind = Slot::Kind::constant;
    slot.owned = constant_of(node);
  }
  held_[value(node)] = {{add_slot(std::move(slot)), {}}};
}

void PlanCompiler::place_reshape(const Node& node) {
  held_[value(node)] = {{in_layout(node.inputs[0], {}), {}}};
}

void PlanCompiler::choose_kernel(const Node& node) {
  std::vector<Layout> at_hand;
  std::vector<bool> changing;
  for (Value input : node.inputs) {
    at_hand.push_back(input ? held_.at(input).front().layout : Layout());
    changing.push_back(input && !stays(s_.slots[std::size_t(held_.at(input).front().slot)]));
  }
  Step step{.node = &node};
  step.report = {
      .path = node.path, .op = node.op->name, .backward = node.backward, .operations = operations(node)};
  std::vector<KernelCandidate> candidates = candidates_for(node.op->name);
  if (s_.options.backend == Backend::reference) candidates.erase(candidates.begin(), candidates.end() - 1);
  for (const KernelCandidate& candidate : candidates) {
    KernelOffer offer = candidate.make({node, at_hand, s_.options.precision, changing});
    if (offer.kernel) {
      step.kernel = std::move(offer.kernel);
      step.report.kernel = candidate.name;
      break;
    }
    step.report.refused.push_back({std::string(candidate.name), offer.refusal});
  }
  if (!step.kernel) throw Error(Problem("runtime.no_kernel", {{"op", node.op->name}}).at(node.at));

  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    Layout wanted = i < step.kernel->input_layouts.size() ? step.kernel->input_layouts[i] : Layout();
    step.inputs.push_back(node.inputs[i] ? in_layout(node.inputs[i], wanted) : -1);
    if (node.inputs[i]) step.report.inputs.push_back(described(node.inputs[i].type(), wanted));
  }
  for (int i = 0; i < int(node.outputs.size()); ++i) {
    const ValueType& type = node.outputs[std::size_t(i)];
    Layout made = std::size_t(i) < step.kernel->output_layouts.size()
                      ? step.kernel->output_layouts[std::size_t(i)]
                      : Layout();
    step.outputs.push_back(add_slot({.bytes = made.bytes(type)}));
    step.report.outputs.push_back(described(type, made));
    held_[value(node, i)] = {{step.outputs.back(), made}};
  }
  take(std::move(step));
}

void PlanCompiler::take(Step step) {
  std::set<int> inputs(step.inputs.begin(), step.inputs.end());  // each once
  inputs.erase(-1);
  for (int slot : inputs) step.report.bytes += double(s_.slots[std::size_t(slot)].bytes);
  for (int slot : step.outputs) step.report.bytes += double(s_.slots[std::size_t(slot)].bytes);
  keep_if_prepared(step);
  s_.steps.push_back(std::move(step));
}

int PlanCompiler::in_layout(Value value, const Layout& wanted) {
  std::vector<Held>& places = held_.at(value);
  for (const Held& place : places)
    if (place.layout == wanted) return place.slot;
  Held from = places.front();
  Step step;
  step.kernel = make_reorder(value.type(), from.layout, wanted);
  if (!step.kernel && !from.layout.plain() && !wanted.plain()) {  // by way of row-major order
    from = {in_layout(value, {}), {}};
    step.kernel = make_reorder(value.type(), {}, wanted);
  }
  if (!step.kernel)
    throw Error(
        Problem("base.defect", {{"what", "no reorder from " + from.layout.name() + " to " + wanted.name()}}));
  step.report = {
      .path = value.node().path, .op = "reorder", .kernel = "reorder", .backward = value.node().backward};
  step.report.inputs = {described(value.type(), from.layout)};
  step.report.outputs = {described(value.type(), wanted)};
  step.inputs = {from.slot};
  step.outputs = {add_slot({.bytes = wanted.bytes(value.type())})};
  places.push_back({step.outputs[0], wanted});
  take(std::move(step));
  return s_.steps.back().outputs[0];
}

// Whether nothing but the program's owner changes it between runs.
bool PlanCompiler::stays(const Slot& slot) const {
  return slot.kind == Slot::Kind::constant || slot.kind == Slot::Kind::persistent ||
         (slot.kind == Slot::Kind::parameter && !assigned_.contains(slot.parameter));
}

// What is made of constants and of parameters that the plan does not assign is computed in the first run, and
// again when one of them has changed: a weight in another layout, or with the factors of a norm in it.
void PlanCompiler::keep_if_prepared(Step& step) {
  std::set<ParameterStore::Entry*> sources;
  for (int input : step.inputs) {
    if (input < 0) continue;
    const Slot& slot = s_.slots[std::size_t(input)];
    if (!stays(slot)) return;
    if (slot.parameter) sources.insert(slot.parameter);
    sources.insert(slot.sources.begin(), slot.sources.end());
  }
  step.prepares = true;
  step.sources.assign(sources.begin(), sources.end());
  for (int output : step.outputs) {
    Slot& slot = s_.slots[std::size_t(output)];
    slot.kind = Slot::Kind::persistent;
    slot.sources = sources;
  }
}

// What only such steps read is made again whenever one of these is, so it needs no memory between runs: it
// lives in the arena.
void PlanCompiler::release_prepared() {
  std::vector<std::vector<const Step*>> readers(s_.slots.size());
  for (const Step& step : s_.steps)
    for (int input : step.inputs)
      if (input >= 0) readers[std::size_t(input)].push_back(&step);
  std::set<int> given_out;
  for (const auto& output : s_.outputs) given_out.insert(output.slot);
  for (const auto& commit : s_.commits) given_out.insert(commit.slot);
  for (Step& step : std::views::reverse(s_.steps)) {
    auto passes = [&](int slot) {
      return !given_out.contains(slot) && std::ranges::all_of(readers[std::size_t(slot)], &Step::prepares);
    };
    if (!step.prepares || !std::ranges::all_of(step.outputs, passes)) continue;
    std::set<ParameterStore::Entry*> sources(step.sources.begin(), step.sources.end());
    for (int output : step.outputs) {
      Slot& slot = s_.slots[std::size_t(output)];
      slot.kind = Slot::Kind::arena;
      for (const Step* reader : readers[std::size_t(output)])
        sources.insert(reader->sources.begin(), reader->sources.end());
    }
    step.sources.assign(sources.begin(), sources.end());
  }
}

void PlanCompiler::collect_results() {
  for (const auto& [name, fetched] : s_.graph->fetches()) {
    s_.outputs.push_back({name, in_layout(fetched, {})});
    s_.fetches.set(name, Tensor(fetched.dtype(), fetched.shape()));
  }
  for (const auto& output : s_.outputs) s_.fetched.push_back(const_cast<Tensor*>(&s_.fetches[output.name]));
  for (const auto& [parameter, assigned] : s_.graph->assigns()) {
    int slot = in_layout(assigned, {});
    Plan::State::Commit commit{s_.slots[std::size_t(held_.at(parameter).front().slot)].parameter, slot};
    if (s_.slots[std::size_t(slot)].kind == Slot::Kind::parameter)
      commit.staging = Tensor(parameter.dtype(), parameter.shape());
    s_.commits.push_back(std::move(commit));
  }
}

// A new value may be written straight into the store where the step that makes it works in place and nobody
// reads the old value after that step: then nothing is left to copy.
void PlanCompiler::commit_in_place() {
  for (auto& commit : s_.commits) {
    Slot& made = s_.slots[std::size_t(commit.slot)];
    auto shared = std::count_if(s_.commits.begin(), s_.commits.end(),
                                [&](auto& other) { return other.slot == commit.slot; });
    if (made.kind != Slot::Kind::arena || made.parameter || shared > 1) continue;
    int parameter = -1;
    for (std::size_t i = 0; i < s_.slots.size(); ++i)
      if (s_.slots[i].kind == Slot::Kind::parameter && s_.slots[i].parameter == commit.entry)
        parameter = int(i);
    auto reads = [&](const Step& step) {
      return std::count(step.inputs.begin(), step.inputs.end(), parameter) > 0;
    };
    auto makes = [&](const Step& step) {
      return std::count(step.outputs.begin(), step.outputs.end(), commit.slot) > 0;
    };
    auto maker = std::find_if(s_.steps.begin(), s_.steps.end(), makes);
    bool read_later = std::any_of(maker + 1, s_.steps.end(), reads);
    bool given_out =
        std::any_of(s_.outputs.begin(), s_.outputs.end(), [&](auto& o) { return o.slot == parameter; }) ||
        std::any_of(s_.commits.begin(), s_.commits.end(), [&](auto& c) { return c.slot == parameter; });
    if (!maker->kernel->in_place || read_later || given_out) continue;
    made.parameter = commit.entry;
    commit.in_place = true;
  }
}

void PlanCompiler::find_lifetimes() {
  int end = int(s_.steps.size());
  for (int i = 0; i < end; ++i) {
    for (int slot : s_.steps[std::size_t(i)].outputs) s_.slots[std::size_t(slot)].first = i;
    for (int slot : s_.steps[std::size_t(i)].outputs) s_.slots[std::size_t(slot)].last = i;
  }
  for (int i = 0; i < end; ++i)
    for (int slot : s_.steps[std::size_t(i)].inputs)
      if (slot >= 0) s_.slots[std::size_t(slot)].last = std::max(s_.slots[std::size_t(slot)].last, i);
  for (const auto& output : s_.outputs) s_.slots[std::size_t(output.slot)].last = end;
  for (const auto& commit : s_.commits) s_.slots[std::size_t(commit.slot)].last = end;
}

void PlanCompiler::allocate() {
  std::vector<Lifetime> lives;
  std::vector<Slot*> planned;
  std::size_t scratch = 0;
  for (Slot& slot : s_.slots)
    if (slot.kind == Slot::Kind::arena && !slot.parameter) {
      planned.push_back(&slot);
      lives.push_back({slot.bytes, slot.first, slot.last});
    }
  MemoryPlan memory = plan_memory(lives, s_.options.reuse_memory);
  s_.arena.emplace(memory.bytes);
  std::memset(s_.arena->data(), 0, memory.bytes);  // touched now, not in the first run
  s_.unshared_bytes = memory.unshared_bytes;
  for (std::size_t i = 0; i < planned.size(); ++i) planned[i]->data = s_.arena->data() + memory.offsets[i];
  for (Slot& slot : s_.slots) {
    if (slot.kind == Slot::Kind::persistent) slot.owned = Tensor(DType::u8, {std::int64_t(slot.bytes)});
    if (slot.parameter) slot.data = slot.parameter->value.raw();
    if (slot.owned) slot.data = slot.owned->raw();
  }
  for (std::size_t i = 0; i < s_.steps.size(); ++i) {
    Step& step = s_.steps[i];
    scratch = std::max(scratch, step.kernel->scratch_bytes);
    for (std::size_t k = 0; k < step.inputs.size(); ++k) {
      int slot = step.inputs[k];
      step.input_pointers.push_back(slot >= 0 ? s_.slots[std::size_t(slot)].data : nullptr);
      if (slot >= 0 && s_.slots[std::size_t(slot)].feed >= 0)
        s_.feeds[std::size_t(s_.slots[std::size_t(slot)].feed)].readers.push_back({int(i), int(k)});
    }
    for (int slot : step.outputs) step.output_pointers.push_back(s_.slots[std::size_t(slot)].data);
  }
  s_.scratch.emplace(scratch);
}

}  // namespace percept
