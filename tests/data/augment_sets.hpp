// Small data sets and lists of words for the tests of augmentation.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "percept/data/loader.hpp"

namespace percept {

/// Images f32 [N, C, H, W] as they stand, the labels 0, 1, 2, 0, ...
class Images : public data::Dataset {
 public:
  explicit Images(Tensor images, std::string field = "image") : images_(std::move(images)) {
    const Shape& shape = images_.shape();
    fields_ = {
        {std::move(field), DType::f32, Shape(std::vector<std::int64_t>(shape.begin() + 1, shape.end()))},
        {"label", DType::i64, {}}};
  }
  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return images_.shape()[0]; }
  const std::vector<data::Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    auto numbers = std::size_t(fields_[0].shape.elements());
    for (std::size_t i = 0; i < indices.size(); ++i) {
      auto row = images_.data<float>().subspan(std::size_t(indices[i]) * numbers, numbers);
      std::copy(row.begin(), row.end(), out[0].data<float>().begin() + std::ptrdiff_t(i * numbers));
      out[1].data<std::int64_t>()[i] = indices[i] % 3;
    }
  }

 private:
  std::string name_ = "images";
  Tensor images_;
  std::vector<data::Field> fields_;
  std::vector<std::string> classes_ = {"a", "b", "c"};
};

/// `count` copies of one image.
inline Tensor copies(const Tensor& image, std::int64_t count) {
  std::vector<std::int64_t> dims = {count};
  dims.insert(dims.end(), image.shape().begin(), image.shape().end());
  Tensor all(DType::f32, Shape(dims));
  for (std::int64_t i = 0; i < all.size(); ++i) all.set(i, image.at(i % image.size()));
  return all;
}

inline Tensor image_of(Shape shape, std::vector<float> values) {
  Tensor image(DType::f32, std::move(shape));
  for (std::size_t i = 0; i < values.size(); ++i) image.set(std::int64_t(i), double(values[i]));
  return image;
}

/// A smooth image with nothing repeated in it, in [0.2, 0.8].
inline Tensor waves(std::int64_t channels, std::int64_t height, std::int64_t width) {
  Tensor image(DType::f32, {channels, height, width});
  for (std::int64_t i = 0, c = 0; c < channels; ++c)
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x, ++i)
        image.set(i, 0.5 + 0.15 * std::sin(0.3 * double(x) + double(c)) +
                         0.15 * std::cos(0.2 * double(y) - 0.1 * double(x) + 2 * double(c)));
  return image;
}

/// All images f32 [N, C, H, W] of one epoch, augmented.
inline Tensor augmented(Tensor images, std::vector<std::string> words, std::int64_t epoch = 1,
                        std::uint64_t seed = 0) {
  std::int64_t count = images.shape()[0];
  data::Loader loader(std::make_shared<Images>(std::move(images)),
                      {.batch = count, .augment = std::move(words), .seed = seed, .workers = 0});
  for (const data::Batch& batch : loader.epoch(epoch)) return batch["image"].clone();
  return {};
}

/// One image, augmented.
inline Tensor once(const Tensor& image, std::vector<std::string> words) {
  return augmented(copies(image, 1), std::move(words)).reshape(image.shape());
}

inline std::vector<float> values_of(const Tensor& image) {
  auto data = image.data<float>();
  return {data.begin(), data.end()};
}

inline void expect_near(const Tensor& a, const Tensor& b, double bound) {
  ASSERT_EQ(a.shape(), b.shape());
  for (std::int64_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a.at(i), b.at(i), bound) << "at " << i;
}

inline double mean_of(std::span<const float> values) {
  double sum = 0;
  for (float value : values) sum += value;
  return sum / double(values.size());
}

inline double deviation_of(std::span<const float> values) {
  double mean = mean_of(values), sum = 0;
  for (float value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / double(values.size()));
}

}  // namespace percept
