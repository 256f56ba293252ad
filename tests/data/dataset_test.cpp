#include "percept/data/dataset.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/data/normalization.hpp"

namespace percept {
namespace {

using data::DatasetPtr;

/// Two-channel images of 1x2: example i is {i, i, 2 i, 2 i + 1}, its label i mod 3.
data::Examples counting(std::int64_t count) {
  data::Examples examples{Tensor(DType::u8, {count, 2, 1, 2}), Tensor(DType::i64, {count})};
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t pixels[] = {i, i, 2 * i, 2 * i + 1};
    for (std::int64_t k = 0; k < 4; ++k) examples.images.set(4 * i + k, double(pixels[k]));
    examples.labels.set(i, double(i % 3));
  }
  return examples;
}

DatasetPtr counting_set(std::int64_t count) {
  return data::in_memory("counting", counting(count), {"a", "b", "c"});
}

TEST(Dataset, ReadsTheExamplesAskedForInThatOrder) {
  DatasetPtr dataset = counting_set(10);
  std::vector<Tensor> out = data::allocate_batch(*dataset, 3);
  EXPECT_EQ(to_string(out[0]), "f32[3, 2, 1, 2]");
  EXPECT_EQ(to_string(out[1]), "i64[3]");
  dataset->read(std::vector<std::int64_t>{7, 0, 7}, out);
  EXPECT_EQ(out[0].data<float>()[2], 14.0f / 255.0f);
  EXPECT_EQ(out[0].data<float>()[7], 1.0f / 255.0f);
  EXPECT_EQ(out[1].at(0), 1);
  EXPECT_EQ(out[1].at(1), 0);
}

TEST(Dataset, RefusesIndicesAndTensorsThatDoNotFit) {
  DatasetPtr dataset = counting_set(10);
  std::vector<Tensor> out = data::allocate_batch(*dataset, 1), wrong = {out[1], out[0]};
  EXPECT_THROW(dataset->read(std::vector<std::int64_t>{10}, out), Error);
  EXPECT_THROW(dataset->read(std::vector<std::int64_t>{-1}, out), Error);
  EXPECT_THROW(dataset->read(std::vector<std::int64_t>{1, 2}, out), Error);
  EXPECT_THROW(dataset->read(std::vector<std::int64_t>{1}, wrong), Error);
  EXPECT_THROW(dataset->read(std::vector<std::int64_t>{1}, std::span(out).first(1)), Error);
}

TEST(Dataset, ExamplesMustFitTogether) {
  data::Examples examples = counting(4);
  EXPECT_THROW(data::in_memory("x", examples, {"a", "b"}), Error);  // label 2 has no class
  EXPECT_NO_THROW(data::in_memory("x", examples, {}));
  EXPECT_THROW(data::in_memory("x", {examples.images, examples.labels.rows(0, 3)}, {}), Error);
  EXPECT_THROW(data::in_memory("x", {examples.labels, examples.labels}, {}), Error);
}

TEST(Dataset, SlicesOfSlicesReadTheRightExamples) {
  DatasetPtr inner = data::slice(data::slice(counting_set(10), 2, 9), 3, 7);
  ASSERT_EQ(inner->size(), 4);
  std::vector<Tensor> out = data::allocate_batch(*inner, 1);
  inner->read(std::vector<std::int64_t>{1}, out);
  EXPECT_EQ(out[0].data<float>()[0], 6.0f / 255.0f);
  EXPECT_THROW(inner->read(std::vector<std::int64_t>{4}, out), Error);
  EXPECT_THROW(data::slice(inner, 0, 5), Error);
  EXPECT_EQ(data::take(inner, 2)->size(), 2);
  EXPECT_EQ(data::take(inner, 100)->size(), 4);
}

TEST(Dataset, LabelsOfAllExamples) {
  EXPECT_EQ(counting_set(7)->labels(), (std::vector<std::int64_t>{0, 1, 2, 0, 1, 2, 0}));
  EXPECT_EQ(data::slice(counting_set(7), 2, 5)->labels(), (std::vector<std::int64_t>{2, 0, 1}));
}

TEST(Dataset, ContentHashSeesEveryExampleAndNothingElse) {
  std::string hash = counting_set(600)->content_hash();
  EXPECT_EQ(hash.size(), 16u);
  EXPECT_EQ(hash, counting_set(600)->content_hash());
  EXPECT_EQ(hash, data::take(counting_set(601), 600)->content_hash());
  EXPECT_NE(hash, counting_set(599)->content_hash());
  for (std::int64_t pixel : {0, 1000, 2399}) {
    data::Examples changed = counting(600);
    changed.images.set(pixel, 77);
    EXPECT_NE(hash, data::in_memory("counting", changed, {"a", "b", "c"})->content_hash());
  }
  EXPECT_NE(hash, data::in_memory("counting", counting(600), {"a", "b", "d"})->content_hash());
}

TEST(Dataset, ContentHashIsTheSameOnEveryMachine) {
  EXPECT_EQ(counting_set(10)->content_hash(), "31a951d088f57aee");
}

TEST(Normalization, IsTheMeanAndDeviationOfEachChannel) {
  data::Normalization found = data::compute_normalization(*counting_set(3));
  // Channel 0: 0 0 1 1 2 2, mean 1, variance 2/3; channel 1: 0 1 2 3 4 5, mean 2.5, variance 35/12.
  ASSERT_EQ(found.mean.size(), 2u);
  EXPECT_FLOAT_EQ(found.mean[0], 1.0f / 255);
  EXPECT_FLOAT_EQ(found.mean[1], 2.5f / 255);
  EXPECT_FLOAT_EQ(found.deviation[0], float(std::sqrt(2.0 / 3) / 255));
  EXPECT_FLOAT_EQ(found.deviation[1], float(std::sqrt(35.0 / 12) / 255));
}

TEST(Normalization, AppliesChannelByChannelInPlace) {
  Tensor images = Tensor::from<float>({2, 2, 1, 1}, {1, 2, 3, 4});
  data::Normalization{{1, 2}, {2, 0}}.apply(images);
  EXPECT_EQ(images.at(0), 0);
  EXPECT_EQ(images.at(1), 0);
  EXPECT_EQ(images.at(2), 1);
  EXPECT_EQ(images.at(3), 2);  // a deviation of 0 only centres
  EXPECT_THROW((data::Normalization{{1}, {1}}.apply(images)), Error);
}

TEST(DrawnLabels, HaveNothingToDoWithTheExamples) {
  DatasetPtr own = counting_set(3000), drawn = data::draw_labels(own, 1);
  std::vector<std::int64_t> labels = drawn->labels(), truth = own->labels(), counts(3), met(3);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ++counts[std::size_t(labels[i])];
    met[std::size_t(truth[i])] += labels[i] == truth[i];
  }
  for (std::int64_t count : counts) EXPECT_NEAR(double(count), 1000, 100);  // 4 standard errors
  for (std::int64_t hits : met) EXPECT_NEAR(double(hits), 333, 60);
  std::vector<Tensor> a = data::allocate_batch(*own, 3), b = data::allocate_batch(*drawn, 3);
  const std::vector<std::int64_t> indices = {2999, 5, 1};
  own->read(indices, a);
  drawn->read(indices, b);
  for (std::int64_t i = 0; i < a[0].size(); ++i) EXPECT_EQ(a[0].at(i), b[0].at(i));
  for (std::int64_t i = 0; i < 3; ++i)
    EXPECT_EQ(b[1].at(i), double(labels[std::size_t(indices[std::size_t(i)])]));
  EXPECT_EQ(data::draw_labels(own, 1)->labels(), labels);
  EXPECT_NE(data::draw_labels(own, 2)->labels(), labels);
}

}  // namespace
}  // namespace percept
