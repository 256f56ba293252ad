#include "percept/io/csv.hpp"

#include <algorithm>
#include <array>

#include "percept/base/utf8.hpp"

namespace percept::io {
namespace {

char detected_delimiter(std::string_view text) {
  std::array<std::int64_t, 3> counts{};
  constexpr std::string_view kDelimiters = ",;\t";
  bool quoted = false;
  for (char c : text.substr(0, CsvReader::kMaxLine)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (std::size_t which = kDelimiters.find(c); which != kDelimiters.npos) ++counts[which];
  }
  return kDelimiters[std::size_t(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

}  // namespace

CsvReader::CsvReader(std::span<const std::byte> bytes, std::string name)
    : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), name_(std::move(name)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  delimiter_ = detected_delimiter(text_);
}

Problem CsvReader::problem(const char* id, std::int64_t line) const {
  return Problem(id).about(name_).with_hint("io.csv_quote.hint").at(name_ + ":" + std::to_string(line));
}

bool CsvReader::at_break() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

void CsvReader::skip_break() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++next_line_;
}

// Behind the opening quote, to behind the closing one and the spaces after it.
Result<> CsvReader::read_quoted(std::string& cell) {
  std::int64_t opened = next_line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (at_ - begin_ > kMaxLine) break;
    char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') {
        for (++at_; at_ < text_.size() && text_[at_] == ' ';) ++at_;
        if (at_ == text_.size() || text_[at_] == delimiter_ || at_break()) return Done{};
        return problem("io.csv_after_quote", next_line_);
      }
      ++at_;
    } else if (c == '\n' || (c == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n'))) {
      ++next_line_;
    }
    cell += c;
  }
  return problem("io.csv_open_quote", opened);
}

Result<> CsvReader::read_cell(std::string& cell) {
  cell.clear();
  while (at_ < text_.size() && is_space(text_[at_]) && text_[at_] != delimiter_) ++at_;
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cell);
  std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && !at_break() && at_ - begin_ <= kMaxLine) ++at_;
  std::size_t end = at_;
  while (end > begin && is_space(text_[end - 1])) --end;
  cell.assign(text_.substr(begin, end - begin));
  return Done{};
}

Result<> CsvReader::read_record(std::vector<std::string>& cells) {
  begin_ = at_;
  line_ = next_line_;
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    if (count > 0) ++at_;  // the delimiter
    if (cells.size() == count) cells.emplace_back();
    if (Result<> read = read_cell(cells[count]); !read) return read;
    if (at_ - begin_ > kMaxLine)
      return Problem("io.csv_long_line", {{"most", kMaxLine}})
          .about(name_)
          .with_hint("io.csv.hint")
          .at(place());
    more = at_ < text_.size() && text_[at_] == delimiter_;
  }
  cells.resize(count);
  std::string_view record = text_.substr(begin_, at_ - begin_);
  if (!is_utf8(record))
    return Problem("io.csv_encoding").about(name_).with_hint("io.csv_encoding.hint").at(place());
  if (record.find('\0') != record.npos)
    return Problem("io.csv_nul").about(name_).with_hint("io.csv.hint").at(place());
  if (at_ < text_.size()) skip_break();
  return Done{};
}

Result<bool> CsvReader::next(std::vector<std::string>& cells) {
  while (at_ < text_.size()) {
    if (Result<> read = read_record(cells); !read) return std::move(read).problem();
    if (cells.size() > 1 || !cells.front().empty()) return true;  // else an empty line
  }
  return false;
}

}  // namespace percept::io
