#include "percept/runtime/interpreter.hpp"

#include <algorithm>

#include "percept/kernels/kernel.hpp"
#include "percept/kernels/reference.hpp"

namespace percept {
namespace {

std::vector<Tensor> run_reference(const Node& node, std::vector<Tensor>& inputs, DType real) {
  ReferenceKernel kernel = find_reference(node.op->name);
  if (!kernel) throw Error(Problem("runtime.no_kernel", {{"op", node.op->name}}).at(node.at));
  if (std::optional<DType> foreign = beyond_reference(node))
    throw Error(Problem("kernels.dtype", {{"dtype", name_of(*foreign)}}).about(node.op->name).at(node.at));
  std::vector<Tensor> outputs;
  std::vector<View> in, out;
  outputs.reserve(node.outputs.size());
  for (const ValueType& type : node.outputs) {
    outputs.emplace_back(type.dtype == DType::f32 ? real : type.dtype, type.shape);
    out.emplace_back(outputs.back());
  }
  std::size_t next = 0;
  for (Value input : node.inputs) in.push_back(input ? View(inputs[next++]) : View());
  kernel(node, in, out);
  return outputs;
}

// On the first kernel that takes the node, with its inputs and outputs in row-major order.
std::vector<Tensor> run_fast(const Node& node, std::vector<Tensor>& inputs) {
  std::vector<Layout> plain(node.inputs.size());
  std::unique_ptr<Kernel> kernel;
  for (const KernelCandidate& candidate : candidates_for(node.op->name))
    if ((kernel = candidate.make({node, plain}).kernel)) break;
  if (!kernel) return run_reference(node, inputs, DType::f32);  // which says why not

  std::vector<Buffer> blocked;  // in layouts of the kernel's own
  blocked.reserve(inputs.size() + node.outputs.size());
  auto layout_of = [](const std::vector<Layout>& layouts, std::size_t i) {
    return i < layouts.size() ? layouts[i] : Layout();
  };
  auto reorder = [](const ValueType& type, const Layout& from, const Layout& to, void* in, void* out) {
    std::unique_ptr<Kernel> made = make_reorder(type, from, to);
    Buffer scratch(made->scratch_bytes);
    made->run(&in, &out, scratch.data());
  };
  std::vector<void*> in, out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    in.push_back(node.inputs[i] ? inputs[next++].raw() : nullptr);
    Layout layout = layout_of(kernel->input_layouts, i);
    if (!in.back() || layout.plain()) continue;
    blocked.emplace_back(layout.bytes(node.inputs[i].type()));
    reorder(node.inputs[i].type(), {}, layout, in.back(), blocked.back().data());
    in.back() = blocked.back().data();
  }
  std::vector<Tensor> outputs;
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    outputs.emplace_back(node.outputs[i].dtype, node.outputs[i].shape);
    Layout layout = layout_of(kernel->output_layouts, i);
    if (!layout.plain()) blocked.emplace_back(layout.bytes(node.outputs[i]));
    out.push_back(layout.plain() ? outputs.back().raw() : blocked.back().data());
  }
  Buffer scratch(kernel->scratch_bytes);
  kernel->run(in.data(), out.data(), scratch.data());
  for (std::size_t i = 0; i < node.outputs.size(); ++i)
    if (Layout layout = layout_of(kernel->output_layouts, i); !layout.plain())
      reorder(node.outputs[i], layout, {}, out[i], outputs[i].raw());
  return outputs;
}

}  // namespace

std::vector<Tensor> evaluate_node(const Node& node, const std::vector<Tensor>& inputs) {
  std::vector<Tensor> shared = inputs;
  return run_reference(node, shared, DType::f32);
}

void Interpreter::reset(Feeds feeds) {
  feeds_ = std::move(feeds);
  computed_.clear();
}

const Tensor& Interpreter::value(Value value) {
  if (auto found = computed_.find(value.node_id()); found != computed_.end())
    return found->second[std::size_t(value.output())];
  // What is missing, without recursion: a deep network must not exhaust the stack.
  std::vector<int> pending = {value.node_id()};
  while (!pending.empty()) {
    const Node& node = graph_.node(pending.back());
    std::size_t before = pending.size();
    for (Value input : node.inputs)
      if (input && !computed_.contains(input.node_id())) pending.push_back(input.node_id());
    if (pending.size() > before) continue;
    pending.pop_back();
    if (!computed_.contains(node.id)) compute(node);
  }
  return computed_.at(value.node_id())[std::size_t(value.output())];
}

