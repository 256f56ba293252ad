#include "percept/classic/least_squares.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "percept/base/random.hpp"

namespace percept::classic {
namespace {

std::vector<double> powers(const std::vector<double>& x, int degree) {
  std::vector<double> rows;
  for (double each : x)
    for (int i = 0; i <= degree; ++i) rows.push_back(std::pow(each, i));
  return rows;
}

// A in (A'A + ridge) w = A't, by Gauss with pivots: an independent way, good enough where A is well
// conditioned.
std::vector<double> normal_equations(const std::vector<double>& rows, const std::vector<double>& t,
                                     std::size_t columns, double ridge) {
  std::vector<std::vector<double>> m(columns, std::vector<double>(columns + 1, 0.0));
  for (std::size_t r = 0; r < t.size(); ++r)
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t k = 0; k < columns; ++k) m[i][k] += rows[r * columns + i] * rows[r * columns + k];
      m[i][columns] += rows[r * columns + i] * t[r];
    }
  for (std::size_t i = 0; i < columns; ++i) m[i][i] += ridge;
  for (std::size_t i = 0; i < columns; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i; r < columns; ++r)
      if (std::abs(m[r][i]) > std::abs(m[pivot][i])) pivot = r;
    std::swap(m[i], m[pivot]);
    for (std::size_t r = 0; r < columns; ++r) {
      if (r == i) continue;
      double factor = m[r][i] / m[i][i];
      for (std::size_t k = i; k <= columns; ++k) m[r][k] -= factor * m[i][k];
    }
  }
  std::vector<double> w;
  for (std::size_t i = 0; i < columns; ++i) w.push_back(m[i][columns] / m[i][i]);
  return w;
}

TEST(LeastSquares, GivesWhatTheNormalEquationsSay) {
  RandomSequence random(RandomStream(3, "least_squares"));
  std::vector<double> rows, targets;
  for (int i = 0; i < 50 * 4; ++i) rows.push_back(double(random.uniform(-1, 1)));
  for (int i = 0; i < 50; ++i) targets.push_back(double(random.uniform(-1, 1)));
  for (double ridge : {0.0, 0.7}) {
    LeastSquares squares(4, 1);
    ASSERT_TRUE(squares.add(rows, targets));
    LeastSquaresFit fit = squares.solve(ridge);
    std::vector<double> wanted = normal_equations(rows, targets, 4, ridge);
    double sum = 0;
    for (std::size_t r = 0; r < 50; ++r) {
      double y = 0;
      for (std::size_t i = 0; i < 4; ++i) y += wanted[i] * rows[4 * r + i];
      sum += (y - targets[r]) * (y - targets[r]);
    }
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(fit.weight[i], wanted[i], 1e-13) << ridge;
    EXPECT_NEAR(fit.squares, sum, 1e-12) << ridge;
    EXPECT_EQ(fit.rank, 4);
  }
}

TEST(LeastSquares, RowsMayComeInPieces) {
  std::vector<double> x, t, all;
  for (int i = 0; i < 30; ++i) x.push_back(i / 29.0), t.push_back(std::sin(6 * x.back()));
  for (double each : t) all.insert(all.end(), {each, 2 * each});  // two outputs
  std::vector<double> rows = powers(x, 5);
  LeastSquares whole(6, 2), pieces(6, 2);
  ASSERT_TRUE(whole.add(rows, all));
  for (std::size_t at = 0; at < 30; at += 7) {
    std::size_t count = std::min<std::size_t>(7, 30 - at);
    ASSERT_TRUE(
        pieces.add(std::span(rows).subspan(6 * at, 6 * count), std::span(all).subspan(2 * at, 2 * count)));
  }
  EXPECT_EQ(pieces.rows(), 30);
  LeastSquaresFit one = whole.solve(), other = pieces.solve();
  for (std::size_t i = 0; i < 12; ++i) EXPECT_NEAR(one.weight[i], other.weight[i], 1e-9);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(2 * one.weight[i], one.weight[6 + i], 1e-9);
  EXPECT_NEAR(one.squares, other.squares, 1e-12);
}

// What squaring the condition number would lose: the ten points are met to 1e-9 all the same.
TEST(LeastSquares, AFullPolynomialMeetsItsPoints) {
  std::vector<double> x, t;
  for (int i = 0; i < 10; ++i) x.push_back(i / 9.0), t.push_back(i % 2 ? 1.0 : -1.0);
  LeastSquares squares(10, 1);
  ASSERT_TRUE(squares.add(powers(x, 9), t));
  LeastSquaresFit fit = squares.solve();
  EXPECT_EQ(fit.rank, 10);
  EXPECT_LT(fit.squares, 1e-15);
  for (std::size_t i = 0; i < 10; ++i) {
    double y = 0;
    for (std::size_t k = 10; k-- > 0;) y = y * x[i] + fit.weight[k];
    EXPECT_NEAR(y, t[i], 1e-8);
  }
}

TEST(LeastSquares, SaysWhatItCannotKnow) {
  LeastSquares few(3, 1);
  ASSERT_TRUE(few.add(powers({0.1, 0.2}, 2), std::vector<double>{1, 2}));
  EXPECT_EQ(few.solve().rank, 2);
  EXPECT_EQ(few.solve(0.1).rank, 3);
  EXPECT_FALSE(few.add(powers({HUGE_VAL}, 2), std::vector<double>{1}));
  EXPECT_FALSE(few.add(powers({1}, 2), std::vector<double>{std::nan("")}));
  EXPECT_EQ(few.rows(), 2);
  LeastSquares zeros(2, 1);
  ASSERT_TRUE(zeros.add(std::vector<double>{1, 0, 1, 0}, std::vector<double>{1, 3}));
  EXPECT_EQ(zeros.solve().rank, 1);
}

}  // namespace
}  // namespace percept::classic
