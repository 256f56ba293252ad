// CSV as in RFC 4180: records of cells, a cell in quotes may hold delimiters, line breaks and doubled quotes.
// A mark of UTF-8 before the text, lines that end in CR LF, LF or CR, and empty lines are allowed; the
// delimiter is the comma, semicolon or tab that the first line holds most often. Spaces around a cell without
// quotes are left out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "percept/io/files.hpp"

namespace percept::io {

class CsvReader {
 public:
  /// No line of more bytes is read: a file without line breaks is no table.
  static constexpr std::size_t kMaxLine = 1 << 20;

  /// `name` names the file in problems. The bytes must outlive the reader.
  CsvReader(std::span<const std::byte> bytes, std::string name);

  /// The cells of the next record into `cells`; false at the end.
  Result<bool> next(std::vector<std::string>& cells);
  /// Where the record last read begins: `table.csv:7`.
  std::string place() const { return name_ + ":" + std::to_string(line_); }
  std::int64_t line() const { return line_; }
  char delimiter() const { return delimiter_; }

 private:
  Result<> read_record(std::vector<std::string>& cells);
  Result<> read_cell(std::string& cell);
  Result<> read_quoted(std::string& cell);
  bool at_break() const;
  void skip_break();
  Problem problem(const char* id, std::int64_t line) const;

  std::string_view text_;
  std::string name_;
  char delimiter_ = ',';
  std::size_t at_ = 0, begin_ = 0;         // the next byte; the record's first
  std::int64_t line_ = 0, next_line_ = 1;  // of the record; of the next byte
};

}  // namespace percept::io
