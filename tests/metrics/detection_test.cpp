#include "percept/metrics/detection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "percept/base/random.hpp"

namespace percept::metrics {
namespace {

Box wide(double left, double right) { return {left, 0, right, 1}; }

TEST(Iou, OfBoxes) {
  EXPECT_DOUBLE_EQ(iou({0, 0, 2, 2}, {1, 1, 3, 3}), 1.0 / 7);
  EXPECT_EQ(iou({0, 0, 2, 2}, {0, 0, 2, 2}), 1);
  EXPECT_EQ(iou({0, 0, 2, 2}, {2, 0, 4, 2}), 0);  // they touch
  EXPECT_EQ(iou({0, 0, 2, 2}, {3, 3, 4, 4}), 0);
  EXPECT_EQ(iou({0, 0, 4, 4}, {1, 1, 3, 3}), 0.25);
  EXPECT_EQ(iou({1, 1, 1, 1}, {1, 1, 1, 1}), 0);  // of nothing
}

TEST(AveragePrecision, OfHitMissHit) {
  std::vector<bool> hits = {true, false, true};
  EXPECT_NEAR(average_precision(hits, 2, Interpolation::all_points), .833333, 5e-7);
  EXPECT_NEAR(average_precision(hits, 2, Interpolation::points11), .848485, 5e-7);
  EXPECT_NEAR(average_precision(hits, 2, Interpolation::points101), .834983, 5e-7);
}

TEST(AveragePrecision, OfTheEnds) {
  for (Interpolation how : {Interpolation::all_points, Interpolation::points11, Interpolation::points101}) {
    EXPECT_EQ(average_precision({true, true}, 2, how), 1);
    EXPECT_EQ(average_precision({true, true, false, false}, 2, how), 1);
    EXPECT_EQ(average_precision({false, false}, 2, how), 0);
    EXPECT_EQ(average_precision(std::vector<bool>(), 2, how), 0);
    EXPECT_TRUE(std::isnan(average_precision({false}, 0, how)));
  }
}

// The best precision among all places in the ranking where at least that much is found.
double best_at(const std::vector<bool>& hits, double truths, double recall) {
  double best = 0, found = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    found += hits[i];
    if (found / truths >= recall - 1e-9) best = std::max(best, found / double(i + 1));
  }
  return best;
}

TEST(AveragePrecision, IsWhatItsDefinitionSays) {
  RandomStream random(0, "hits");
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    std::vector<bool> hits;
    for (std::uint64_t i = 0; i < 40; ++i) hits.push_back(random.below(trial * 100 + i, 3) == 0);
    auto found = std::count(hits.begin(), hits.end(), true);
    std::int64_t truths = found + std::int64_t(random.below(trial * 100 + 90, 5)) + 1;
    double all = 0, eleven = 0, hundred = 0;
    for (int f = 1; f <= truths; ++f) all += best_at(hits, double(truths), double(f) / double(truths));
    for (int i = 0; i <= 10; ++i) eleven += best_at(hits, double(truths), i / 10.0);
    for (int i = 0; i <= 100; ++i) hundred += best_at(hits, double(truths), i / 100.0);
    EXPECT_NEAR(average_precision(hits, truths), all / double(truths), 1e-12);
    EXPECT_NEAR(average_precision(hits, truths, Interpolation::points11), eleven / 11, 1e-12);
    EXPECT_NEAR(average_precision(hits, truths, Interpolation::points101), hundred / 101, 1e-12);
  }
}

TEST(Detection, EachTruthIsFoundOnce) {
  std::vector<Truth> truths = {{.box = wide(0, 10)}, {.box = wide(100, 110)}};
  std::vector<Detection> detections = {{.score = .7, .box = wide(100, 110)},
                                       {.score = .9, .box = wide(0, 10)},
                                       {.score = .8, .box = wide(0, 10)}};
  for (Matching matching : {Matching::best, Matching::best_free})  // hit, miss, hit
    EXPECT_NEAR(average_precision(detections, truths, 0, {.matching = matching}), .833333, 5e-7);
}

// Both detections overlap the first truth most; the second truth is free.
TEST(Detection, MatchingOfVocAndOfCoco) {
  std::vector<Truth> truths = {{.box = wide(0, 100)}, {.box = wide(40, 140)}};
  std::vector<Detection> detections = {{.score = .9, .box = wide(0, 100)},
                                       {.score = .8, .box = wide(15, 115)}};
  EXPECT_DOUBLE_EQ(average_precision(detections, truths, 0, {.matching = Matching::best_free}), 1);
  EXPECT_DOUBLE_EQ(average_precision(detections, truths, 0, {.matching = Matching::best}), .5);
}

