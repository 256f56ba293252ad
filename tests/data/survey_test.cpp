#include "percept/data/survey.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "data/content_hash.hpp"
#include "percept/data/spec.hpp"

namespace percept::data {
namespace {

/// Images of `side` x `side` and another field of three numbers, all functions of the index.
class Drawn : public Dataset {
 public:
  Drawn(std::int64_t size, std::int64_t side, std::int64_t broken = -1) : size_(size), broken_(broken) {
    fields_ = {{"image", DType::f32, {1, side, side}}, {"label", DType::i64, {}}, {"more", DType::f32, {3}}};
  }
  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return size_; }
  const std::vector<Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    most_at_once = std::max(most_at_once.load(), std::int64_t(indices.size()));
    std::int64_t pixels = fields_[0].shape.elements();
    for (std::size_t row = 0; row < indices.size(); ++row) {
      std::int64_t index = indices[row];
      if (index == broken_) throw std::runtime_error("example is broken");
      for (std::int64_t i = 0; i < pixels; ++i)
        out[0].data<float>()[row * std::size_t(pixels) + std::size_t(i)] =
            float((index * 7919 + i * 31) % 1009) / 1009.0f;
      out[1].data<std::int64_t>()[row] = index % 3;
      for (std::size_t i = 0; i < 3; ++i) out[2].data<float>()[3 * row + i] = float(index) + float(i);
    }
  }
  mutable std::atomic<std::int64_t> most_at_once = 0;

 private:
  std::string name_ = "drawn";
  std::int64_t size_, broken_;
  std::vector<Field> fields_;
  std::vector<std::string> classes_ = {"a", "b", "c", "d"};
};

/// The hash as it is defined: field by field in chunks of 256.
std::string defined_hash(const Dataset& dataset) {
  ContentHash hash;
  for (const Field& field : dataset.fields()) {
    hash.add(field.name);
    hash.add(name_of(field.dtype));
    for (std::int64_t dim : field.shape) hash.add_word(std::uint64_t(dim));
  }
  for (const std::string& label : dataset.classes()) hash.add(label);
  for (std::int64_t begin = 0; begin < dataset.size(); begin += 256) {
    std::vector<std::int64_t> indices(std::size_t(std::min<std::int64_t>(256, dataset.size() - begin)), 0);
    std::iota(indices.begin(), indices.end(), begin);
    std::vector<Tensor> tensors = allocate_batch(dataset, std::int64_t(indices.size()));
    dataset.read(indices, tensors);
    for (const Tensor& tensor : tensors) hash.add({tensor.raw(), tensor.bytes()});
  }
  return fmt::format("{:016x}", hash.value());
}

TEST(Survey, HashesAndCountsWhateverTheSizeOfTheExamples) {
  for (std::int64_t side : {1, 3, 64, 301})
    for (std::int64_t size : {1, 5, 256, 300, 513}) {
      if (side == 301 && size > 300) continue;
      Drawn drawn(size, side);
      std::string hash = defined_hash(drawn);
      drawn.most_at_once = 0;
      Survey found = survey(drawn, 3);
      EXPECT_EQ(found.content_hash, hash) << size << " of " << side;
      EXPECT_EQ(found.count, size);
      EXPECT_EQ(found.class_counts, (std::vector<std::int64_t>{(size + 2) / 3, (size + 1) / 3, size / 3, 0}));
      EXPECT_LE(drawn.most_at_once * side * side * 4, 4 << 20);
    }
}

TEST(Survey, TheBitsDoNotDependOnTheThreads) {
  Drawn drawn(700, 33);
  Survey one = survey(drawn, 1);
  for (int threads : {2, 3, 8}) {
    Survey more = survey(drawn, threads);
    EXPECT_EQ(more.content_hash, one.content_hash);
    EXPECT_EQ(more.normalization, one.normalization);
    EXPECT_EQ(more.border_brightness, one.border_brightness);
    EXPECT_EQ(more.class_counts, one.class_counts);
  }
  EXPECT_EQ(drawn.content_hash(), one.content_hash);
  EXPECT_EQ(compute_normalization(drawn), one.normalization);
}

TEST(Survey, FeaturesAreNormalisedOneByOne) {
  Tensor features = Tensor::from<float>({4, 2}, {1, 10, 3, 10, 1, 10, 3, 10});
  Survey found = survey(*in_memory("x", {{"features", features}}, {}));
  EXPECT_EQ(found.normalization, (Normalization{{2, 10}, {1, 0}}));
  EXPECT_EQ(found.border_brightness, 0);
  EXPECT_TRUE(found.class_counts.empty());
}

TEST(Survey, TheBorderIsTheOutermostPixels) {
  // 3x4, the border 1, what is inside 0.
  Tensor image = Tensor::full(DType::f32, {2, 1, 3, 4}, 1);
  for (std::int64_t at : {5, 6, 17, 18}) image.set(at, 0);
  EXPECT_EQ(border_brightness(image), 1);
  image.set(0, 0);  // one of twenty
  EXPECT_DOUBLE_EQ(border_brightness(image), 0.95);
  EXPECT_DOUBLE_EQ(survey(*in_memory("x", {{"image", image}}, {})).border_brightness, 0.95);
  EXPECT_EQ(border_brightness(Tensor::full(DType::f32, {1, 2, 1, 1}, 0.5)), 0.5);
  EXPECT_EQ(border_brightness(Tensor::full(DType::f32, {1, 1, 1, 9}, 0.5)), 0.5);
}

TEST(Survey, OfNothingIsEmpty) {
  Survey found = survey(Drawn(0, 3));
  EXPECT_EQ(found.count, 0);
  EXPECT_TRUE(found.normalization.mean.empty());
  EXPECT_THROW(compute_normalization(Drawn(0, 3)), Error);
  Tensor labels = Tensor::zeros(DType::i64, {3});
  EXPECT_THROW(compute_normalization(*in_memory("x", {{"label", labels}}, {})), Error);
}

TEST(Survey, AFailedReadIsThrownAndEveryThreadEnds) {
  for (int threads : {1, 2, 5})
    for (std::int64_t broken : {0, 400, 699}) {
      EXPECT_THROW(survey(Drawn(700, 33, broken), threads), std::runtime_error);
    }
}

}  // namespace
}  // namespace percept::data
