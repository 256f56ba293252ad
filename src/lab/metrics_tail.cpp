#include "metrics_tail.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "percept/io/descriptor.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;  // a note of 65,536 bytes, each escaped, is shorter
constexpr std::size_t kMark = 64;

// Takes lines as the run writes them apart, ten times faster than JSON in general.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool word(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  template <class Number>
  bool number(Number& value) {
    auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc()) return false;
    text_.remove_prefix(std::size_t(end - text_.data()));
    return true;
  }
  bool name(std::string& value) {
    std::size_t end = text_.find_first_of("\"\\");
    if (end == text_.npos || text_[end] != '"') return false;
    value = text_.substr(0, end);
    text_.remove_prefix(end);
    return true;
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

bool scan(std::string_view text, MetricLine& line) {
  Scanner scanner(text);
  return scanner.word(R"({"step":)") && scanner.number(line.step) && scanner.word(R"(,"epoch":)") &&
         scanner.number(line.epoch) && scanner.word(R"(,"split":")") && scanner.name(line.split) &&
         scanner.word(R"(","name":")") && scanner.name(line.name) && scanner.word(R"(","value":)") &&
         scanner.number(line.value) && scanner.word("}") && scanner.done();
}

}  // namespace

bool parse_metric(std::string_view text, MetricLine& line) {
  if (scan(text, line)) return true;
  if (!io::is_shallow_json(text)) return false;
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return false;
  auto has = [&](const char* key, auto is) { return json.contains(key) && (json[key].*is)(); };
  using Json = nlohmann::json;
  line = {};
  if (!has("step", &Json::is_number_integer) || !has("epoch", &Json::is_number_integer)) return false;
  line.step = json["step"].get<std::int64_t>();
  line.epoch = json["epoch"].get<std::int64_t>();
  if (has("note", &Json::is_string)) return line.note = json["note"], true;
  if (!has("split", &Json::is_string) || !has("name", &Json::is_string) || !has("value", &Json::is_number))
    return false;
  line.split = json["split"];
  line.name = json["name"];
  line.value = json["value"].get<double>();
  return true;
}

bool MetricsTail::is_continued(int file) const {
  struct stat status;
  if (::fstat(file, &status) != 0 || status.st_dev != device_ || status.st_ino != inode_ ||
      std::uint64_t(status.st_size) < offset_)
    return false;
  char seen[kMark];
  ssize_t got = ::pread(file, seen, mark_.size(), off_t(offset_ - mark_.size()));
  return got == ssize_t(mark_.size()) && std::string_view(seen, mark_.size()) == mark_;
}

bool MetricsTail::read(std::size_t most) {
  io::Descriptor file(::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status;
  if (!file.ok() || ::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  if (!is_continued(file)) {
    bool had = offset_ > 0;
    offset_ = 0;
    device_ = status.st_dev;
    inode_ = status.st_ino;
    mark_.clear();
    half_.clear();
    passing_ = false;
    if (had && restarted) restarted();
  }
  std::string bytes(std::min<std::uint64_t>(most, std::uint64_t(status.st_size) - offset_), '\0');
  ssize_t got = bytes.empty() ? 0 : ::pread(file, bytes.data(), bytes.size(), off_t(offset_));
  if (got <= 0) return false;
  bytes.resize(std::size_t(got));
  offset_ += bytes.size();
  mark_ = (mark_ + bytes.substr(bytes.size() - std::min(bytes.size(), kMark)));
  mark_ = mark_.substr(mark_.size() - std::min(mark_.size(), kMark));
  take(bytes);
  return offset_ < std::uint64_t(status.st_size);
}

void MetricsTail::take(std::string_view bytes) {
  MetricLine parsed;
  for (std::size_t end; (end = bytes.find('\n')) != bytes.npos; bytes.remove_prefix(end + 1)) {
    std::string_view text = bytes.substr(0, end);
    if (!half_.empty()) text = half_.append(text);
    if (!passing_ && parse_metric(text, parsed) && line) line(parsed);
    half_.clear();
    passing_ = false;
  }
  half_ += bytes;
  if (half_.size() <= kLongestLine) return;
  half_.clear();
  passing_ = true;
}

}  // namespace percept::lab
