// Singular values beside known ones, and the matrix made again of its parts.
#include "lab/singular_values.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

TEST(SingularValues, AreThoseOfASmallMatrix) {
  // [[3, 0], [4, 5]]: A^T A has the eigenvalues 45 and 5.
  std::vector<double> values = singular_values({2, 2, {3, 0, 4, 5}}).values;
  EXPECT_NEAR(values[0], std::sqrt(45), 1e-12);
  EXPECT_NEAR(values[1], std::sqrt(5), 1e-12);
}

TEST(SingularValues, GiveTheMatrixAgain) {
  std::vector<Matrix> all = {{1, 3, {1, 2, 2}}, {3, 1, {1, 2, 2}}, {2, 2, {0, 0, 0, 0}}};
  for (const KernelPreset& preset : kernel_presets()) all.push_back(preset.kernel());
  for (const Matrix& a : all) {
    SingularValues s = singular_values(a);
    for (std::int64_t p = 0; p < a.columns; ++p)
      for (std::int64_t q = 0; q < a.columns; ++q) {
        double right = 0;
        for (std::int64_t i = 0; i < a.columns; ++i) right += s.right.at(i, p) * s.right.at(i, q);
        EXPECT_NEAR(right, p == q ? 1 : 0, 1e-12);
      }
    for (std::int64_t r = 0; r < a.rows; ++r)
      for (std::int64_t c = 0; c < a.columns; ++c) {
        double sum = 0;
        for (std::int64_t i = 0; i < a.columns; ++i)
          sum += s.left.at(r, i) * s.values[std::size_t(i)] * s.right.at(c, i);
        EXPECT_NEAR(sum, a.at(r, c), 1e-12);
      }
    for (std::size_t i = 1; i < s.values.size(); ++i) EXPECT_LE(s.values[i], s.values[i - 1]);
  }
}

}  // namespace
}  // namespace percept::lab
