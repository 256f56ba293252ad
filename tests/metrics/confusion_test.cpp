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

// The example of scikit-learn's pages: truths 0 1 2 0 1 2, said 0 2 1 0 0 1.
TEST(Confusion, AveragesAreThoseOfScikitLearn) {
  ConfusionMatrix confusion(3);
  for (auto [truth, predicted] : {std::pair{0, 0}, {1, 2}, {2, 1}, {0, 0}, {1, 0}, {2, 1}})
    confusion.add(truth, predicted);
  EXPECT_DOUBLE_EQ(confusion.precision(Average::macro), 2.0 / 9);
  EXPECT_DOUBLE_EQ(confusion.recall(Average::macro), 1.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.f_beta(Average::macro), 4.0 / 15);
  EXPECT_DOUBLE_EQ(confusion.f_beta(Average::macro, 0.5), 5.0 / 21);
  EXPECT_DOUBLE_EQ(confusion.precision(Average::micro), 1.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.f_beta(Average::micro, 0.5), 1.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.f_beta(Average::weighted), 4.0 / 15);
  EXPECT_DOUBLE_EQ(confusion.f_beta(0), 0.8);
}

TEST(Confusion, FBetaLeansToRecallWhereBetaIsLarge) {
  ConfusionMatrix confusion(2);
  for (auto [truth, predicted] : {std::pair{1, 1}, {1, 0}, {1, 0}, {0, 0}, {0, 1}})
    confusion.add(truth, predicted);
  double p = 1.0 / 2, r = 1.0 / 3;  // of class 1
  for (double beta : {0.5, 1.0, 2.0})
    EXPECT_DOUBLE_EQ(confusion.f_beta(1, beta), (1 + beta * beta) * p * r / (beta * beta * p + r));
  EXPECT_LT(confusion.f_beta(1, 2), confusion.f_beta(1, 0.5));
  EXPECT_DOUBLE_EQ(confusion.recall(Average::weighted), (2 * 0.5 + 3 * r) / 5);
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
