// Edges and histograms of gradients beside an independent computation (tests/golden/hog.json, written by
// tools/goldens/hog.py) and where the answer is plain.
#include "percept/lab/image_features.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <numbers>

namespace percept::lab {
namespace {

nlohmann::json golden() {
  std::ifstream file(PERCEPT_SOURCE_DIR "/tests/golden/hog.json");
  return nlohmann::json::parse(file);
}

Tensor image(std::int64_t height, std::int64_t width,
             const std::function<double(std::int64_t, std::int64_t)>& number) {
  Tensor image(DType::f32, {1, 1, height, width});
  for (std::int64_t i = 0; i < height; ++i)
    for (std::int64_t j = 0; j < width; ++j) image.set(i * width + j, number(i, j));
  return image;
}

void expect_near(const Tensor& have, const std::vector<double>& want) {
  ASSERT_EQ(std::size_t(have.size()), want.size());
  for (std::size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(have.at(std::int64_t(i)), want[i], 1e-5) << "number " << i;
}

double noise(std::int64_t i, std::int64_t j) { return double((i * 37 + j * j * 11 + i * j) % 97) / 97; }

TEST(ImageFeatures, HogIsWhatAnIndependentProgramComputes) {
  nlohmann::json wanted = golden();
  std::vector<double> pixels = wanted["picture"];
  std::int64_t height = wanted["height"], width = wanted["width"];
  Tensor picture = image(height, width, [&](auto i, auto j) { return pixels[std::size_t(i * width + j)]; });
  expect_near(orientation_histograms(picture, {}), wanted["cells"]);
  expect_near(hog_features(picture, {}), wanted["l2_hys"]);
  expect_near(hog_features(picture, {.clip = 0}), wanted["l2"]);
}

TEST(ImageFeatures, ARampVotesForItsOwnOrientation) {
  for (std::int64_t bin = 0; bin < 9; ++bin) {
    double angle = (double(bin) + 0.5) * std::numbers::pi / 9;
    Tensor ramp = image(12, 12, [&](auto i, auto j) {
      return 0.03 * (std::cos(angle) * double(j) + std::sin(angle) * double(i));
    });
    Tensor cells = orientation_histograms(ramp, {});  // 3 x 3, the middle one sees no edge
    for (std::int64_t k = 0; k < 9; ++k)
      EXPECT_NEAR(cells.at(4 * 9 + k), k == bin ? 16 * 0.06 : 0, 1e-4) << "bin " << k << " of " << bin;
  }
  // Between two centres the vote is shared: 0 degrees lies between the last bin and the first.
  Tensor across = orientation_histograms(image(12, 12, [](auto, auto j) { return 0.05 * double(j); }), {});
  EXPECT_NEAR(across.at(4 * 9), 0.8, 1e-5);
  EXPECT_NEAR(across.at(4 * 9 + 8), 0.8, 1e-5);
  EXPECT_NEAR(across.at(4 * 9 + 4), 0, 1e-5);
}

TEST(ImageFeatures, BlocksHaveLengthOneAndLightDoesNotMatter) {
  Tensor picture = image(16, 16, noise);
  Tensor hog = hog_features(picture, {});
  ASSERT_EQ(hog.shape(), Shape({1, 3 * 3 * 36}));
  for (std::int64_t block = 0; block < 9; ++block) {
    double square = 0;
    for (std::int64_t i = 0; i < 36; ++i) square += std::pow(hog.at(block * 36 + i), 2);
    EXPECT_NEAR(square, 1, 1e-5);
  }
  Tensor brighter = hog_features(image(16, 16, [](auto i, auto j) { return noise(i, j) + 0.25; }), {});
  Tensor contrast = hog_features(image(16, 16, [](auto i, auto j) { return 3 * noise(i, j); }), {});
  for (std::int64_t i = 0; i < hog.size(); ++i) {
    EXPECT_NEAR(brighter.at(i), hog.at(i), 1e-4);
    EXPECT_NEAR(contrast.at(i), hog.at(i), 1e-4);
  }
}

TEST(ImageFeatures, NothingGivesNothing) {
  Tensor flat = image(12, 16, [](auto, auto) { return 0.5; });
  Tensor hog = hog_features(flat, {});
  for (std::int64_t i = 0; i < hog.size(); ++i) EXPECT_EQ(hog.at(i), 0);
  EXPECT_EQ(hog_features(image(5, 5, noise), {}).shape(), Shape({1, 0})) << "less than a block";
}

TEST(ImageFeatures, EdgesAreSobelsMagnitude) {
  // A step of one between two columns: (1 + 2 + 1) on both sides of it, nothing elsewhere.
  Tensor step = image(6, 8, [](auto, auto j) { return j < 4 ? 0.0 : 1.0; });
  Tensor edges = edge_magnitude(step);
  for (std::int64_t i = 0; i < 6; ++i)
    for (std::int64_t j = 0; j < 8; ++j) EXPECT_NEAR(edges.at(i * 8 + j), j == 3 || j == 4 ? 4 : 0, 1e-6);
  EXPECT_EQ(edge_features(step).shape(), Shape({1, 3 * 4}));
  EXPECT_NEAR(edge_features(step).at(1), 2, 1e-6) << "the mean of 0, 4, 0, 4";
  // Of a slanted ramp both parts count: 8 sqrt(a^2 + b^2).
  Tensor slanted =
      edge_magnitude(image(5, 5, [](auto i, auto j) { return 0.03 * double(i) + 0.04 * double(j); }));
  EXPECT_NEAR(slanted.at(12), 8 * 0.05, 1e-6);
}

TEST(ImageFeatures, ColoursBecomeLuminance) {
  Tensor colour(DType::f32, {1, 3, 1, 1});
  colour.set(0, 1);
  colour.set(1, 0.5);
  colour.set(2, 0.25);
  EXPECT_NEAR(grey_images(colour).item(), 0.299 + 0.2935 + 0.0285, 1e-6);
  EXPECT_EQ(hog_for(28, 28).cell, 4);
  EXPECT_EQ(hog_for(32, 32).cell, 4);
  EXPECT_EQ(hog_for(256, 100).cell, 16);
}

}  // namespace
}  // namespace percept::lab
