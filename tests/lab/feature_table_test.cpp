// The comparison of features on few digits, and the plans and the data that it refuses.
#include "percept/lab/feature_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept::lab {
namespace {

std::string problem_of(const FeaturePlan& plan) {
  try {
    FeatureTable table(plan);
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "none";
}

TEST(FeatureTable, TrainsTheSameHeadOnAll) {
  FeatureTable table({.epochs = 3, .train = 600});
  std::vector<std::string> finished;
  std::int64_t networks = 0;
  std::vector<FeatureRow> rows = table.run([&](const FeatureStep& step) { networks += step.network; },
                                           [&](const FeatureRow& row) { finished.push_back(row.name); });
  EXPECT_EQ(finished, feature_names());
  EXPECT_EQ(networks, 1 + 3) << "before the first epoch, and after each";
  ASSERT_EQ(rows.size(), 5u);
  std::vector<std::int64_t> counts = {28 * 28, 14 * 14, 6 * 6 * 36, 8 * 12 * 12, 8 * 12 * 12};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].features, counts[i]) << rows[i].name;
    EXPECT_EQ(rows[i].parameters, 10 * (counts[i] + 1)) << rows[i].name;
    ASSERT_EQ(rows[i].test.size(), 1u);
    EXPECT_GT(rows[i].test[0], 0.25) << rows[i].name << ": far from the 0.1 of chance";
    EXPECT_GE(rows[i].train[0], rows[i].test[0] - 0.02) << rows[i].name;
  }
  // The layer was trained: it is no longer what was drawn.
  const LearnedLayer &random = table.layers().at("random"), &learned = table.layers().at("learned");
  EXPECT_EQ(learned.weight.shape(), Shape({8, 1, 5, 5}));
  double moved = 0;
  for (std::int64_t i = 0; i < random.weight.size(); ++i)
    moved = std::max(moved, std::abs(random.weight.at(i) - learned.weight.at(i)));
  EXPECT_GT(moved, 0.01);
}

TEST(FeatureTable, MapsAreTheConvolutionOfTheNormalisedImage) {
  FeatureTable table({.epochs = 1, .train = 100, .features = {"random"}});
  table.run({}, {});
  const LearnedLayer& layer = table.layers().at("random");
  Tensor image = table.test().images.rows(3, 4);
  Tensor maps = layer.maps(image, false), pooled = layer.maps(image, true);
  ASSERT_EQ(maps.shape(), Shape({1, 8, 24, 24}));
  ASSERT_EQ(pooled.shape(), Shape({1, 8 * 12 * 12}));
  double mean = layer.normalization.mean[0], deviation = layer.normalization.deviation[0];
  for (std::int64_t place : {0 * 24 + 0, 9 * 24 + 13, 23 * 24 + 23}) {
    std::int64_t i = place / 24, j = place % 24;
    for (std::int64_t filter = 0; filter < 8; ++filter) {
      double sum = layer.bias.at(filter);
      for (std::int64_t k = 0; k < 25; ++k)
        sum += layer.weight.at(filter * 25 + k) * (image.at((i + k / 5) * 28 + j + k % 5) - mean) / deviation;
      EXPECT_NEAR(maps.at(filter * 576 + place), std::max(sum, 0.0), 1e-4);
    }
  }
  double largest = 0;
  for (std::int64_t at : {0, 1, 24, 25}) largest = std::max(largest, maps.at(3 * 576 + at));
  EXPECT_EQ(pooled.at(3 * 144), largest);
}

TEST(FeatureTable, SeedsDrawAnewAndTheSameOnesGiveTheSame) {
  FeaturePlan plan{.epochs = 1, .train = 200, .seeds = 2, .features = {"random"}};
  FeatureRow one = FeatureTable(plan).run({}, {}).at(0), again = FeatureTable(plan).run({}, {}).at(0);
  EXPECT_EQ(one.test.size(), 2u);
  EXPECT_EQ(one.test, again.test);
  EXPECT_NE(one.train, std::vector<double>(2, one.train[0]));
}

TEST(FeatureTable, StopsBetweenSteps) {
  FeatureTable table({.epochs = 1000, .train = 200});
  std::atomic<bool> stop = false;
  std::vector<FeatureRow> rows =
      table.run([&](const FeatureStep& step) { stop = step.epoch == 2; }, {}, &stop);
  EXPECT_TRUE(rows.empty());
}

TEST(FeatureTable, RefusesWhatMakesNoSense) {
  EXPECT_EQ(problem_of({.epochs = 0}), "lab.range");
  EXPECT_EQ(problem_of({.seeds = 101}), "lab.range");
  EXPECT_EQ(problem_of({.train = -1}), "lab.range");
  EXPECT_EQ(problem_of({.features = {"sift"}}), "lab.features.name");
  EXPECT_EQ(problem_of({.data = "spiral"}), "lab.features.images");
  EXPECT_EQ(problem_of({.data = "nothing"}), "data.unknown");
}

}  // namespace
}  // namespace percept::lab