TEST(Detection, StaysInItsImageAndLabel) {
  std::vector<Truth> truths = {{.image = 1, .label = 2, .box = wide(0, 10)}};
  auto found = [&](Detection detection) { return average_precision({detection}, truths, 2); };
  EXPECT_EQ(found({.image = 1, .label = 2, .score = 1, .box = wide(0, 10)}), 1);
  EXPECT_EQ(found({.image = 0, .label = 2, .score = 1, .box = wide(0, 10)}), 0);
  EXPECT_EQ(found({.image = 1, .label = 1, .score = 1, .box = wide(0, 10)}), 0);
  EXPECT_EQ(found({.image = 1, .label = 2, .score = 1, .box = wide(0, 5)}), 1);  // just enough
  EXPECT_EQ(found({.image = 1, .label = 2, .score = 1, .box = wide(0, 4.9)}), 0);
}

TEST(Detection, DifficultOnesCountForNothing) {
  std::vector<Truth> truths = {{.box = wide(0, 10)}, {.box = wide(100, 110), .difficult = true}};
  std::vector<Detection> detections = {{.score = .9, .box = wide(100, 110)},
                                       {.score = .8, .box = wide(0, 10)}};
  for (Matching matching : {Matching::best, Matching::best_free})
    EXPECT_EQ(average_precision(detections, truths, 0, {.matching = matching}), 1);
  truths[0].difficult = true;
  EXPECT_TRUE(std::isnan(average_precision(detections, truths, 0)));
  EXPECT_TRUE(std::isnan(mean_average_precision(detections, truths)));
}

TEST(Detection, EachIsToldWhatItFound) {
  std::vector<Truth> truths = {{0, 1, wide(0, 4)}, {0, 1, wide(10, 14), true}, {0, 2, wide(0, 4)}};
  std::vector<Detection> detections = {{0, 1, .5, wide(0, 4)},  // too late: the next one found it
                                       {0, 1, .9, wide(0, 3)},
                                       {0, 1, .8, wide(10, 14)},
                                       {0, 2, .1, wide(20, 21)},
                                       {1, 1, .7, wide(0, 4)}};
  std::vector<Match> matches = match_detections(detections, truths);
  ASSERT_EQ(matches.size(), detections.size());
  auto is = [&](std::size_t i, Verdict verdict, std::int64_t truth) {
    EXPECT_EQ(matches[i].verdict, verdict) << i;
    EXPECT_EQ(matches[i].truth, truth) << i;
  };
  is(0, Verdict::miss, -1);
  is(1, Verdict::hit, 0);
  is(2, Verdict::nothing, 1);
  is(3, Verdict::miss, -1);
  is(4, Verdict::miss, -1);
  EXPECT_EQ(match_detections(detections, truths, {.most_per_image = 1})[0].verdict, Verdict::nothing);
}

TEST(Detection, MeanOverTheLabelsThatThereAre) {
  std::vector<Truth> truths = {{.label = 0, .box = wide(0, 10)}, {.label = 5, .box = wide(0, 10)}};
  std::vector<Detection> detections = {{.label = 0, .score = .9, .box = wide(0, 10)},
                                       {.label = 7, .score = .9, .box = wide(0, 10)}};
  EXPECT_EQ(mean_average_precision(detections, truths), .5);
}

// An overlap of 0.77 counts at 0.50, 0.55, ..., 0.75: six of ten.
TEST(Detection, CocoTakesTheMeanOverTheOverlaps) {
  EXPECT_NEAR(coco_average_precision({{.score = 1, .box = wide(0, 77)}}, {{.box = wide(0, 100)}}), .6, 1e-12);
}

TEST(Detection, OnlyTheFirstOfAnImageCount) {
  std::vector<Truth> truths = {{.box = wide(0, 10)}};
  std::vector<Detection> detections;
  for (int i = 0; i < 100; ++i) detections.push_back({.score = 1, .box = wide(50, 60)});
  detections.push_back({.score = .5, .box = wide(0, 10)});
  EXPECT_NEAR(average_precision(detections, truths, 0), 1.0 / 101, 1e-12);
  EXPECT_EQ(coco_average_precision(detections, truths), 0);
}

}  // namespace
}  // namespace percept::metrics
