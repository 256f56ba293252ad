#include "percept/tensor/shape.hpp"

#include <gtest/gtest.h>

#include "percept/base/problem.hpp"

namespace percept {
namespace {

TEST(Shape, CountsElements) {
  EXPECT_EQ(Shape().elements(), 1);
  EXPECT_EQ(Shape({2, 3, 4}).elements(), 24);
  EXPECT_EQ(Shape({2, 0, 4}).elements(), 0);
  EXPECT_EQ(Shape({2, 3, 4}).elements(1, 3), 12);
  EXPECT_EQ(Shape({2, 3, 4}).elements(1, 1), 1);
}

TEST(Shape, NegativeAxesCountFromTheEnd) {
  Shape shape{2, 3, 4};
  EXPECT_EQ(shape[0], 2);
  EXPECT_EQ(shape[-1], 4);
  shape[-2] = 5;
  EXPECT_EQ(shape, (Shape{2, 5, 4}));
}

TEST(Shape, Prints) {
  EXPECT_EQ(to_string(Shape{64, 1, 28, 28}), "[64, 1, 28, 28]");
  EXPECT_EQ(to_string(Shape()), "[]");
  EXPECT_EQ(to_string(Shape{64, 1, 28, 28}, "N C H W"), "[N=64 C=1 H=28 W=28]");
  EXPECT_EQ(to_string(Shape{64, 10}, "N C H W"), "[64, 10]");
}

TEST(Shape, DenseStrides) {
  EXPECT_EQ(strides_of(Shape{2, 3, 4}), (std::vector<std::int64_t>{12, 4, 1}));
  EXPECT_TRUE(strides_of(Shape()).empty());
}

TEST(Shape, SizesThatMultiplyBeyondAnyMachineAreRefused) {
  std::int64_t big = std::int64_t(1) << 40;
  EXPECT_THROW((Shape{big, big}).elements(), Error);
  EXPECT_THROW((Shape{1, big, big}).elements(1, 3), Error);
  EXPECT_THROW(strides_of(Shape{1, big, big}), Error);
  EXPECT_EQ((Shape{big, 1}).elements(), big);
}

}  // namespace
}  // namespace percept
