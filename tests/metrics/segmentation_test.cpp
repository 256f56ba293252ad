#include "percept/metrics/segmentation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept::metrics {
namespace {

Tensor mask(std::initializer_list<std::int64_t> pixels) { return Tensor::from<std::int64_t>({2, 4}, pixels); }

// Class 1: 2 pixels in both masks, 3 true, 4 said.
TEST(Segmentation, CountsByHand) {
  ConfusionMatrix pixels(3);
  add_masks(pixels, mask({1, 1, 1, 1, 0, 0, 0, 0}), mask({1, 1, 0, 0, 1, 0, 0, 0}));
  EXPECT_DOUBLE_EQ(iou(pixels, 1), 2.0 / 5);
  EXPECT_DOUBLE_EQ(dice(pixels, 1), 4.0 / 7);
  EXPECT_DOUBLE_EQ(iou(pixels, 0), 3.0 / 6);
  EXPECT_DOUBLE_EQ(dice(pixels, 0), 6.0 / 9);
  EXPECT_TRUE(std::isnan(iou(pixels, 2)));  // it does not occur
  EXPECT_DOUBLE_EQ(mean_iou(pixels), (2.0 / 5 + 3.0 / 6) / 2);
  EXPECT_DOUBLE_EQ(mean_dice(pixels), (4.0 / 7 + 6.0 / 9) / 2);
}

TEST(Segmentation, DiceFollowsFromTheOverlap) {
  ConfusionMatrix pixels(3);
  add_masks(pixels, mask({0, 1, 2, 1, 0, 2, 2, 1}), mask({0, 1, 1, 1, 2, 2, 0, 0}));
  for (int c = 0; c < 3; ++c) EXPECT_DOUBLE_EQ(dice(pixels, c), 2 * iou(pixels, c) / (1 + iou(pixels, c)));
}

TEST(Segmentation, LeavesOutWhatIsIgnored) {
  ConfusionMatrix pixels(2);
  add_masks(pixels, mask({1, 1, 0, 0, 1, 0, 1, 0}).to(DType::u8),
            mask({1, 255, 0, 255, 1, 0, 255, 0}).to(DType::u8), 255);
  EXPECT_EQ(pixels.count(), 5);
  EXPECT_EQ(mean_iou(pixels), 1);
}

TEST(Segmentation, RefusesWhatDoesNotFit) {
  ConfusionMatrix pixels(2);
  EXPECT_THROW(add_masks(pixels, mask({0, 0, 0, 0, 0, 0, 0, 0}), Tensor::zeros(DType::i64, {8})), Error);
  EXPECT_THROW(add_masks(pixels, mask({0, 0, 0, 0, 0, 0, 0, 0}), mask({0, 0, 0, 0, 0, 0, 0, 2})), Error);
  EXPECT_TRUE(std::isnan(mean_iou(ConfusionMatrix(2))));
}

}  // namespace
}  // namespace percept::metrics
