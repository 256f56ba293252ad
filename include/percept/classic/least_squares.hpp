// Least squares: the weights w for which |A w - t|^2 + ridge |w|^2 is least, of rows that come one after the
// other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace percept::classic {

struct LeastSquaresFit {
  std::vector<double> weight;  // [outputs, columns]
  double squares = 0;          // |A w - t|^2, over all rows and outputs
  std::int64_t rank = 0;       // columns that are independent in f64; below their number w is not one alone
};

/// Of the rows taken in it keeps the triangle of their QR decomposition (Householder): A and t are never
/// squared, as they are in the normal equations, where f64 loses half of its digits.
class LeastSquares {
 public:
  LeastSquares(std::int64_t columns, std::int64_t outputs);

  /// Rows [n, columns] and targets [n, outputs]. False, and nothing is taken in, where a number is not
  /// finite.
  bool add(std::span<const double> rows, std::span<const double> targets);
  std::int64_t rows() const { return rows_; }
  LeastSquaresFit solve(double ridge = 0) const;

 private:
  std::int64_t columns_, outputs_, rows_ = 0;
  std::vector<double> triangle_;  // of (A t), [columns + outputs, columns + outputs]
};

}  // namespace percept::classic
