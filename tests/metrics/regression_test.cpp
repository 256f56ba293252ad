#include "percept/metrics/regression.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept::metrics {
namespace {

// The example of scikit-learn's pages.
TEST(Regression, IsThatOfScikitLearn) {
  RegressionErrors errors;
  errors.add(Tensor::from<double>({2, 2}, {2.5, 0.0, 2, 8}), Tensor::from<double>({2, 2}, {3, -0.5, 2, 7}));
  EXPECT_DOUBLE_EQ(errors.mean_absolute_error(), 0.5);
  EXPECT_DOUBLE_EQ(errors.mean_squared_error(), 0.375);
  EXPECT_DOUBLE_EQ(errors.root_mean_squared_error(), 0.6123724356957945);
  EXPECT_DOUBLE_EQ(errors.r_squared(), 0.9486081370449679);
}

TEST(Regression, CountsBatchesAsOneHeap) {
  RegressionErrors whole, parts;
  Tensor p = Tensor::from<float>({5}, {1, 2, 3, 4, 5}), t = Tensor::from<float>({5}, {2, 2, 1, 7, 5});
  whole.add(p, t);
  parts.add(p.rows(0, 2), t.rows(0, 2));
  parts.add(p.rows(2, 5), t.rows(2, 5));
  EXPECT_EQ(parts.count(), 5);
  EXPECT_EQ(parts.r_squared(), whole.r_squared());
  EXPECT_EQ(parts.mean_absolute_error(), whole.mean_absolute_error());
}

TEST(Regression, SayingTheMeanExplainsNothing) {
  RegressionErrors errors;
  for (double t : {1.0, 2.0, 6.0}) errors.add(3, t);
  EXPECT_DOUBLE_EQ(errors.r_squared(), 0);
}

// Sums of squares would lose all digits here.
TEST(Regression, LargeTargetsKeepTheirDigits) {
  RegressionErrors errors;
  for (double t : {1.0, 2.0, 3.0}) errors.add(1e9 + t + 0.5, 1e9 + t);
  EXPECT_NEAR(errors.r_squared(), 1 - 0.75 / 2, 1e-9);
}

TEST(Regression, IsNothingOfNothing) {
  EXPECT_TRUE(std::isnan(RegressionErrors().mean_absolute_error()));
  EXPECT_TRUE(std::isnan(RegressionErrors().r_squared()));
  EXPECT_THROW(RegressionErrors().add(Tensor::zeros(DType::f32, {2}), Tensor::zeros(DType::f32, {2, 1})),
               Error);
}

}  // namespace
}  // namespace percept::metrics
