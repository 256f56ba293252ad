#include "percept/metrics/confusion.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept::metrics {
namespace {

TEST(Confusion, CountsByHand) {
  ConfusionMatrix confusion(3);
  for (auto [truth, predicted] : {std::pair{0, 0}, {0, 0}, {0, 1}, {1, 1}, {2, 1}})
    confusion.add(truth, predicted);
  EXPECT_EQ(confusion.count(), 5);
  EXPECT_EQ(confusion.right(), 3);
  EXPECT_DOUBLE_EQ(confusion.accuracy(), 0.6);
  EXPECT_EQ(confusion.at(0, 1), 1);
  EXPECT_EQ(confusion.examples(0), 3);
  EXPECT_EQ(confusion.predictions(1), 3);
  EXPECT_DOUBLE_EQ(confusion.recall(0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.precision(1), 1.0 / 3);
  EXPECT_TRUE(std::isnan(confusion.precision(2)));  // never said: no share of nothing
  EXPECT_DOUBLE_EQ(confusion.recall(2), 0);
}

TEST(Confusion, TheLargestScorePredictsTheFirstOfEqualOnes) {
  ConfusionMatrix confusion(3);
  confusion.add(Tensor::from<float>({2, 3}, {0, 2, 1, 5, 5, 0}), Tensor::from<std::int64_t>({2}, {1, 1}));
  EXPECT_EQ(confusion.at(1, 1), 1);
  EXPECT_EQ(confusion.at(1, 0), 1);
}

TEST(Confusion, RefusesWhatIsNoClass) {
  ConfusionMatrix confusion(2);
  EXPECT_THROW(confusion.add(2, 0), Error);
  EXPECT_THROW(confusion.add(0, -1), Error);
  EXPECT_THROW(confusion.add(Tensor::from<float>({1, 3}, {0, 1, 2}), Tensor::from<std::int64_t>({1}, {0})),
               Error);
}

}  // namespace
}  // namespace percept::metrics
