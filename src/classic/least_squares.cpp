#include "percept/classic/least_squares.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace percept::classic {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Their lengths; 1 for a column of zeros.
Eigen::VectorXd lengths_of(const Matrix& columns) {
  Eigen::VectorXd lengths = columns.colwise().stableNorm();
  for (double& length : lengths)
    if (length == 0) length = 1;
  return lengths;
}

}  // namespace

LeastSquares::LeastSquares(std::int64_t columns, std::int64_t outputs)
    : columns_(columns), outputs_(outputs),
      triangle_(std::size_t((columns + outputs) * (columns + outputs)), 0.0) {}

bool LeastSquares::add(std::span<const double> rows, std::span<const double> targets) {
  std::int64_t width = columns_ + outputs_, count = std::int64_t(targets.size()) / outputs_;
  Matrix stacked(width + count, width);
  stacked.topRows(width) = Eigen::Map<const Matrix>(triangle_.data(), width, width);
  stacked.block(width, 0, count, columns_) = Eigen::Map<const Matrix>(rows.data(), count, columns_);
  stacked.block(width, columns_, count, outputs_) = Eigen::Map<const Matrix>(targets.data(), count, outputs_);
  if (!stacked.allFinite()) return false;
  Eigen::HouseholderQR<Eigen::Ref<Matrix>> decomposed(stacked);
  Eigen::Map<Matrix>(triangle_.data(), width, width) = stacked.topRows(width).triangularView<Eigen::Upper>();
  rows_ += count;
  return true;
}

// Its columns brought to length 1, so that none counts for nothing because its numbers are small.
LeastSquaresFit LeastSquares::solve(double ridge) const {
  Eigen::Map<const Matrix> triangle(triangle_.data(), columns_ + outputs_, columns_ + outputs_);
  auto known = triangle.topLeftCorner(columns_, columns_);
  auto wanted = triangle.topRightCorner(columns_, outputs_);
  Matrix left = Matrix::Zero(2 * columns_, columns_), right = Matrix::Zero(2 * columns_, outputs_);
  left.topRows(columns_) = known;
  left.bottomRows(columns_).diagonal().setConstant(std::sqrt(ridge));
  right.topRows(columns_) = wanted;
  Eigen::VectorXd lengths = lengths_of(left);
  Eigen::ColPivHouseholderQR<Matrix> decomposed(left * lengths.cwiseInverse().asDiagonal());
  Matrix weight = lengths.cwiseInverse().asDiagonal() * decomposed.solve(right);

  LeastSquaresFit fit;
  fit.rank = decomposed.rank();
  fit.squares =
      (known * weight - wanted).squaredNorm() + triangle.bottomRightCorner(outputs_, outputs_).squaredNorm();
  Matrix rows = weight.transpose();
  fit.weight.assign(rows.data(), rows.data() + rows.size());
  return fit;
}

}  // namespace percept::classic
