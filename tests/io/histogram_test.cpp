#include "percept/io/histogram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace percept {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

TEST(Histogram, CountsEachValueInItsBucket) {
  io::Histogram h = io::histogram_of(Tensor::from<float>({5}, {-1, 0, 0, 1, 3}));
  EXPECT_EQ(h.count, 5);
  EXPECT_EQ(h.least, -1);
  EXPECT_EQ(h.most, 3);
  EXPECT_EQ(h.sum, 3);
  EXPECT_EQ(h.sum_of_squares, 11);
  ASSERT_EQ(h.limits.size(), h.counts.size());
  EXPECT_EQ(std::accumulate(h.counts.begin(), h.counts.end(), 0.0), 5);
  EXPECT_EQ(h.limits.back(), kLargest);
  for (double value : {-1.0, 0.0, 1.0, 3.0}) {
    std::size_t i = 0;
    while (h.limits[i] <= value) ++i;
    EXPECT_EQ(h.counts[i], value == 0 ? 2 : 1) << value;
    EXPECT_LT(h.limits[i - 1], value + 1e-15);
    if (value != 0)
      EXPECT_NEAR(std::max(h.limits[i] / h.limits[i - 1], h.limits[i - 1] / h.limits[i]), 1.1, 1e-9);
  }
}

TEST(Histogram, EmptyBucketsInARowAreOne) {
  io::Histogram h = io::histogram_of(Tensor::from<float>({2}, {1e-13f, 1e10f}));
  // Below zero, [0, 1e-12), between, around 1e10, above.
  EXPECT_EQ(h.counts, (std::vector<double>{0, 1, 0, 1, 0}));
  EXPECT_EQ(h.limits[0], 0);
  EXPECT_EQ(h.limits[1], 1e-12);
}

TEST(Histogram, ExtremesHaveABucket) {
  io::Histogram h = io::histogram_of(Tensor::from<double>({3}, {-kLargest, kLargest, 1e300}));
  EXPECT_EQ(h.count, 3);
  EXPECT_EQ(h.counts.back(), 2);
  EXPECT_EQ(std::accumulate(h.counts.begin(), h.counts.end(), 0.0), 3);
}

TEST(Histogram, WhatIsNotFiniteIsLeftOut) {
  double infinite = std::numeric_limits<double>::infinity();
  io::Histogram h = io::histogram_of(Tensor::from<double>({4}, {infinite, -infinite, std::nan(""), 2}));
  EXPECT_EQ(h.count, 1);
  EXPECT_EQ(h.not_finite, 3);
  EXPECT_EQ(h.least, 2);
  EXPECT_EQ(h.sum, 2);
  EXPECT_EQ(std::accumulate(h.counts.begin(), h.counts.end(), 0.0), 1);
}

TEST(Histogram, OfNothingIsEmpty) {
  io::Histogram h = io::histogram_of(Tensor(DType::f32, {0}));
  EXPECT_EQ(h.count, 0);
  EXPECT_EQ(h.least, 0);
  EXPECT_EQ(h.counts, std::vector<double>{0});
  EXPECT_EQ(h.limits, std::vector<double>{kLargest});
}

TEST(Histogram, TakesEveryRealType) {
  for (DType dtype : {DType::f16, DType::bf16, DType::i8, DType::u64, DType::boolean})
    EXPECT_EQ(io::histogram_of(Tensor::full(dtype, {7}, 1)).count, 7);
  EXPECT_THROW(io::histogram_of(Tensor(DType::c64, {1})), Error);
}

}  // namespace
}  // namespace percept
