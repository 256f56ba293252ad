// A network in an ONNX file: read, checked, and traced into a graph like one that was written here.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/graph/graph.hpp"

namespace percept::onnx {

/// A size that a file declares: a number, or a name that stands for one ("batch"), or neither.
struct Size {
  std::optional<std::int64_t> number;
  std::string name;
};

/// An input or output as the file declares it.
struct Port {
  enum class Kind { tensor, sequence, optional };
  std::string name;
  Kind kind = Kind::tensor;
  std::optional<DType> dtype;              // none: strings, which percept has not
  std::optional<std::vector<Size>> sizes;  // none where the file does not even say how many
};
/// `f32[batch, 3, 224, 224]`
std::string to_string(const Port& port);

/// Opsets that the import knows; of a newer one what has not changed since works too.
inline constexpr int kNewestOpset = 17;

/// Copies share what was read. Thread safety: as for a constant.
class Model {
 public:
  struct State;
  explicit Model(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  /// The file's name, for messages.
  const std::string& name() const;
  /// What must be fed: inputs that have no initial value.
  const std::vector<Port>& inputs() const;
  const std::vector<Port>& outputs() const;
  const std::map<std::string, std::string>& metadata() const;
  std::string producer() const;
  int opset() const;
  /// How many nodes there are of each op, those of inner graphs too; `domain:op` where it is not ONNX's own.
  std::map<std::string, int> ops() const;
  /// The tensors that training would change, and the running statistics beside them.
  std::map<std::string, Tensor> weights() const;

  /// The name of the first output or, where that comes from a softmax, of the scores that the softmax takes.
  std::string scores() const;

  /// All nodes whose op percept does not know, at once; empty where there are none.
  std::optional<Problem> unsupported() const;

  /// Appends the network to a graph that was offered feeds of the inputs' names (those of a sequence `s` are
  /// `s[0]`, `s[1]`, ...), and fetches its outputs. Weights become parameters, by their names; in Mode::train
  /// they are trainable. Throws `Error` where the feeds do not fit, and, with all of its nodes that percept
  /// cannot run, where there are such. Code `graph.value_unknown`: a size depends on fed numbers, so that
  /// only an interpreter that holds them can serve the tracing.
  void trace(Graph& graph) const;
  /// The same on values at hand, one for each input (a tensor each), and without fetching anything: the
  /// values of these names, which may be any in the model, not its outputs alone; nodes that they do not need
  /// are left out. Weights stand within the graph's current path.
  std::vector<Value> apply(Graph& graph, const std::map<std::string, Value>& inputs,
                           const std::vector<std::string>& wanted) const;

 private:
  std::shared_ptr<const State> state_;
};

/// The ops that the import knows, in alphabetical order.
std::vector<std::string> known_ops();

/// A file, and the external data that it names, which lies in its own folder or below.
Result<Model> read_model(const std::filesystem::path& file);
/// The same of bytes at hand; external data is looked for in `folder`, and is refused where that is empty.
Result<Model> parse_model(std::span<const std::byte> bytes, const std::string& name,
                          const std::filesystem::path& folder = {});

}  // namespace percept::onnx
