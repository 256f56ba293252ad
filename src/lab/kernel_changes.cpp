// What turns a kernel into another: normalise, transpose, rotate, mirror.
#include <algorithm>
#include <cmath>
#include <functional>

#include "percept/base/spelling.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

// Each number from where `source(row, column)` says, in a kernel of this size.
Matrix moved(const Matrix& kernel, std::int64_t rows, std::int64_t columns,
             const std::function<double(std::int64_t, std::int64_t)>& source) {
  Matrix out{rows, columns, std::vector<double>(kernel.numbers.size())};
  for (std::int64_t r = 0; r < rows; ++r)
    for (std::int64_t c = 0; c < columns; ++c) out.at(r, c) = source(r, c);
  return out;
}

// Sums to 1, so that a picture keeps its brightness. Where the sum is 0, the positive numbers do.
Matrix normalised(Matrix kernel) {
  double sum = kernel.sum();
  if (std::abs(sum) < 1e-9) {
    sum = 0;
    for (double number : kernel.numbers) sum += std::max(number, 0.0);
  }
  if (sum != 0)
    for (double& number : kernel.numbers) number /= sum;
  return kernel;
}

Matrix transposed(const Matrix& k) {
  return moved(k, k.columns, k.rows, [&](auto r, auto c) { return k.at(c, r); });
}
Matrix rotated90(const Matrix& k) {  // clockwise
  return moved(k, k.columns, k.rows, [&](auto r, auto c) { return k.at(k.rows - 1 - c, r); });
}
Matrix mirrored(const Matrix& k) {
  return moved(k, k.rows, k.columns, [&](auto r, auto c) { return k.at(r, k.columns - 1 - c); });
}
Matrix flipped(const Matrix& k) {
  return moved(k, k.rows, k.columns, [&](auto r, auto c) { return k.at(k.rows - 1 - r, c); });
}
Matrix rotated180(const Matrix& k) { return flipped(mirrored(k)); }
Matrix negated(Matrix k) {
  for (double& number : k.numbers) number = number == 0 ? 0 : -number;
  return k;
}

// Clockwise: the ring at distance `d` from the middle has 8 d places, of which 45 degrees are d.
Matrix rotated45(const Matrix& k) {
  if (k.rows != k.columns || k.rows % 2 == 0)
    throw Error(Problem("lab.kernel_turn", {{"rows", k.rows}, {"columns", k.columns}})
                    .with_hint("lab.kernel_turn.hint"));
  Matrix out = k;
  std::int64_t middle = k.rows / 2;
  for (std::int64_t d = 1; d <= middle; ++d) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ring;  // clockwise from the corner at the top left
    for (std::int64_t i = -d; i < d; ++i) ring.emplace_back(middle - d, middle + i);
    for (std::int64_t i = -d; i < d; ++i) ring.emplace_back(middle + i, middle + d);
    for (std::int64_t i = d; i > -d; --i) ring.emplace_back(middle + d, middle + i);
    for (std::int64_t i = d; i > -d; --i) ring.emplace_back(middle + i, middle - d);
    for (std::size_t i = 0; i < ring.size(); ++i) {
      auto [row, column] = ring[(i + std::size_t(d)) % ring.size()];
      out.at(row, column) = k.at(ring[i].first, ring[i].second);
    }
  }
  return out;
}

constexpr std::string_view kChanges[] = {"normalise", "transpose", "rotate45", "rotate90",
                                         "rotate180", "mirror",    "flip",     "negate"};
using Change = Matrix (*)(const Matrix&);
constexpr Change kFunctions[] = {[](const Matrix& k) { return normalised(k); },
                                 transposed,
                                 rotated45,
                                 rotated90,
                                 rotated180,
                                 mirrored,
                                 flipped,
                                 [](const Matrix& k) { return negated(k); }};

}  // namespace

Matrix resized(const Matrix& kernel, std::int64_t rows, std::int64_t columns) {
  Matrix out{rows, columns, std::vector<double>(std::size_t(rows * columns))};
  std::int64_t top = rows / 2 - kernel.rows / 2, left = columns / 2 - kernel.columns / 2;
  for (std::int64_t r = 0; r < kernel.rows; ++r)
    for (std::int64_t c = 0; c < kernel.columns; ++c)
      if (r + top >= 0 && r + top < rows && c + left >= 0 && c + left < columns)
        out.at(r + top, c + left) = kernel.at(r, c);
  return out;
}

std::span<const std::string_view> kernel_changes() { return kChanges; }

Matrix changed(const Matrix& kernel, std::string_view change) {
  const auto* found = std::find(std::begin(kChanges), std::end(kChanges), change);
  if (found == std::end(kChanges))
    throw Error(unknown_word(Problem("lab.kernel_change", {{"word", change}}), change,
                             {std::begin(kChanges), std::end(kChanges)}));
  return kFunctions[found - std::begin(kChanges)](kernel);
}

}  // namespace percept::lab
