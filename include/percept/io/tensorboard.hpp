// Event files, which TensorBoard shows: records of protobuf messages, each framed by its length and
// checksums.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/io/histogram.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// When something happened: the step of training, and seconds since 1970. The caller's clock counts: the
/// file asks none, so equal calls give equal bytes.
struct EventTime {
  std::int64_t step = 0;
  double seconds = 0;
};

/// A node of the drawing of a network. TensorBoard folds names at their slashes: conv1/weight.
struct GraphNode {
  std::string name, op;
  std::vector<std::string> inputs;  // names of nodes; `name:1` is the second output of one
  std::vector<Shape> outputs;
};

using HyperParameter = std::variant<double, bool, std::string>;

/// What the page of hyper-parameters compares runs by.
struct Experiment {
  std::map<std::string, HyperParameter> parameters;
  std::vector<std::string> metrics;  // tags of the scalars that measure a run
};

enum class SessionStatus { unknown, success, failure, running };

/// Writes one event file. What is added waits in memory until `flush`, so that the file on disk always ends
/// with a whole record. Texts are UTF-8. Not thread-safe.
class EventFile {
 public:
  /// A new file in `folder`, named after its second: events.out.tfevents.1700000000.percept; where there is
  /// one of that name, .percept-2 and so on.
  static Result<EventFile> create(const std::filesystem::path& folder, double seconds);
  /// Goes on with a file as it was when it had `length` bytes; what stands behind them is cut off. A problem
  /// where the file is shorter or no event file.
  static Result<EventFile> reopen(const std::filesystem::path& path, std::uint64_t length);
  /// Flushes; whoever must know whether that succeeds flushes before.
  ~EventFile();
  EventFile(EventFile&&) noexcept;
  EventFile& operator=(EventFile&&) noexcept;

  void add_scalar(std::string_view tag, double value, EventTime time);
  void add_histogram(std::string_view tag, const Histogram& histogram, EventTime time);
  /// u8 [H, W, C] with C 1 or 3; a problem for anything else.
  Result<> add_image(std::string_view tag, const Tensor& image, EventTime time);
  void add_graph(std::span<const GraphNode> nodes, EventTime time);
  void add_session_start(const Experiment& experiment, EventTime time);
  void add_session_end(SessionStatus status, EventTime time);

  /// Hands what was added to the system; with `sync` it survives a loss of power too. Where that fails, the
  /// file is as before, and the next flush tries again.
  Result<> flush(bool sync = false);
  /// Bytes of the file, as of the last flush: the length for `reopen`.
  std::uint64_t size() const;
  const std::filesystem::path& path() const;

 private:
  struct State;
  explicit EventFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace percept::io