void Interpreter::override_value(Value value, Tensor tensor) {
  computed_[value.node_id()] = {precise(tensor)};
}

void Interpreter::compute(const Node& node) {
  if (is_leaf(node)) {
    computed_[node.id] = {leaf(node)};
    return;
  }
  std::vector<Tensor> inputs;
  for (Value input : node.inputs)
    if (input) inputs.push_back(computed_.at(input.node_id())[std::size_t(input.output())]);
  computed_[node.id] = options_.fast
                           ? run_fast(node, inputs)
                           : run_reference(node, inputs, options_.double_precision ? DType::f64 : DType::f32);
}

Tensor Interpreter::leaf(const Node& node) {
  if (node.op == &constant_op()) return precise(constant_of(node));
  if (node.op == &feed_op()) return precise(feed_for(node, feeds_));
  return precise(store_.ensure(graph_.parameter_of(graph_.value(node.id))).value);
}

Tensor Interpreter::precise(const Tensor& tensor) const {
  return options_.double_precision && tensor.dtype() == DType::f32 ? tensor.to(DType::f64) : tensor;
}

Fetches Interpreter::finish() {
  Fetches fetches;
  // A fetched parameter is a copy: its bytes in the store are about to change.
  for (const auto& [name, fetched] : graph_.fetches())
    fetches.set(name, is_leaf(fetched.node()) ? value(fetched).clone() : value(fetched));
  std::vector<std::pair<Value, Tensor>> news;
  for (const auto& [parameter, assigned] : graph_.assigns())
    news.emplace_back(parameter, value(assigned).to(parameter.dtype()));
  for (const auto& [parameter, tensor] : news) {
    store_.ensure(graph_.parameter_of(parameter));
    store_.set(leaf_name(parameter.node()), tensor);
  }
  return fetches;
}

std::optional<int> Interpreter::next() const {
  for (const Node& node : graph_.nodes())
    if (!computed_.contains(node.id)) return node.id;
  return std::nullopt;
}

void Interpreter::step() {
  if (std::optional<int> id = next()) compute(graph_.node(*id));
}

namespace {

// Sizes and the like are small; what is large is a picture or a weight, and better computed in the plan.
constexpr std::int64_t kMostElements = 1 << 20;

std::optional<Tensor> constant_value(Graph& graph, Value wanted) {
  std::map<int, std::vector<Tensor>> computed;
  auto held = [&](Value value) -> const Tensor* {
    if (const Tensor* known = graph.find_known(value)) return known;
    auto found = computed.find(value.node_id());
    return found == computed.end() ? nullptr : &found->second[std::size_t(value.output())];
  };
  std::vector<int> pending = {wanted.node_id()};
  while (!pending.empty()) {
    const Node& node = graph.node(pending.back());
    std::vector<Tensor> inputs;
    std::size_t before = pending.size();
    for (Value input : node.inputs) {
      if (!input) continue;
      if (const Tensor* tensor = held(input))
        inputs.push_back(*tensor);
      else
        pending.push_back(input.node_id());
    }
    if (pending.size() > before) continue;
    pending.pop_back();
    if (computed.contains(node.id)) continue;
    bool large = std::any_of(node.outputs.begin(), node.outputs.end(),
                             [](const ValueType& type) { return type.shape.elements() > kMostElements; });
    if (is_leaf(node) || large || beyond_reference(node)) return std::nullopt;
    computed[node.id] = evaluate_node(node, inputs);
  }
  return *held(wanted);
}

}  // namespace

void serve_constants(Graph& graph) {
  graph.set_evaluator([&graph](Value wanted) { return constant_value(graph, wanted); });
}

void Interpreter::serve_tracing() {
  graph_.set_evaluator([this](Value wanted) -> std::optional<Tensor> { return value(wanted); });
}

}  // namespace percept
