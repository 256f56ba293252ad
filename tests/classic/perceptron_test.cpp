// The perceptron in whole numbers, and Novikoff's bound.
#include "percept/classic/perceptron.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "percept/base/random.hpp"
#include "percept/classic/novikoff.hpp"

namespace percept::classic {
namespace {

using Whole = std::vector<std::int64_t>;

constexpr std::array<std::array<std::int64_t, 2>, 4> kCorners = {{{0, 0}, {0, 1}, {1, 0}, {1, 1}}};

/// Mistakes an epoch over 00 01 10 11.
Whole mistakes(Perceptron<std::int64_t>& perceptron, std::array<std::int64_t, 4> labels, int epochs) {
  Whole all;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    all.push_back(0);
    for (std::size_t i = 0; i < 4; ++i) all.back() += !perceptron.learn(kCorners[i], labels[i]);
  }
  return all;
}

TEST(Perceptron, LearnsAndAndOr) {
  Perceptron<std::int64_t> with_and(2, 2), with_or(2, 2);
  EXPECT_EQ(mistakes(with_and, {0, 0, 0, 1}, 6), (Whole{1, 3, 3, 2, 1, 0}));
  EXPECT_EQ(with_and.weight(), (Whole{2, 1}));
  EXPECT_EQ(with_and.bias(), Whole{-2});
  EXPECT_EQ(mistakes(with_or, {0, 1, 1, 1}, 4), (Whole{1, 2, 1, 0}));
  EXPECT_EQ(with_or.weight(), (Whole{1, 1}));
  EXPECT_EQ(with_or.bias(), Whole{0});
}

TEST(Perceptron, NeverLearnsXor) {
  Perceptron<std::int64_t> perceptron(2, 2);
  EXPECT_EQ(mistakes(perceptron, {0, 1, 1, 0}, 2), (Whole{2, 3}));
  for (int epoch = 2; epoch < 1000; ++epoch) {
    ASSERT_EQ(mistakes(perceptron, {0, 1, 1, 0}, 1), Whole{4});
    ASSERT_EQ(perceptron.weight(), (Whole{-1, 0}));
    ASSERT_EQ(perceptron.bias(), Whole{1});
  }
}

TEST(Perceptron, OfSeveralClassesTheFirstOfEqualOnesIsSaid) {
  Perceptron<std::int64_t> perceptron(1, 3);
  std::array<std::int64_t, 1> x = {5};
  EXPECT_EQ(perceptron.predict(x), 0);
  EXPECT_FALSE(perceptron.learn(x, 2));
  EXPECT_EQ(perceptron.weight(), (Whole{-5, 0, 5}));
  EXPECT_EQ(perceptron.bias(), (Whole{-1, 0, 1}));
  EXPECT_TRUE(perceptron.learn(x, 2));
}

TEST(Perceptron, TwoClassesAreWhatTheyWouldBeAsTwoRows) {
  // Of rows that differ by 2 w the first is said where w x + b <= 0, too.
  Perceptron<double> threshold(3, 2), rows(3, 3);
  RandomSequence random(RandomStream(7, "two classes"));
  for (int i = 0; i < 500; ++i) {
    std::array<double, 3> x = {random.normal(), random.normal(), random.normal()};
    std::int64_t label = x[0] + 0.3 * x[1] > 0.1 ? 1 : 0;
    bool third_is_silent = rows.sum(2, x) <= std::max(rows.sum(0, x), rows.sum(1, x));
    ASSERT_TRUE(third_is_silent);
    ASSERT_EQ(threshold.learn(x, label), rows.learn(x, label)) << i;
  }
}

/// A line with a gap of 2 `gap` around it, and points on both sides.
struct Clouds {
  std::vector<double> rows;
  std::vector<std::int64_t> labels;

  Clouds(std::uint64_t seed, double gap) {
    RandomSequence random(RandomStream(seed, "clouds"));
    double angle = random.uniform(0, 6.2831853f), away = random.uniform(-0.5f, 0.5f);
    while (labels.size() < 60) {
      double x = random.uniform(-3, 3), y = random.uniform(-3, 3);
      double side = std::cos(angle) * x + std::sin(angle) * y - away;
      if (std::fabs(side) < gap) continue;
      rows.insert(rows.end(), {x, y});
      labels.push_back(side > 0);
    }
  }
};

std::int64_t all_mistakes(const Clouds& clouds, int most_epochs) {
  Perceptron<double> perceptron(2, 2);
  std::int64_t all = 0;
  for (int epoch = 0; epoch < most_epochs; ++epoch) {
    std::int64_t before = all;
    for (std::size_t i = 0; i < clouds.labels.size(); ++i)
      all += !perceptron.learn(std::span(clouds.rows).subspan(2 * i, 2), clouds.labels[i]);
    if (all == before) return all;
  }
  return -1;  // still learning
}

TEST(Novikoff, BoundsTheMistakesOfAThousandProblems) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Clouds clouds(seed, 0.1 + double(seed % 9) / 10);
    Separation found = separate(2, clouds.rows, clouds.labels);
    std::int64_t made = all_mistakes(clouds, 100000);
    ASSERT_GE(made, 1) << seed;
    ASSERT_GT(found.margin, 0) << seed;
    ASSERT_LE(double(made), found.most_mistakes()) << seed;
  }
}

TEST(Novikoff, KnowsTheMarginOfWeights) {
  // The plane x + y = 3/2 between AND's corners: the vector (1, 1, -3/2) is sqrt(17)/2 long, and the nearest
  // corners give 1/2.
  std::vector<double> rows = {0, 0, 0, 1, 1, 0, 1, 1};
  std::vector<std::int64_t> labels = {0, 0, 0, 1};
  Separation by = separation_by(std::vector<double>{1, 1}, -1.5, rows, labels);
  EXPECT_DOUBLE_EQ(by.margin, 1 / std::sqrt(17.0));
  EXPECT_DOUBLE_EQ(by.radius, std::sqrt(3.0));
  EXPECT_NEAR(by.most_mistakes(), 51, 1e-9);
  // That is the widest there is, and MinOver comes near it from below; 10 mistakes were made above.
  Separation found = separate(2, rows, labels);
  EXPECT_LE(found.margin, by.margin + 1e-12);
  EXPECT_GT(found.margin, 0.99 * by.margin);
}

TEST(Novikoff, SaysThatNothingPartsXor) {
  std::vector<double> rows = {0, 0, 0, 1, 1, 0, 1, 1};
  Separation found = separate(2, rows, std::vector<std::int64_t>{0, 1, 1, 0});
  EXPECT_FALSE(found.margin > 0);
  EXPECT_TRUE(std::isinf(found.most_mistakes()));
}

}  // namespace
}  // namespace percept::classic
