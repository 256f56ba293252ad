#include "percept/runtime/interpreter.hpp"

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
  computed_[node.id] = run_reference(node, inputs, options_.double_precision ? DType::f64 : DType::f32);
}

Tensor Interpreter::leaf(const Node& node) {
  if (node.op == &constant_op()) return precise(constant_of(node));
  if (node.op == &feed_op()) return precise(feed_for(node, feeds_));
  return precise(store_.ensure(graph_.parameter_of(graph_.value(node.id))).value);
}

Tensor Interpreter::precise(const Tensor& tensor) const {
  return options_.double_precision && tensor.dtype() == DType::f32 ? tensor.to(DType::f64) : tensor;
}

Fetches Interpreter::run(Feeds feeds) {
  reset(std::move(feeds));
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

void Interpreter::serve_tracing() {
  graph_.set_evaluator([this](Value wanted) -> std::optional<Tensor> { return value(wanted); });
}

}  // namespace percept
