#include "csv_schema.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "percept/io/json_depth.hpp"

namespace percept::data {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostText = 16 << 20, kMostColumns = 1 << 20;

Json json_of(const CsvColumn& column) {
  Json json = {{"name", column.name}, {"numbers", column.numbers}};
  if (!column.values.empty()) json["values"] = column.values;
  return json;
}

// Null where it is not a column as `json_of` writes one.
std::optional<CsvColumn> column_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  auto name = json.find("name"), numbers = json.find("numbers"), values = json.find("values");
  if (name == json.end() || !name->is_string() || numbers == json.end() || !numbers->is_boolean())
    return std::nullopt;
  CsvColumn column{.name = name->get<std::string>(), .numbers = numbers->get<bool>()};
  if (values == json.end()) return column.numbers ? std::optional(column) : std::nullopt;
  if (!values->is_array() || values->empty()) return std::nullopt;
  std::set<std::string> seen;
  for (const Json& value : *values) {
    if (!value.is_string() || !seen.insert(value.get<std::string>()).second) return std::nullopt;
    column.values.push_back(value.get<std::string>());
  }
  return column;
}

Problem unusable() { return Problem("data.csv.schema").with_hint("data.csv.schema.hint"); }

}  // namespace

std::int64_t CsvSchema::width() const {
  std::int64_t width = 0;
  for (const CsvColumn& column : features) width += column.width();
  return width;
}

std::string to_json(const CsvSchema& schema) {
  Json features = Json::array();
  for (const CsvColumn& column : schema.features) features.push_back(json_of(column));
  return Json{{"features", features}, {"target", json_of(schema.target)}}.dump();
}

Result<CsvSchema> parse_schema(std::string_view text) {
  if (text.size() > kMostText || !io::is_shallow_json(text)) return unusable();
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return unusable();
  auto features = json.find("features"), target = json.find("target");
  if (features == json.end() || !features->is_array() || features->empty() ||
      features->size() > kMostColumns || target == json.end())
    return unusable();
  CsvSchema schema;
  std::set<std::string> names;
  auto add = [&](const Json& from, CsvColumn& to) {
    std::optional<CsvColumn> column = column_in(from);
    if (!column || !names.insert(column->name).second) return false;
    to = *std::move(column);
    return true;
  };
  if (!add(*target, schema.target)) return unusable();
  for (const Json& feature : *features) {
    CsvColumn& column = schema.features.emplace_back();
    if (!add(feature, column) || (column.numbers && !column.values.empty())) return unusable();
  }
  return schema;
}

std::optional<double> number_in(std::string_view cell, bool decimal_comma) {
  std::string with_point;
  if (std::size_t comma = cell.find(','); decimal_comma && comma != cell.npos) {
    with_point = cell;
    with_point[comma] = '.';
    cell = with_point;
  }
  if (cell.starts_with('+') && !cell.starts_with("+-")) cell.remove_prefix(1);
  double number = 0;
  auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (end != cell.data() + cell.size() || error == std::errc::invalid_argument) return std::nullopt;
  bool fits = error == std::errc() && std::abs(number) <= double(std::numeric_limits<float>::max());
  return fits ? number : std::numeric_limits<double>::infinity();
}

std::string class_of(double number) { return fmt::format("{}", number + 0.0); }

bool is_missing(std::string_view cell) {
  static const std::set<std::string, std::less<>> words = {"", "?", "na", "n/a", "nan", "null"};
  if (cell.size() > 4) return false;
  std::string lower(cell);
  for (char& c : lower) c = char(std::tolower(static_cast<unsigned char>(c)));
  return words.contains(lower);
}

}  // namespace percept::data
