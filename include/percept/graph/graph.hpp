// The traced graph: what a user's function built, what is differentiated, planned, run and drawn.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/random.hpp"
#include "percept/graph/op_def.hpp"

namespace percept {

struct Node;

struct ValueType {
  DType dtype = DType::f32;
  Shape shape;
  bool operator==(const ValueType&) const = default;
};
/// `f32[64, 1, 28, 28]`.
std::string to_string(const ValueType& type);

/// An edge: output `output` of a node of a graph. Copied freely; valid as long as its graph.
class Value {
 public:
  Value() = default;
  Value(Graph* graph, int node, int output) : graph_(graph), node_(node), output_(output) {}

  /// False for a default-made Value: an optional input that is absent.
  explicit operator bool() const { return graph_ != nullptr; }
  Graph& graph() const { return *graph_; }
  const Node& node() const;
  int node_id() const { return node_; }
  int output() const { return output_; }
  const ValueType& type() const;
  DType dtype() const { return type().dtype; }
  const Shape& shape() const { return type().shape; }
  /// How messages call it: a feed's or parameter's name, else the path and op of its node.
  std::string name() const;
  bool operator==(const Value&) const = default;
  auto operator<=>(const Value& other) const {
    return node_ != other.node_ ? node_ <=> other.node_ : output_ <=> other.output_;
  }

 private:
  Graph* graph_ = nullptr;
  int node_ = -1;
  int output_ = 0;
};

/// One operation. Nodes stand in the graph in an order in which they can be executed.
struct Node {
  int id = 0;
  const OpDef* op = nullptr;
  std::vector<Value> inputs;  // an absent optional input is an empty Value
  Attributes attributes;
  std::vector<ValueType> outputs;
  std::string path;       // of the module that made it: features.0; a node's identity across traces
  bool backward = false;  // appended by differentiate
  Location at;            // the user's line
};

enum class Mode { train, infer };

/// Fills a parameter before its first use; draws come from the stream, so the order of parameters is of no
/// account.
using Initializer = std::function<void(Tensor&, const RandomStream&)>;

/// A named tensor that outlives a run. Trainable ones are what gradients are asked for; the others are state
/// (momentum, a running mean, a recurrent carry).
struct Parameter {
  std::string path;  // features.0.weight: PyTorch's keys
  ValueType type;
  bool trainable = true;
  Initializer initialize;  // zeros where empty
};

/// Not thread-safe. Values hold its address: it is neither copied nor moved.
class Graph {
 public:
  explicit Graph(Mode mode = Mode::train) : mode_(mode) {}
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  Mode mode() const { return mode_; }

  /// A named input. Without a type: one that was offered (`offer`); throws, listing them, where none was.
  Value feed(const std::string& name, Location at = Location::current());
  Value feed(const std::string& name, ValueType type, Location at = Location::current());
  /// A fed number, f32, with the value it takes where a run does not feed it: learning rates, loss weights.
  Value scalar(const std::string& name, double fallback, Location at = Location::current());
  /// Reads a parameter. The same path gives the same Value; throws where its type differs from the first
  /// time.
  Value parameter(Parameter parameter, Location at = Location::current());
  Value constant(Tensor value, Location at = Location::current());

  /// Appends a node after inferring its outputs' types; throws `Error` where the op's rule finds fault.
  std::vector<Value> append(const OpDef& op, std::vector<Value> inputs, Attributes attributes, Location at);

  /// Appends a copy of another graph's node, with these inputs: its op, attributes, path and place. Leaves
  /// too.
  std::vector<Value> copy(const Node& node, std::vector<Value> inputs);
  /// The declaration of another graph's parameter, for `copy` of the node that reads it.
  void declare(const Parameter& parameter) { parameter_specs_.try_emplace(parameter.path, parameter); }

  /// Names an output of a run.
  void fetch(const std::string& name, Value value);
  /// After a run, `parameter` holds `value`: the only mutation there is. All assigns of a run commit
  /// together, and every read in it sees the value before.
  void assign(Value parameter, Value value, Location at = Location::current());

  /// What the caller of a Program brings; `feed(name)` takes its type from here.
  void offer(const std::string& name, ValueType type) { offered_[name] = std::move(type); }
  bool offers(const std::string& name) const { return offered_.contains(name); }

