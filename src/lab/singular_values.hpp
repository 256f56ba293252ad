// The singular values of a matrix, and the vectors to them.
#pragma once

#include "percept/lab/matrix.hpp"

namespace percept::lab {

/// A = U diag(values) V^T: the columns of `left` and `right` are the vectors, those to a value of 0 are zeros
/// in `left`. Of a symmetric matrix without negative eigenvalues the values are its eigenvalues.
struct SingularValues {
  std::vector<double> values;  // the largest first, one a column of A
  Matrix left, right;
};

SingularValues singular_values(const Matrix& matrix);

}  // namespace percept::lab
