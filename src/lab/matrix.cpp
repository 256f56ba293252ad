#include "percept/lab/matrix.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numeric>

#include "percept/base/utf8.hpp"
#include "percept/io/csv.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kLongestWord = 40;  // of a typed text, as a problem repeats it
constexpr std::uint64_t kLargestFile = 16 << 20;

// What was typed, as far as a line of text can show it.
std::string shown(std::string_view word) {
  std::string out;
  for (char c : word.substr(0, kLongestWord))
    out += static_cast<unsigned char>(c) < ' ' || c == 127 ? '?' : c;
  while (!out.empty() && !is_utf8(out)) {  // cut within a letter, or never text
    if (word.size() <= kLongestWord || out.size() + 4 <= kLongestWord) return "?";
    out.pop_back();
  }
  return word.size() > kLongestWord ? out + "..." : out;
}

// The whole word as a number; a sign '+' is allowed in front.
bool parse_number(std::string_view word, double& number) {
  if (word.starts_with('+') && !word.starts_with("+-")) word.remove_prefix(1);
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() && std::isfinite(number);
}

Result<double> parse_cell(std::string_view word) {
  double number = 0, divisor = 1;
  std::size_t bar = word.find('/');
  if (!parse_number(word.substr(0, bar), number) ||
      (bar != word.npos && !parse_number(word.substr(bar + 1), divisor))) {
    Problem problem("lab.matrix.number", {{"word", shown(word)}});
    return word.find(',') == word.npos ? std::move(problem).with_hint("lab.matrix.hint")
                                       : std::move(problem).with_hint("lab.matrix.comma.hint");
  }
  if (divisor == 0) return Problem("lab.matrix.zero", {{"word", shown(word)}}).with_hint("lab.matrix.hint");
  number /= divisor;
  if (!(std::abs(number) <= kLargestNumber))
    return Problem("lab.matrix.range", {{"word", shown(word)}, {"most", kLargestNumber}})
        .with_hint("lab.matrix.range.hint");
  return number;
}

std::string place_of(std::int64_t row, std::size_t number) {
  return text("lab.matrix.place", {{"row", row}, {"number", number}});
}

/// Takes row after row, and finds fault.
class Rows {
 public:
  explicit Rows(std::int64_t most) : most_(most) {}

  Result<> add(const std::vector<std::string_view>& words) {
    std::int64_t row = ++matrix_.rows;
    for (std::size_t i = 0; i < words.size(); ++i) {
      Result<double> number = parse_cell(words[i]);
      if (!number) return Problem(number.problem()).at(place_of(row, i + 1));
      matrix_.numbers.push_back(*number);
    }
    if (row == 1) matrix_.columns = std::int64_t(words.size());
    if (row > most_ || std::int64_t(words.size()) > most_)
      return Problem("lab.matrix.large", {{"most", most_}})
          .with_hint("lab.matrix.large.hint")
          .at(place_of(row, 1));
    if (std::int64_t(words.size()) != matrix_.columns)
      return Problem("lab.matrix.ragged", {{"row", row}, {"have", words.size()}, {"want", matrix_.columns}})
          .with_hint("lab.matrix.ragged.hint")
          .at(place_of(row, 1));
    return Done();
  }

  Result<Matrix> finish() {
    if (matrix_.numbers.empty()) return Problem("lab.matrix.empty").with_hint("lab.matrix.hint");
    return std::move(matrix_);
  }

 private:
  std::int64_t most_;
  Matrix matrix_;
};

// The words of a row; a comma behind a word is left out, one within is the word's.
std::vector<std::string_view> words_of(std::string_view row) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; (begin = row.find_first_not_of(" \t\r", begin)) != row.npos;) {
    std::size_t end = std::min(row.find_first_of(" \t\r", begin), row.size());
    std::string_view word = row.substr(begin, end - begin);
    if (word.size() > 1 && word.ends_with(',')) word.remove_suffix(1);
    words.push_back(word);
    begin = end;
  }
  return words;
}

}  // namespace

double Matrix::sum() const { return std::accumulate(numbers.begin(), numbers.end(), 0.0); }

Result<Matrix> parse_matrix(std::string_view text, std::int64_t most) {
  Rows rows(most);
  while (!text.empty()) {
    std::size_t end = std::min(text.find_first_of(";\n"), text.size());
    std::vector<std::string_view> words = words_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty()) continue;  // "1 2;" and blank lines
    if (Result<> added = rows.add(words); !added) return std::move(added).problem();
  }
  return rows.finish();
}

Result<Matrix> read_matrix(const std::string& file, std::int64_t most) {
  Result<io::Bytes> bytes = io::read_file(file, kLargestFile);
  if (!bytes) return std::move(bytes).problem();
  io::CsvReader reader(*bytes, file);
  Rows rows(most);
  std::vector<std::string> cells;
  while (true) {
    Result<bool> more = reader.next(cells);
    if (!more) return std::move(more).problem();
    if (!*more) break;
    Result<> added = rows.add({cells.begin(), cells.end()});
    if (!added) return std::move(added).problem().about(file).at(reader.place());
  }
  Result<Matrix> matrix = rows.finish();
  return matrix ? std::move(matrix) : Result<Matrix>(std::move(matrix).problem().about(file));
}

std::string format_matrix(const Matrix& matrix) {
  std::string out;
  for (std::size_t i = 0; i < matrix.numbers.size(); ++i) {
    bool first = std::int64_t(i) % matrix.columns == 0;
    out += fmt::format("{}{}", i == 0 ? "" : first ? "; " : " ", matrix.numbers[i]);
  }
  return out;
}

}  // namespace percept::lab
