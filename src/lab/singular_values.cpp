// One-sided Jacobi (Hestenes 1958): pairs of columns are turned until all stand at right angles; what they
// have been turned by is V, and their lengths are the singular values.
#include "singular_values.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percept::lab {
namespace {

constexpr int kMostSweeps = 40;  // ten are usual
constexpr double kSquare = 1e-15;

double product(const Matrix& m, std::int64_t p, std::int64_t q) {
  double sum = 0;
  for (std::int64_t r = 0; r < m.rows; ++r) sum += m.at(r, p) * m.at(r, q);
  return sum;
}

void turn(Matrix& m, std::int64_t p, std::int64_t q, double cosine, double sine) {
  for (std::int64_t r = 0; r < m.rows; ++r) {
    double a = m.at(r, p), b = m.at(r, q);
    m.at(r, p) = cosine * a - sine * b;
    m.at(r, q) = sine * a + cosine * b;
  }
}

// Whether the two columns were not yet at right angles.
bool straighten(Matrix& a, Matrix& v, std::int64_t p, std::int64_t q) {
  double pp = product(a, p, p), qq = product(a, q, q), pq = product(a, p, q);
  if (std::abs(pq) <= kSquare * std::sqrt(pp * qq)) return false;
  double zeta = (qq - pp) / (2 * pq);
  double tangent = std::copysign(1 / (std::abs(zeta) + std::hypot(1, zeta)), zeta);
  double cosine = 1 / std::hypot(1, tangent);
  turn(a, p, q, cosine, cosine * tangent);
  turn(v, p, q, cosine, cosine * tangent);
  return true;
}

// The columns in that order, each times its factor.
Matrix with_columns(const Matrix& m, const std::vector<std::int64_t>& order, auto&& factor) {
  Matrix out{m.rows, m.columns, std::vector<double>(m.numbers.size())};
  for (std::int64_t c = 0; c < m.columns; ++c)
    for (std::int64_t r = 0; r < m.rows; ++r)
      out.at(r, c) = m.at(r, order[std::size_t(c)]) * factor(std::size_t(c));
  return out;
}

}  // namespace

SingularValues singular_values(const Matrix& matrix) {
  std::int64_t n = matrix.columns;
  Matrix a = matrix, v{n, n, std::vector<double>(std::size_t(n * n))};
  for (std::int64_t i = 0; i < n; ++i) v.at(i, i) = 1;
  bool turned = true;
  for (int sweep = 0; turned && sweep < kMostSweeps; ++sweep) {
    turned = false;
    for (std::int64_t p = 0; p < n; ++p)
      for (std::int64_t q = p + 1; q < n; ++q) turned |= straighten(a, v, p, q);
  }
  std::vector<double> lengths;
  for (std::int64_t c = 0; c < n; ++c) lengths.push_back(std::sqrt(product(a, c, c)));
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t p, std::int64_t q) {
    return lengths[std::size_t(p)] > lengths[std::size_t(q)];
  });
  SingularValues out;
  for (std::int64_t column : order) out.values.push_back(lengths[std::size_t(column)]);
  out.left = with_columns(a, order, [&](std::size_t c) { return out.values[c] > 0 ? 1 / out.values[c] : 0; });
  out.right = with_columns(v, order, [](std::size_t) { return 1.0; });
  return out;
}

}  // namespace percept::lab
