// What a node computes, counted by hand.
#include "percept/ops/operations.hpp"

#include <gtest/gtest.h>

#include "percept/ops/fused_conv2d.hpp"
#include "percept/ops/nearest.hpp"
#include "percept/ops/ops.hpp"
#include "percept/passes/passes.hpp"

namespace percept::proof {
namespace {

class Operations : public testing::Test {
 protected:
  Value feed(Shape shape) { return graph_.feed(std::to_string(++feeds_), {DType::f32, std::move(shape)}); }
  static double of(Value value) { return operations(value.node()); }

 private:
  Graph graph_;
  int feeds_ = 0;
};

TEST_F(Operations, OfProducts) {
  EXPECT_EQ(of(feed({3})), 0);
  EXPECT_EQ(of(linear(feed({64, 400}), feed({120, 400}))), 2 * 64 * 400 * 120);
  EXPECT_EQ(of(matmul(feed({5, 7, 3}), feed({5, 3, 2}))), 2 * 5 * 7 * 3 * 2);
  EXPECT_EQ(of(matmul(feed({3, 7}), feed({2, 3}), {.transpose_a = true, .transpose_b = true})),
            2 * 7 * 3 * 2);
  EXPECT_EQ(of(nearest_rows(feed({5, 7}), feed({11, 7}), {.k = 3})), 2 * 5 * 11 * 7);
}

TEST_F(Operations, OfConvolutions) {
  Value image = feed({2, 4, 8, 8}), weight = feed({6, 2, 3, 3});
  Conv2dOptions o{.padding = 1, .groups = 2};
  double forward = 2.0 * 2 * 6 * 8 * 8 * 2 * 9;
  Value y = conv2d(image, weight, {}, o);
  EXPECT_EQ(of(y), forward);
  EXPECT_EQ(of(conv2d_backward_input(y, weight, {image.shape(), o})), forward);
  EXPECT_EQ(of(conv2d_backward_weight(y, image, {weight.shape(), o})), forward);
  EXPECT_EQ(of(fused_conv2d(image, weight, {}, {}, {o, true, true})), forward);
}

TEST_F(Operations, OfRecurrentLayers) {
  Value steps = feed({9, 2, 12}), hidden = feed({2, 3});
  Value y = lstm(steps, feed({12, 3}), hidden, feed({2, 3})).output;
  EXPECT_EQ(of(y), 2 * 9 * 2 * 12 * 3);
}

TEST_F(Operations, OfAllElse) {
  EXPECT_EQ(of(feed({3, 5}) + feed({3, 5})), 15);
  EXPECT_EQ(of(reduce_sum(feed({3, 5}))), 15);
  Value x = feed({3, 5});
  x.graph().fetch("y", tanh(x * x) + x);
  EXPECT_EQ(operations(fuse_elementwise(x.graph())->fetches().at("y").node()), 3 * 15);
}

}  // namespace
}  // namespace percept::proof
