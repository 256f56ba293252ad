// Rows of numbers as they are typed: the kernel of an image filter, or a small picture.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::lab {

/// No number of a matrix is larger: its products stay far from what f32 holds.
inline constexpr double kLargestNumber = 1e9;

struct Matrix {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> numbers;  // row by row
  double& at(std::int64_t row, std::int64_t column) { return numbers[std::size_t(row * columns + column)]; }
  double at(std::int64_t row, std::int64_t column) const {
    return numbers[std::size_t(row * columns + column)];
  }
  double sum() const;
  bool operator==(const Matrix&) const = default;
};

/// "1 0 -1; 1/16 0.5 2e-3": rows end at a ';' or a line's end, numbers stand apart by spaces or tabs, behind
/// which a comma may stand; a fraction is one number. At most `most` rows and columns; a problem names the
/// row and the number in it.
Result<Matrix> parse_matrix(std::string_view text, std::int64_t most);
/// The cells of a table: a CSV file. The problem names the line.
Result<Matrix> read_matrix(const std::string& file, std::int64_t most);

/// The text that gives the same matrix again.
std::string format_matrix(const Matrix& matrix);

}  // namespace percept::lab
