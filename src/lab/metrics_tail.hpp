// Follows a run's metrics.jsonl as it grows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace percept::lab {

/// A line: a figure, or where `name` is empty a remark.
struct MetricLine {
  std::int64_t step = 0, epoch = 0;
  std::string split, name;
  double value = 0;
  std::string note;
};

/// The line, or false where it is none that a run writes.
bool parse_metric(std::string_view text, MetricLine& line);

/// Reads what has come since the last time. A half line waits for its rest; what is no line is passed over.
/// Where the file is another or shorter one, or its past has changed (a run that goes on from a checkpoint
/// cuts it back), it begins anew.
class MetricsTail {
 public:
  explicit MetricsTail(std::filesystem::path file) : file_(std::move(file)) {}

  /// Called before lines that do not follow upon those of before.
  std::function<void()> restarted;
  std::function<void(const MetricLine&)> line;

  /// Reads at most `most` bytes; true where there is more.
  bool read(std::size_t most);

 private:
  bool is_continued(int file) const;
  void take(std::string_view bytes);

  std::filesystem::path file_;
  std::uint64_t device_ = 0, inode_ = 0, offset_ = 0;
  std::string mark_;      // the last bytes before `offset_`
  std::string half_;      // a line without its end
  bool passing_ = false;  // over a line that is too long
};

}  // namespace percept::lab