  const std::deque<Node>& nodes() const { return nodes_; }
  const Node& node(int id) const { return nodes_[std::size_t(id)]; }
  Value value(int node, int output = 0) { return {this, node, output}; }
  const std::map<std::string, Value>& feeds() const { return feeds_; }
  const std::map<std::string, Value>& fetches() const { return fetches_; }
  const std::vector<std::pair<Value, Value>>& assigns() const { return assigns_; }
  bool is_assigned(Value parameter) const;
  /// Every parameter read so far, in order of first use.
  const std::vector<Value>& parameters() const { return parameters_; }
  const Parameter& parameter_of(Value value) const;
  std::vector<Value> trainable() const;
  /// Parameters of this path or within it that are read from now on are not trainable: "features" holds
  /// features.0.weight. Call it before the model is built. State is not held: while training, a frozen batch
  /// norm normalises by the batch and goes on updating its running statistics, as PyTorch's does.
  void freeze(std::string path) { frozen_.push_back(std::move(path)); }

  /// The tensor that a value is known to be while tracing (a constant, a size, something computed from
  /// these), or that the evaluator can tell; empty where it depends on what is fed later.
  std::optional<Tensor> known(Value value);
  /// The same without asking the evaluator.
  const Tensor* find_known(Value value) const {
    auto found = known_.find(value);
    return found == known_.end() ? nullptr : &found->second;
  }
  void set_known(Value value, Tensor tensor) { known_[value] = std::move(tensor); }
  /// Called for values not known: an interpreter that already holds the feeds can compute them.
  void set_evaluator(std::function<std::optional<Tensor>(Value)> evaluator) {
    evaluator_ = std::move(evaluator);
  }

  /// While it lives, nodes appended get `name` added to their path.
  class Scope {
   public:
    Scope(Graph& graph, const std::string& name);
    ~Scope() { graph_.path_ = std::move(previous_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Graph& graph_;
    std::string previous_;
  };
  const std::string& path() const { return path_; }
  /// The path of `name` in the current scope.
  std::string path_to(const std::string& name) const { return path_.empty() ? name : path_ + "." + name; }

  /// While it lives, and where `frozen` is true, parameters read for the first time are not trainable.
  class Frozen {
   public:
    Frozen(Graph& graph, bool frozen)
        : graph_(graph), was_(std::exchange(graph.all_frozen_, graph.all_frozen_ || frozen)) {}
    ~Frozen() { graph_.all_frozen_ = was_; }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;

   private:
    Graph& graph_;
    bool was_;
  };

  /// While it lives, nodes appended get `path` as theirs, and are marked as backward or not.
  class Origin {
   public:
    Origin(Graph& graph, std::string path, bool backward)
        : graph_(graph), path_(std::exchange(graph.path_, std::move(path))),
          was_(std::exchange(graph.backward_, backward)) {}
    ~Origin() {
      graph_.path_ = std::move(path_);
      graph_.backward_ = was_;
    }
    Origin(const Origin&) = delete;
    Origin& operator=(const Origin&) = delete;

   private:
    Graph& graph_;
    std::string path_;
    bool was_;
  };

 private:
  Value leaf(const OpDef& op, Attributes attributes, ValueType type, Location at);

  Mode mode_;
  std::deque<Node> nodes_;  // a deque: references stay valid while the graph grows
  std::map<std::string, Value> feeds_, fetches_;
  std::map<std::string, ValueType> offered_;
  std::vector<std::pair<Value, Value>> assigns_;
  std::vector<Value> parameters_;
  std::map<std::string, Parameter> parameter_specs_;
  std::map<Value, Tensor> known_;
  std::function<std::optional<Tensor>(Value)> evaluator_;
  std::string path_;
  bool backward_ = false;
  std::vector<std::string> frozen_;  // paths
  bool all_frozen_ = false;
  bool is_frozen(std::string_view path) const;
};

/// The three leaves of a graph; every other node is an op.
const OpDef& feed_op();
const OpDef& parameter_op();
const OpDef& constant_op();
inline bool is_leaf(const Node& node) {
  return node.op == &feed_op() || node.op == &parameter_op() || node.op == &constant_op();
}
/// The name of a feed or parameter node.
const std::string& leaf_name(const Node& node);
/// The tensor of a constant node.
const Tensor& constant_of(const Node& node);
/// What a fed scalar is where it is not fed; empty for other feeds.
std::optional<double> fallback_of(const Node& feed);

/// One line a node: `%5 = conv2d(image, 0.weight, 0.bias) {stride=[1, 1]} : f32[64, 6, 28, 28]  # 0`.
std::string to_string(const Graph& graph);

/// Checks that inputs come before their uses and that every type is what the op's rule infers; throws
/// `Error` (a defect of a pass or importer) where not.
void verify(const Graph& graph);

}  // namespace percept
