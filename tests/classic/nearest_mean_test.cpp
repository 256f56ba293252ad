// The decks' example of the nearest mean: red, blue, green.
#include "percept/classic/nearest_mean.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace percept::classic {
namespace {

using Point = std::array<double, 2>;

TEST(NearestMean, GivesTheDecksDistances) {
  NearestMean means(2, 3);
  for (Point red : {Point{5, 8}, Point{7, 9}, Point{6, 10}}) means.add(red, 0);
  means.add(Point{3, 7}, 1);
  means.add(Point{3, 1}, 2);
  EXPECT_EQ(means.mean(0), (std::vector<double>{6, 9}));
  std::vector<double> distances = means.distances(Point{5, 2});
  EXPECT_NEAR(distances[0], 7.071068, 5e-7);
  EXPECT_NEAR(distances[1], 5.385165, 5e-7);
  EXPECT_NEAR(distances[2], 2.236068, 5e-7);
  EXPECT_EQ(means.predict(Point{5, 2}), 2);
}

TEST(NearestMean, OfEquallyNearOnesTheFirstAnswers) {
  NearestMean means(2, 2);
  means.add(Point{-1, 0}, 0);
  means.add(Point{1, 0}, 1);
  EXPECT_EQ(means.predict(Point{0, 3}), 0);
}

TEST(NearestMean, AClassWithoutExamplesIsNeverSaid) {
  NearestMean means(2, 2);
  means.add(Point{9, 9}, 1);
  EXPECT_TRUE(std::isnan(means.distances(Point{0, 0})[0]));
  EXPECT_EQ(means.predict(Point{0, 0}), 1);
}

}  // namespace
}  // namespace percept::classic
