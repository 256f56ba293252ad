#include "percept/metrics/ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/base/random.hpp"

namespace percept::metrics {
namespace {

struct Examples {
  Tensor scores, truths;
};

Examples examples(std::initializer_list<double> scores, std::initializer_list<std::int64_t> truths) {
  Shape shape{std::int64_t(scores.size())};
  return {Tensor::from<double>(shape, scores), Tensor::from<std::int64_t>(shape, truths)};
}

// `levels` different scores at most, so that there are ties.
Examples drawn(std::int64_t count, std::uint32_t levels, std::uint64_t seed) {
  RandomStream random(seed, "ranking");
  Examples e{Tensor(DType::f32, {count}), Tensor(DType::i64, {count})};
  for (std::int64_t i = 0; i < count; ++i) {
    e.scores.set(i, double(random.below(std::uint64_t(2 * i), levels)) / levels);
    e.truths.set(i, double(random.below(std::uint64_t(2 * i + 1), 3) == 0));
  }
  e.truths.set(0, 1), e.truths.set(1, 0);
  return e;
}

double by_pairs(const Examples& e) {
  double won = 0, pairs = 0;
  for (std::int64_t i = 0; i < e.scores.size(); ++i)
    for (std::int64_t j = 0; j < e.scores.size(); ++j) {
      if (!e.truths.at(i) || e.truths.at(j)) continue;
      double a = e.scores.at(i), b = e.scores.at(j);
      won += a > b ? 1 : a == b ? 0.5 : 0;
      ++pairs;
    }
  return won / pairs;
}

// At every example of a true kind the precision of all with that score or more, meaned.
double precision_by_counting(const Examples& e) {
  double sum = 0, positives = 0;
  for (std::int64_t i = 0; i < e.scores.size(); ++i) {
    if (!e.truths.at(i)) continue;
    double hits = 0, said = 0;
    for (std::int64_t j = 0; j < e.scores.size(); ++j)
      if (e.scores.at(j) >= e.scores.at(i)) ++said, hits += e.truths.at(j);
    sum += hits / said, ++positives;
  }
  return sum / positives;
}

TEST(Ranking, PublishedNumbers) {
  Examples three = examples({.9, .8, .4, .7, .3, .2}, {1, 1, 1, 0, 0, 0});
  EXPECT_DOUBLE_EQ(auroc(three.scores, three.truths), 8.0 / 9);
  // scikit-learn's pages
  Examples four = examples({0.1, 0.4, 0.35, 0.8}, {0, 0, 1, 1});
  EXPECT_DOUBLE_EQ(auroc(four.scores, four.truths), 0.75);
  EXPECT_DOUBLE_EQ(average_precision(four.scores, four.truths), 5.0 / 6);
}

TEST(Ranking, IsWhatCountingSays) {
  for (std::uint32_t levels : {2u, 5u, 1000u})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Examples e = drawn(60, levels, seed);
      EXPECT_NEAR(auroc(e.scores, e.truths), by_pairs(e), 1e-12);
      EXPECT_NEAR(area_under(roc_curve(e.scores, e.truths)), by_pairs(e), 1e-12);
      EXPECT_NEAR(average_precision(e.scores, e.truths), precision_by_counting(e), 1e-12);
    }
}

TEST(Ranking, CurvesPassThroughTheirPoints) {
  Examples e = examples({.9, .8, .8, .1}, {1, 1, 0, 0});
  Curve roc = roc_curve(e.scores, e.truths), pr = precision_recall_curve(e.scores, e.truths);
  EXPECT_EQ(roc.x, (std::vector<double>{0, 0, .5, 1}));
  EXPECT_EQ(roc.y, (std::vector<double>{0, .5, 1, 1}));
  EXPECT_EQ(roc.threshold, (std::vector<double>{INFINITY, .9, .8, .1}));
  EXPECT_EQ(pr.x, (std::vector<double>{0, .5, 1, 1}));
  EXPECT_EQ(pr.y, (std::vector<double>{1, 1, 2.0 / 3, .5}));
}

TEST(Ranking, EqualScoresTellNothing) {
  Examples e = examples({.5, .5, .5, .5}, {1, 0, 0, 0});
  EXPECT_EQ(auroc(e.scores, e.truths), .5);
  EXPECT_EQ(average_precision(e.scores, e.truths), .25);
}

TEST(Ranking, IsNothingWhereAKindIsMissingOrAScoreIsNone) {
  Examples all = examples({.1, .2}, {1, 1}), none = examples({.1, .2}, {0, 0});
  Examples broken = examples({NAN, .2}, {1, 0});
  EXPECT_TRUE(std::isnan(auroc(all.scores, all.truths)));
  EXPECT_TRUE(std::isnan(auroc(none.scores, none.truths)));
  EXPECT_EQ(average_precision(all.scores, all.truths), 1);
  EXPECT_TRUE(std::isnan(average_precision(none.scores, none.truths)));
  EXPECT_TRUE(std::isnan(auroc(broken.scores, broken.truths)));
  EXPECT_TRUE(std::isnan(area_under(roc_curve(all.scores, all.truths))));
}

TEST(Ranking, RefusesWhatDoesNotFit) {
  Examples e = examples({.1, .2}, {1, 0});
  EXPECT_THROW(auroc(e.scores, Tensor::zeros(DType::i64, {3})), Error);
  EXPECT_THROW(auroc(e.scores, e.scores), Error);
  EXPECT_EQ(auroc(e.scores, e.truths.to(DType::boolean)), 0);
}

}  // namespace
}  // namespace percept::metrics
