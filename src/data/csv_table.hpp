// A CSV file as a table: a header of names, then rows of as many cells.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "csv_schema.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/csv.hpp"

namespace percept::data {

class CsvTable {
 public:
  /// Reads the header. The bytes must outlive the table.
  static Result<CsvTable> open(std::span<const std::byte> bytes, const std::string& name);

  const std::vector<std::string>& names() const { return names_; }
  /// The next row; false at the end. A problem where it is not as long as the header, or a value is missing.
  Result<bool> next();
  std::int64_t line() const { return reader_.line(); }
  const std::string& cell(std::size_t column) const { return cells_[column]; }
  /// The cell as a number; nothing where it is a word. A problem where it is beyond f32.
  Result<std::optional<double>> number(std::size_t column) const;
  /// A problem with one cell of the row, at its line.
  Problem problem(const char* id, std::size_t column, std::vector<Argument> arguments = {}) const;

 private:
  CsvTable(io::CsvReader reader, std::string name) : reader_(std::move(reader)), name_(std::move(name)) {}
  io::CsvReader reader_;
  std::string name_;
  std::vector<std::string> names_, cells_;
};

/// What the columns mean: a column with a cell that is no number is one of words, with a sorted vocabulary.
/// The target (`OpenOptions::target`, else the last column) is a class where it is words, or whole numbers of
/// at most twenty values, each twice or more in the mean; else a number; `OpenOptions::task` overrides that.
Result<CsvSchema> read_schema(std::span<const std::byte> bytes, const std::string& name,
                              const OpenOptions& options);

}  // namespace percept::data
