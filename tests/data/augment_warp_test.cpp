// Words that move pixels: shift, rotate, scale, shear, flip, crop, elastic.
#include <array>
#include <map>

#include "data/augment/gaussian.hpp"
#include "data/augment/warp.hpp"
#include "data/augment_sets.hpp"

namespace percept {
namespace {

namespace augment = data::augment;
using Values = std::vector<float>;

const Tensor kNine = image_of({1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});

TEST(Shift, MovesWholePixelsRightAndDown) {
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1"})), (Values{0, 0, 0, 0, 1, 2, 0, 4, 5}));
  EXPECT_EQ(values_of(once(kNine, {"shift -1 -1"})), (Values{5, 6, 0, 8, 9, 0, 0, 0, 0}));
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 horizontal"})), (Values{0, 1, 2, 0, 4, 5, 0, 7, 8}));
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 vertical"})), (Values{0, 0, 0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(values_of(once(kNine, {"shift 33% 34%"})), values_of(once(kNine, {"shift 1 1"})));
  EXPECT_EQ(values_of(once(kNine, {"shift 0"})), values_of(kNine));
}

TEST(Shift, FillsTheBorderAsAsked) {
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 fill=replicate"})), (Values{1, 1, 2, 1, 1, 2, 4, 4, 5}));
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 fill=reflect"})), (Values{5, 4, 5, 2, 1, 2, 5, 4, 5}));
  EXPECT_EQ(values_of(once(kNine, {"shift 3 3"})), Values(9, 0));
  EXPECT_EQ(values_of(once(kNine, {"shift 4 4 fill=reflect horizontal"})),
            (Values{1, 2, 3, 4, 5, 6, 7, 8, 9}))
      << "a reflected line of three repeats after four";
}

TEST(Shift, EveryDisplacementIsAsLikely) {
  Tensor point = Tensor::full(DType::f32, {1, 7, 7}, 0);
  point.set(24, 1);
  constexpr std::int64_t kCount = 5000;
  Tensor moved = augmented(copies(point, kCount), {"shift 2"});
  std::map<std::int64_t, int> found;
  for (std::int64_t i = 0; i < kCount; ++i)
    for (std::int64_t k = 0; k < 49; ++k)
      if (moved.at(49 * i + k) == 1) ++found[k];
  ASSERT_EQ(found.size(), 25u);
  double chi_square = 0;
  for (auto [place, count] : found) chi_square += std::pow(count - kCount / 25.0, 2) / (kCount / 25.0);
  EXPECT_LT(chi_square, 51.2);  // 24 degrees of freedom: exceeded once in a thousand
}

TEST(Flip, Mirrors) {
  EXPECT_EQ(values_of(once(kNine, {"flip p=1"})), (Values{3, 2, 1, 6, 5, 4, 9, 8, 7}));
  EXPECT_EQ(values_of(once(kNine, {"flip vertical p=1"})), (Values{7, 8, 9, 4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(values_of(once(kNine, {"flip p=0"})), values_of(kNine));
  Tensor even = image_of({2, 1, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(values_of(once(even, {"flip p=1"})), (Values{4, 3, 2, 1, 8, 7, 6, 5}));
}

std::vector<bool> mirrored(const std::vector<std::string>& words, std::int64_t count, std::int64_t epoch) {
  Tensor all = augmented(copies(kNine, count), words, epoch);
  std::vector<bool> found;
  for (std::int64_t i = 0; i < count; ++i) found.push_back(all.at(9 * i) == 3);
  return found;
}

TEST(Flip, HalfOfTheTimeUnlessToldOtherwise) {
  auto share = [](const std::string& word) {
    std::vector<bool> found = mirrored({word}, 4000, 1);
    return double(std::count(found.begin(), found.end(), true)) / 4000;
  };
  EXPECT_NEAR(share("flip"), 0.5, 0.03);
  EXPECT_NEAR(share("flip p=0.2"), 0.2, 0.03);
  EXPECT_NEAR(share("alternating_flip"), 0.5, 0.03);
}

TEST(AlternatingFlip, ShowsTheOtherSideInEveryEpoch) {
  std::vector<bool> first = mirrored({"alternating_flip"}, 200, 1);
  for (std::int64_t epoch = 2; epoch < 6; ++epoch) {
    std::vector<bool> now = mirrored({"alternating_flip"}, 200, epoch);
    for (std::size_t i = 0; i < now.size(); ++i) EXPECT_EQ(now[i], first[i] ^ (epoch % 2 == 0));
  }
  EXPECT_NE(mirrored({"flip"}, 200, 1), mirrored({"flip"}, 200, 3));
}

TEST(Rotate, QuarterTurnsAreExactAndCounterClockwise) {
  EXPECT_EQ(values_of(once(kNine, {"rotate 90 90"})), (Values{3, 6, 9, 2, 5, 8, 1, 4, 7}));
  EXPECT_EQ(values_of(once(kNine, {"rotate 180 180"})), (Values{9, 8, 7, 6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(values_of(once(kNine, {"rotate -90 -90"})), (Values{7, 4, 1, 8, 5, 2, 9, 6, 3}));
  EXPECT_EQ(values_of(once(kNine, {"rotate 360 360"})), values_of(kNine));
}

// Where the mass of an image lies, seen from its middle: right and down.
std::array<double, 2> centre(const Tensor& image) {
  std::int64_t height = image.shape()[1], width = image.shape()[2];
  double mass = 0, right = 0, down = 0;
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      double value = image.at(y * width + x);
      mass += value;
      right += value * (double(x) - double(width - 1) / 2);
      down += value * (double(y) - double(height - 1) / 2);
    }
  return {right / mass, down / mass};
}

Tensor blob(double right, double down) {
  Tensor image = Tensor::full(DType::f32, {1, 41, 41}, 0);
  for (std::int64_t y = 0; y < 41; ++y)
    for (std::int64_t x = 0; x < 41; ++x)
      image.set(
          41 * y + x,
          std::exp(-0.5 * (std::pow(double(x) - 20 - right, 2) + std::pow(double(y) - 20 - down, 2)) / 4));
  return image;
}

TEST(Rotate, TurnsAPointAroundTheMiddle) {
  auto [right, down] = centre(once(blob(8, 0), {"rotate 30 30"}));
  EXPECT_NEAR(right, 8 * std::cos(M_PI / 6), 0.02);
  EXPECT_NEAR(down, -8 * std::sin(M_PI / 6), 0.02);
}

TEST(Rotate, AnglesAreUniform) {
  Tensor turned = augmented(copies(blob(8, 0), 600), {"rotate 20"});
  Values angles;
  for (std::int64_t i = 0; i < 600; ++i) {
    auto [right, down] = centre(turned.rows(i, i + 1).reshape({1, 41, 41}));
    angles.push_back(float(std::atan2(-down, right) * 180 / M_PI));
  }
  EXPECT_NEAR(mean_of(angles), 0, 1.5);
  EXPECT_NEAR(deviation_of(angles), 20 / std::sqrt(3), 0.6);
  EXPECT_LT(*std::max_element(angles.begin(), angles.end()), 20.1);
  EXPECT_GT(*std::max_element(angles.begin(), angles.end()), 19);
}

TEST(Scale, MovesPointsAwayFromTheMiddle) {
  auto [right, down] = centre(once(blob(5, -3), {"scale 1.5 1.5"}));
  EXPECT_NEAR(right, 7.5, 0.02);
  EXPECT_NEAR(down, -4.5, 0.02);
  auto [less, up] = centre(once(blob(5, -3), {"scale 0.5 0.5"}));
  EXPECT_NEAR(less, 2.5, 0.05);
  EXPECT_NEAR(up, -1.5, 0.05);
}

TEST(Shear, MovesRowsAgainstEachOther) {
  EXPECT_EQ(values_of(once(kNine, {"shear 45 45"})), (Values{0, 1, 2, 4, 5, 6, 8, 9, 0}));
  EXPECT_EQ(values_of(once(kNine, {"shear 45 45 vertical"})), (Values{0, 2, 6, 1, 5, 9, 4, 8, 0}));
}

TEST(Warp, SuccessiveMovesAreResampledOnce) {
  Tensor image = waves(2, 21, 21);
  // Two eighths of a turn blur twice where each is resampled, and not at all where they are one quarter.
  expect_near(once(image, {"rotate 45 45", "rotate 45 45"}), once(image, {"rotate 90 90"}), 1e-5);
  EXPECT_EQ(values_of(once(image, {"scale 2 2", "shift 3 3", "shift -3 -3", "scale 0.5 0.5"})),
            values_of(image));
}

TEST(Warp, MovesAreMadeInTheirOrder) {
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 horizontal", "flip p=1"})),
            (Values{2, 1, 0, 5, 4, 0, 8, 7, 0}));
  EXPECT_EQ(values_of(once(kNine, {"flip p=1", "shift 1 1 horizontal"})),
            (Values{0, 3, 2, 0, 6, 5, 0, 9, 8}));
}

TEST(Warp, AnotherFillIsResampledByItself) {
  EXPECT_EQ(values_of(once(kNine, {"shift 1 1 horizontal", "shift 1 1 vertical fill=replicate"})),
            (Values{0, 1, 2, 0, 1, 2, 0, 4, 5}));
}

TEST(Warp, InterpolatesBetweenTheFourPixels) {
  std::vector<float> values = {0, 1, 2, 3};
  augment::Workspace workspace;
  augment::resample({values.data(), 1, 2, 2}, {.x0 = 0.25, .y0 = 0.5}, nullptr, augment::Fill::replicate,
                    workspace);
  EXPECT_FLOAT_EQ(values[0], 1.25f);
  EXPECT_FLOAT_EQ(values[1], 2);
  EXPECT_FLOAT_EQ(values[2], 2.25f);
  values = {4, 4, 4, 4};
  augment::resample({values.data(), 1, 2, 2}, {.x0 = 0.25}, nullptr, augment::Fill::zeros, workspace);
  EXPECT_FLOAT_EQ(values[1], 3) << "a quarter of it lies in the black";
}

TEST(Crop, TakesEveryWindowOfThePaddedImage) {
  constexpr std::int64_t kCount = 2000;
  Tensor all = augmented(copies(kNine, kCount), {"crop 3 pad=1"});
  std::map<Values, int> found;
  for (std::int64_t i = 0; i < kCount; ++i) ++found[values_of(all.rows(i, i + 1))];
  EXPECT_EQ(found.size(), 9u);
  for (const auto& [values, count] : found) EXPECT_NEAR(count, kCount / 9.0, 60);
  EXPECT_TRUE(found.contains({0, 0, 0, 0, 1, 2, 0, 4, 5}));
  EXPECT_TRUE(found.contains(values_of(kNine)));
}

TEST(Crop, ASmallerWindowIsEnlargedToTheImage) {
  Tensor image = image_of({1, 4, 4}, {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3});
  Tensor all = augmented(copies(image, 300), {"crop 2 fill=replicate"});
  bool corner = false;
  for (std::int64_t i = 0; i < 300; ++i) {
    Values one = values_of(all.rows(i, i + 1));
    corner |= one == Values{0, 0, 0, 0.25f, 0, 0, 0, 0.25f, 0, 0, 0, 0.25f, 0.5f, 0.5f, 0.5f, 0.75f};
  }
  EXPECT_TRUE(corner) << "the window in the corner, each pixel as four";
  EXPECT_EQ(values_of(once(image, {"crop 4x4"})), values_of(image));
}

TEST(Crop, TheBorderIsFilledAsAsked) {
  Tensor all = augmented(copies(kNine, 200), {"crop 3 pad=1 fill=reflect"});
  for (float value : all.data<float>()) EXPECT_GE(value, 1);
}

TEST(Elastic, DisplacementsHaveThePublishedStatistics) {
  // Uniform noise has variance 1/3; smoothing leaves 1 / (4 pi sigma^2) of it.
  constexpr double kAlpha = 34, kSigma = 4;
  augment::Workspace workspace;
  std::vector<float> kernel;
  augment::gaussian(kSigma, kernel);
  std::vector<float> inside;
  double neighbours = 0, count = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    augment::Draws draws(RandomStream(0, "test", i), 0);
    augment::draw_displacement(draws, kAlpha, kernel, {60, 60}, workspace);
    ASSERT_EQ(workspace.field.size(), 7200u);
    for (std::size_t y = 14; y < 46; ++y)
      for (std::size_t x = 14; x < 46; ++x) {
        std::size_t at = y * 60 + x;
        inside.push_back(workspace.field[at]);
        inside.push_back(workspace.field[3600 + at]);
        neighbours += double(workspace.field[at]) * double(workspace.field[at + 4]), ++count;
      }
  }
  double expected = kAlpha * std::sqrt(1.0 / 3 / (4 * M_PI * kSigma * kSigma));
  EXPECT_NEAR(expected, 1.385, 0.001);
  EXPECT_NEAR(deviation_of(inside), expected, 0.08);
  EXPECT_NEAR(mean_of(inside), 0, 0.15);
  // The correlation of two places d apart is e^(-d^2 / 4 sigma^2).
  EXPECT_NEAR(neighbours / count / (expected * expected), std::exp(-16 / (4 * kSigma * kSigma)), 0.1);
}

TEST(Elastic, BendsWithoutBreaking) {
  Tensor image = waves(1, 28, 28);
  EXPECT_EQ(values_of(once(image, {"elastic alpha=0"})), values_of(image));
  Tensor bent = once(image, {"elastic fill=replicate"});
  double moved = 0;
  for (std::int64_t i = 0; i < bent.size(); ++i) {
    EXPECT_GE(bent.at(i), 0.19);
    EXPECT_LE(bent.at(i), 0.81);
    moved += std::abs(bent.at(i) - image.at(i));
  }
  EXPECT_GT(moved / double(bent.size()), 0.005);
  EXPECT_LT(moved / double(bent.size()), 0.1);
  // After another move it is part of the same resampling: nothing is blurred twice.
  Tensor spot = Tensor::full(DType::f32, {1, 9, 9}, 0);
  spot.set(40, 1);
  expect_near(once(spot, {"rotate 45 45", "rotate 45 45", "elastic alpha=0"}), spot, 1e-5);
}

}  // namespace
}  // namespace percept
