#include "percept/graph/graph.hpp"

#include <algorithm>

#include "percept/base/spelling.hpp"
#include "percept/graph/gradient_context.hpp"
#include "percept/graph/shape_context.hpp"

namespace percept {
namespace {

struct FeedOptions {
  std::string name;
  bool has_fallback = false;
  double fallback = 0;
  template <class V>
  void fields(V& v) {
    v("name", name, "what a run calls it");
    v("has_fallback", has_fallback, "whether a run may leave it out");
    v("fallback", fallback, "the number taken where it is left out");
  }
};

struct ParameterOptions {
  std::string path;
  bool trainable = true;
  template <class V>
  void fields(V& v) {
    v("path", path, "its name in the store");
    v("trainable", trainable, "whether gradients are asked for it");
  }
};

struct ConstantOptions {
  Tensor value;
  template <class V>
  void fields(V& v) {
    v("value", value, "the tensor");
  }
};

std::string joined(const std::map<std::string, ValueType>& offered) {
  std::string names;
  for (const auto& [name, type] : offered) names += (names.empty() ? "" : ", ") + name;
  return names;
}

GradientHook& hook() {
  static GradientHook hook;
  return hook;
}

}  // namespace

void set_gradient_hook(GradientHook to) { hook() = std::move(to); }
const GradientHook& gradient_hook() { return hook(); }

const OpDef& feed_op() {
  static const OpDef op =
      OpDef("feed").doc("A named input of a run.", "").output("value").options<FeedOptions>();
  return op;
}

const OpDef& parameter_op() {
  static const OpDef op = OpDef("parameter")
                              .doc("A named tensor kept between runs.", "")
                              .output("value")
                              .options<ParameterOptions>();
  return op;
}

const OpDef& constant_op() {
  static const OpDef op =
      OpDef("constant").doc("A tensor fixed in the graph.", "").output("value").options<ConstantOptions>();
  return op;
}

const std::string& leaf_name(const Node& node) {
  return std::get<std::string>(node.attributes.entries().front().value);
}
const Tensor& constant_of(const Node& node) {
  return std::get<Tensor>(node.attributes.entries().front().value);
}
std::optional<double> fallback_of(const Node& feed) {
  auto options = feed.attributes.as<FeedOptions>();
  return options.has_fallback ? std::optional(options.fallback) : std::nullopt;
}

std::string to_string(const ValueType& type) {
  return std::string(name_of(type.dtype)) + to_string(type.shape);
}

const Node& Value::node() const { return graph_->node(node_); }
const ValueType& Value::type() const { return node().outputs[std::size_t(output_)]; }

std::string Value::name() const {
  const Node& n = node();
  if (n.op == &feed_op() || n.op == &parameter_op()) return leaf_name(n);
  return n.path.empty() ? n.op->name : n.path + "/" + n.op->name;
}

Value Graph::leaf(const OpDef& op, Attributes attributes, ValueType type, Location at) {
  Node node{
      .id = int(nodes_.size()), .op = &op, .attributes = std::move(attributes), .outputs = {std::move(type)}};
  node.at = at;
  nodes_.push_back(std::move(node));
  return {this, int(nodes_.size()) - 1, 0};
}

Value Graph::feed(const std::string& name, Location at) {
  auto offered = offered_.find(name);
  if (offered == offered_.end()) {
    Problem problem("graph.no_feed", {{"name", name}, {"offered", joined(offered_)}});
    std::vector<std::string> names;
    for (const auto& [other, type] : offered_) names.push_back(other);
    if (std::optional<std::string> meant = nearest_spelling(name, names))
      problem.hint = Message("graph.no_feed.hint", {{"meant", *meant}});
    throw Error(std::move(problem).at(at));
  }
  return feed(name, offered->second, at);
}

Value Graph::feed(const std::string& name, ValueType type, Location at) {
  auto found = feeds_.find(name);
  if (found == feeds_.end())
    return feeds_[name] = leaf(feed_op(), Attributes::of(FeedOptions{name}), std::move(type), at);
  if (found->second.type() != type)
    throw Error(
        Problem("graph.feed_differs",
                {{"name", name}, {"first", to_string(found->second.type())}, {"now", to_string(type)}})
            .at(at));
  return found->second;
}

Value Graph::scalar(const std::string& name, double fallback, Location at) {
  if (auto found = feeds_.find(name); found != feeds_.end()) return found->second;
  return feeds_[name] =
             leaf(feed_op(), Attributes::of(FeedOptions{name, true, fallback}), {DType::f32, {}}, at);
}

Value Graph::parameter(Parameter parameter, Location at) {
  auto known = parameter_specs_.find(parameter.path);
  if (known == parameter_specs_.end()) {
    parameter.trainable = parameter.trainable && !is_frozen(parameter.path);
    Value read = leaf(parameter_op(), Attributes::of(ParameterOptions{parameter.path, parameter.trainable}),
                      parameter.type, at);
    parameters_.push_back(read);
    parameter_specs_.emplace(parameter.path, std::move(parameter));
    return read;
  }
  if (known->second.type != parameter.type)
    throw Error(Problem("graph.parameter_differs", {{"path", parameter.path},
                                                    {"first", to_string(known->second.type)},
                                                    {"now", to_string(parameter.type)}})
                    .with_hint("graph.parameter_differs.hint")
                    .at(at));
  return *std::find_if(parameters_.begin(), parameters_.end(),
                       [&](Value v) { return leaf_name(v.node()) == parameter.path; });
}

Value Graph::constant(Tensor value, Location at) {
  ValueType type{value.dtype(), value.shape()};
  Value made = leaf(constant_op(), Attributes::of(ConstantOptions{value}), std::move(type), at);
  set_known(made, std::move(value));
  return made;
}

std::vector<Value> Graph::append(const OpDef& op, std::vector<Value> inputs, Attributes attributes,
                                 Location at) {
  Node node{
      .id = int(nodes_.size()), .op = &op, .inputs = std::move(inputs), .attributes = std::move(attributes)};
  node.path = path_;
  node.backward = backward_;
  node.at = at;
  ShapeContext context(*this, node);
  context.infer();
  node.outputs = std::move(context.results());
  nodes_.push_back(std::move(node));
  std::vector<Value> outputs;
  for (int i = 0; i < int(nodes_.back().outputs.size()); ++i) outputs.emplace_back(this, nodes_.back().id, i);
  for (auto& [output, tensor] : context.known_results())
    set_known(outputs[std::size_t(output)], std::move(tensor));
  return outputs;
}

std::vector<Value> Graph::copy(const Node& node, std::vector<Value> inputs) {
  if (is_leaf(node)) {
    Value made = leaf(*node.op, node.attributes, node.outputs[0], node.at);
    if (node.op == &feed_op()) feeds_[leaf_name(node)] = made;
    if (node.op == &parameter_op()) parameters_.push_back(made);
    if (node.op == &constant_op()) set_known(made, constant_of(node));
    return {made};
  }
  std::string path = std::exchange(path_, node.path);
  bool backward = std::exchange(backward_, node.backward);
  std::vector<Value> outputs = append(*node.op, std::move(inputs), node.attributes, node.at);
  path_ = std::move(path);
  backward_ = backward;
  return outputs;
}

void Graph::fetch(const std::string& name, Value value) { fetches_[name] = value; }

void Graph::assign(Value parameter, Value value, Location at) {
  auto problem = [&](const char* id) {
    return Error(Problem(id, {{"target", parameter.name()}})
                     .operand({"target", parameter.name(), to_string(parameter.type())})
                     .operand({"value", value.name(), to_string(value.type())})
                     .at(at));
  };
  if (parameter.node().op != &parameter_op()) throw problem("graph.assign_target");
  if (parameter.type() != value.type()) throw problem("graph.assign_type");
  if (is_assigned(parameter)) throw problem("graph.assign_twice");
  assigns_.emplace_back(parameter, value);
}

bool Graph::is_frozen(std::string_view path) const {
  return all_frozen_ || std::any_of(frozen_.begin(), frozen_.end(), [&](const std::string& outer) {
           return path.starts_with(outer) && (path.size() == outer.size() || path[outer.size()] == '.');
         });
}

bool Graph::is_assigned(Value parameter) const {
  return std::any_of(assigns_.begin(), assigns_.end(),
                     [&](const auto& assign) { return assign.first == parameter; });
}

const Parameter& Graph::parameter_of(Value value) const {
  return parameter_specs_.at(leaf_name(value.node()));
}

std::vector<Value> Graph::trainable() const {
  std::vector<Value> out;
  for (Value value : parameters_)
    if (parameter_of(value).trainable) out.push_back(value);
  return out;
}

std::optional<Tensor> Graph::known(Value value) {
  if (auto found = known_.find(value); found != known_.end()) return found->second;
  if (!evaluator_) return std::nullopt;
  std::optional<Tensor> computed = evaluator_(value);
  if (computed) set_known(value, *computed);
  return computed;
}

Graph::Scope::Scope(Graph& graph, const std::string& name) : graph_(graph), previous_(graph.path_) {
  if (!name.empty()) graph.path_ = graph.path_to(name);
}

}  // namespace percept
