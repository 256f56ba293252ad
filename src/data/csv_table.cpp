#include "csv_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "percept/base/spelling.hpp"

namespace percept::data {
namespace {

constexpr std::size_t kMostValues = 100;    // of a feature of words
constexpr std::size_t kMostClasses = 1000;  // of a target
constexpr std::size_t kFewWholes = 20;      // that are taken for classes

std::optional<Problem> wrong_header(const std::vector<std::string>& names, const std::string& file) {
  auto problem = [&](const char* id, std::vector<Argument> arguments = {}) {
    return Problem(id, std::move(arguments)).about(file).with_hint("data.csv.header.hint").at(file + ":1");
  };
  if (names.size() < 2) return problem("data.csv.one_column");
  std::set<std::string> seen;
  bool numbers = true;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) return problem("data.csv.no_name", {{"number", i + 1}});
    if (!seen.insert(names[i]).second) return problem("data.csv.name_twice", {{"column", names[i]}});
    numbers &= number_in(names[i], false).has_value();
  }
  if (numbers) return problem("data.csv.no_header");
  return std::nullopt;
}

}  // namespace

Result<CsvTable> CsvTable::open(std::span<const std::byte> bytes, const std::string& name) {
  CsvTable table(io::CsvReader(bytes, name), name);
  Result<bool> header = table.reader_.next(table.names_);
  if (!header) return std::move(header).problem();
  if (!*header) return Problem("io.empty").about(name).with_hint("data.csv.header.hint");
  if (std::optional<Problem> problem = wrong_header(table.names_, name)) return *std::move(problem);
  return table;
}

Problem CsvTable::problem(const char* id, std::size_t column, std::vector<Argument> arguments) const {
  arguments.emplace_back("column", names_[column]);
  arguments.emplace_back("line", reader_.line());
  return Problem(id, std::move(arguments)).about(name_).at(reader_.place());
}

Result<bool> CsvTable::next() {
  Result<bool> more = reader_.next(cells_);
  if (!more || !*more) return more;
  if (cells_.size() != names_.size())
    return Problem("data.csv.ragged",
                   {{"line", reader_.line()}, {"have", cells_.size()}, {"want", names_.size()}})
        .about(name_)
        .with_hint("data.csv.ragged.hint")
        .at(reader_.place());
  for (std::size_t i = 0; i < cells_.size(); ++i)
    if (is_missing(cells_[i])) return problem("data.csv.missing", i).with_hint("data.csv.missing.hint");
  return true;
}

Result<std::optional<double>> CsvTable::number(std::size_t column) const {
  std::optional<double> number = number_in(cells_[column], reader_.delimiter() == ';');
  if (number && !std::isfinite(*number))
    return problem("data.csv.infinite", column, {{"value", cells_[column]}})
        .with_hint("data.csv.infinite.hint");
  return number;
}

namespace {

// What the rows show of a column; at most `kMostClasses` + 1 values are remembered.
struct Evidence {
  bool numbers = true, whole = true;
  std::string first_word;
  std::int64_t first_line = 0;
  std::set<std::string, std::less<>> words;
  std::set<double> values;

  void add_number(double number) {
    whole &= number == std::floor(number);
    if (values.size() <= kMostClasses) values.insert(number);
  }
  void add_word(const std::string& word) {
    if (words.size() <= kMostClasses && !words.contains(word)) words.insert(word);
  }
};

// All the evidence, in the order of the columns.
struct Reading {
  std::vector<Evidence> columns;
  std::int64_t rows = 0;
};

Result<Reading> read_rows(CsvTable& table) {
  Reading reading{.columns = std::vector<Evidence>(table.names().size())};
  for (;;) {
    Result<bool> more = table.next();
    if (!more) return std::move(more).problem();
    if (!*more) return reading;
    ++reading.rows;
    for (std::size_t i = 0; i < reading.columns.size(); ++i) {
      Evidence& column = reading.columns[i];
      column.add_word(table.cell(i));
      if (!column.numbers) continue;
      Result<std::optional<double>> number = table.number(i);
      if (!number) return std::move(number).problem();
      if (*number) {
        column.add_number(**number);
      } else {
        column.numbers = false;
        column.first_word = table.cell(i);
        column.first_line = table.line();
      }
    }
  }
}

Problem too_many(const std::string& name, const Evidence& column, const std::string& file, std::size_t most) {
  return Problem("data.csv.many_values", {{"column", name}, {"most", most}})
      .about(file)
      .with_hint("data.csv.many_values.hint", {{"word", column.first_word}, {"line", column.first_line}});
}

Result<CsvColumn> feature_of(const std::string& name, const Evidence& column, const std::string& file) {
  CsvColumn feature{.name = name, .numbers = column.numbers};
  if (column.numbers) return feature;
  if (column.words.size() > kMostValues) return too_many(name, column, file, kMostValues);
  feature.values.assign(column.words.begin(), column.words.end());
  return feature;
}

Result<CsvColumn> target_of(const std::string& name, const Evidence& column, std::int64_t rows,
                            const std::string& file, const std::string& task) {
  CsvColumn target{.name = name, .numbers = column.numbers};
  bool few =
      column.whole && column.values.size() <= kFewWholes && 2 * std::int64_t(column.values.size()) <= rows;
  bool classes = task.empty() ? !column.numbers || few : task == "classification";
  if (!classes && !column.numbers)
    return Problem("data.csv.words", {{"column", name}, {"word", column.first_word}})
        .about(file)
        .with_hint("data.csv.words.hint");
  if (!classes) return target;
  if ((column.numbers ? column.values.size() : column.words.size()) > kMostClasses)
    return too_many(name, column, file, kMostClasses);
  if (column.numbers)
    for (double value : column.values) target.values.push_back(class_of(value));
  else
    target.values.assign(column.words.begin(), column.words.end());
  return target;
}

Problem unknown_column(const std::string& name, const std::vector<std::string>& names,
                       const std::string& file) {
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
  Problem problem = Problem("data.csv.target", {{"column", name}}).about(file);
  if (std::optional<std::string> meant = nearest_spelling(name, names))
    return std::move(problem).with_hint("data.class.meant", {{"meant", *meant}, {"known", known}});
  return std::move(problem).with_hint("data.class.hint", {{"known", known}});
}

}  // namespace

Result<CsvSchema> read_schema(std::span<const std::byte> bytes, const std::string& name,
                              const OpenOptions& options) {
  if (!options.task.empty() && options.task != "classification" && options.task != "regression")
    return Problem("data.csv.task", {{"task", options.task}}).about(name).with_hint("data.csv.task.hint");
  Result<CsvTable> table = CsvTable::open(bytes, name);
  if (!table) return std::move(table).problem();
  const std::vector<std::string>& names = table->names();
  auto target =
      options.target.empty() ? names.end() - 1 : std::find(names.begin(), names.end(), options.target);
  if (target == names.end()) return unknown_column(options.target, names, name);
  Result<Reading> reading = read_rows(*table);
  if (!reading) return std::move(reading).problem();
  if (reading->rows == 0) return Problem("data.csv.no_rows").about(name).with_hint("data.csv.header.hint");

  CsvSchema schema;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Evidence& column = reading->columns[i];
    bool is_target = names.begin() + std::ptrdiff_t(i) == target;
    Result<CsvColumn> found = is_target ? target_of(names[i], column, reading->rows, name, options.task)
                                        : feature_of(names[i], column, name);
    if (!found) return std::move(found).problem();
    if (is_target)
      schema.target = *std::move(found);
    else
      schema.features.push_back(*std::move(found));
  }
  return schema;
}

}  // namespace percept::data
