// What the columns of a table mean: which are numbers, which are words and of which vocabulary, and which is
// to be predicted. It is kept with a network, so that later tables are encoded as the first was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::data {

struct CsvColumn {
  std::string name;
  bool numbers = true;              // else words
  std::vector<std::string> values;  // the vocabulary; of numbers only where they stand for classes

  /// Numbers as one feature, words as one for each of the vocabulary, of which one is 1.
  std::int64_t width() const { return numbers ? 1 : std::int64_t(values.size()); }
};

struct CsvSchema {
  std::vector<CsvColumn> features;
  CsvColumn target;  // with values: these are the classes; else a number is predicted

  bool classifies() const { return !target.values.empty(); }
  std::int64_t width() const;
};

/// As JSON, and back: what is read may be hostile.
std::string to_json(const CsvSchema& schema);
Result<CsvSchema> parse_schema(std::string_view json);

/// A cell as a number, where it is one: 1, -2.5, 1e3, and 2,5 where `decimal_comma`; infinite where it is
/// beyond f32.
std::optional<double> number_in(std::string_view cell, bool decimal_comma);
/// The name of the class that a number stands for: 1 for 1, 01 and 1.0.
std::string class_of(double number);
/// Whether a cell says that its value is not known: empty, NA, N/A, NaN, null or ?.
bool is_missing(std::string_view cell);

}  // namespace percept::data
