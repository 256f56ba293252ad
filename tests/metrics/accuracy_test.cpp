#include "percept/metrics/accuracy.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept::metrics {
namespace {

Tensor scores(Shape shape, std::initializer_list<float> values) {
  return Tensor::from<float>(std::move(shape), values);
}
Tensor labels(std::initializer_list<std::int64_t> values) {
  return Tensor::from<std::int64_t>({std::int64_t(values.size())}, values);
}

// The example of scikit-learn's page on top_k_accuracy_score.
TEST(TopK, IsThatOfScikitLearn) {
  Tensor s = scores({4, 3}, {.5f, .2f, .2f, .3f, .4f, .2f, .2f, .4f, .3f, .7f, .2f, .1f});
  Tensor l = labels({0, 1, 2, 2});
  EXPECT_DOUBLE_EQ(top_k_accuracy(s, l, 2), 0.75);
  EXPECT_DOUBLE_EQ(accuracy(s, l), 0.5);
  EXPECT_DOUBLE_EQ(top_k_accuracy(s, l, 3), 1);
}

TEST(TopK, OfEqualScoresTheFirstComesFirst) {
  Tensor s = scores({1, 3}, {1, 1, 1});
  for (std::int64_t label : {0, 1, 2})
    for (std::int64_t k : {1, 2, 3}) EXPECT_EQ(top_k_accuracy(s, labels({label}), k), label < k) << label;
}

TEST(TopK, NanLetsNobodyIn) {
  EXPECT_EQ(accuracy(scores({1, 2}, {NAN, 1}), labels({0})), 0);
  EXPECT_EQ(accuracy(scores({1, 2}, {NAN, 1}), labels({1})), 0);
  EXPECT_EQ(top_k_accuracy(scores({1, 2}, {NAN, NAN}), labels({0}), 2), 0);
}

TEST(TopK, CountsBatches) {
  TopKAccuracy two(2);
  EXPECT_TRUE(std::isnan(two.value()));
  two.add(scores({2, 3}, {3, 2, 1, 3, 2, 1}), labels({1, 2}));
  two.add(scores({2, 3}, {3, 2, 1, 3, 2, 1}).to(DType::f64), labels({0, -1}).to(DType::i32));
  EXPECT_EQ(two.count(), 4);
  EXPECT_EQ(two.value(), 0.5);
}

TEST(TopK, RefusesWhatDoesNotFit) {
  EXPECT_THROW(TopKAccuracy(0), Error);
  EXPECT_THROW(accuracy(scores({1, 2}, {0, 1}), labels({0, 1})), Error);
  EXPECT_THROW(accuracy(scores({2}, {0, 1}), labels({0, 1})), Error);
  EXPECT_THROW(accuracy(scores({1, 2}, {0, 1}), scores({1}, {0})), Error);
}

}  // namespace
}  // namespace percept::metrics
