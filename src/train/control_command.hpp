// The lines of a control socket: what a client asks, and what it is told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "percept/io/histogram.hpp"
#include "percept/train/control.hpp"

namespace percept::train {

struct Command {
  enum class Kind {
    status,
    pause,
    resume,
    step,
    stop,
    set,
    snapshot,
    note,
    watch,
    parameters,
    parameter,
    weights,
    histogram,
    activation
  };
  Kind kind = Kind::status;
  std::string id;  // as JSON; empty: none was given
  Changes changes;
  std::string text, path;
  std::int64_t count = 1, example = 0;
};

/// The bytes of the tensors that one answer may hold.
inline constexpr std::size_t kMaxTensorSent = 64 << 20;

/// Why so many bytes of `what` are not sent; empty where they are.
std::optional<Problem> too_large(std::size_t bytes, const std::string& what);

/// Takes a line apart. `id` is that of the line, as far as it can be told, also where there is a problem.
Result<Command> parse_command(const std::string& line, std::string& id);

std::string answer_of(const std::string& id, const Problem& problem);
std::string answer_of(const std::string& id, const SessionState& state, bool paused);
std::string answer_of(const std::string& id, const std::filesystem::path& file);
std::string answer_of(const std::string& id, const std::vector<ParameterInfo>& parameters);
/// `{"path", "dtype", "shape", "data"}`: the elements as they lie in memory, little-endian, in base64.
std::string answer_of(const std::string& id, const std::string& path, const Tensor& tensor);
/// {"step", "tensors"}, each of these the same.
std::string answer_of(const std::string& id, std::int64_t step, const std::map<std::string, Tensor>& weights);
std::string answer_of(const std::string& id, const std::string& path, const io::Histogram& histogram);

}  // namespace percept::train
