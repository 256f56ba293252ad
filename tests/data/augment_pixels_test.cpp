// Words that change the values of pixels: colour, noise, blur, cutout, mixup.
#include <map>

#include "data/augment/mixup.hpp"
#include "data/augment_sets.hpp"

namespace percept {
namespace {

namespace augment = data::augment;
using Values = std::vector<float>;

double luminance(const Tensor& image, std::int64_t pixel) {
  std::int64_t pixels = image.size() / 3;
  return 0.299 * image.at(pixel) + 0.587 * image.at(pixels + pixel) + 0.114 * image.at(2 * pixels + pixel);
}

TEST(Brightness, MultipliesWithinBounds) {
  Tensor image = image_of({1, 1, 3}, {0.25f, 0.5f, 0.9f});
  EXPECT_EQ(values_of(once(image, {"brightness 1.5 1.5"})), (Values{0.375f, 0.75f, 1}));
  EXPECT_EQ(values_of(once(image, {"brightness 0 0"})), (Values{0, 0, 0}));
  Tensor all = augmented(copies(image_of({1, 1, 1}, {0.5f}), 2000), {"brightness 0.2"});
  EXPECT_NEAR(mean_of(all.data<float>()), 0.5, 0.005);
  EXPECT_NEAR(deviation_of(all.data<float>()), 0.5 * 0.2 / std::sqrt(3), 0.003);
}

TEST(Contrast, SpreadsAroundTheMeanGrey) {
  EXPECT_EQ(values_of(once(image_of({1, 1, 2}, {0.25f, 0.75f}), {"contrast 0.5 0.5"})),
            (Values{0.375f, 0.625f}));
  Tensor image = waves(3, 6, 6), flat = once(image, {"contrast 0 0"});
  double mean = 0;
  for (std::int64_t i = 0; i < 36; ++i) mean += luminance(image, i) / 36;
  for (float value : flat.data<float>()) EXPECT_NEAR(value, mean, 1e-5);
}

TEST(Saturation, GoesToGreyAndBeyond) {
  Tensor image = waves(3, 6, 6), grey = once(image, {"saturation 0 0"}),
         more = once(image, {"saturation 1.2 1.2"});
  for (std::int64_t i = 0; i < 36; ++i)
    for (std::int64_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(grey.at(36 * c + i), luminance(image, i), 1e-5);
      EXPECT_NEAR(more.at(36 * c + i) - image.at(36 * c + i),
                  0.2 * (image.at(36 * c + i) - luminance(image, i)), 1e-5);
    }
}

TEST(Hue, TurnsColoursAndKeepsTheLuminance) {
  // Colours near grey, so that none is held at 0 or 1.
  Tensor image = waves(3, 6, 6);
  for (std::int64_t i = 0; i < image.size(); ++i) image.set(i, 0.5 + (image.at(i) - 0.5) / 3);
  Tensor turned = once(image, {"hue 0.15 0.15"});
  double change = 0;
  for (std::int64_t i = 0; i < 36; ++i) {
    EXPECT_NEAR(luminance(turned, i), luminance(image, i), 1e-6);
    change += std::abs(turned.at(i) - image.at(i));
  }
  EXPECT_GT(change / 36, 0.02);
  expect_near(once(turned, {"hue -0.15 -0.15"}), image, 1e-5);
  Tensor opposite = once(image, {"hue 0.5 0.5"});
  for (std::int64_t i = 0; i < 36; ++i)
    EXPECT_NEAR(opposite.at(i) - luminance(image, i), luminance(image, i) - image.at(i), 1e-5);
  Tensor grey = copies(image_of({6, 6}, Values(36, 0.4f)), 3);
  expect_near(once(grey, {"hue 0.25 0.25"}), grey, 1e-6);
}

TEST(Color, ChangesAllFourAndStaysWithinBounds) {
  Tensor all = augmented(copies(waves(3, 4, 4), 200), {"color 1"});
  for (float value : all.data<float>()) ASSERT_TRUE(value >= 0 && value <= 1);
  EXPECT_EQ(values_of(once(waves(3, 4, 4), {"brightness 0"})), values_of(waves(3, 4, 4)));
}

TEST(Noise, HasTheDeviationAskedForAndNoPattern) {
  Tensor grey = copies(image_of({2, 40, 40}, Values(3200, 0.5f)), 4);
  Tensor noisy = augmented(grey, {"noise 0.05"});
  EXPECT_NEAR(mean_of(noisy.data<float>()), 0.5, 0.002);
  EXPECT_NEAR(deviation_of(noisy.data<float>()), 0.05, 0.001);
  // Neighbours, channels and images have nothing in common.
  for (std::size_t lag : {1u, 40u, 1600u, 3200u}) {
    double sum = 0;
    auto values = noisy.data<float>();
    for (std::size_t i = 0; i + lag < values.size(); ++i) sum += (values[i] - 0.5) * (values[i + lag] - 0.5);
    EXPECT_NEAR(sum / double(values.size() - lag) / (0.05 * 0.05), 0, 0.04) << lag;
  }
  double tail = 0;
  for (float value : noisy.data<float>()) tail += std::abs(value - 0.5) > 0.1;
  EXPECT_NEAR(tail / double(noisy.size()), 0.0455, 0.006) << "beyond two deviations";
}

TEST(Noise, HoldsImagesInBoundsAndNothingElse) {
  Tensor images = augmented(copies(image_of({1, 20, 20}, Values(400, 0)), 1), {"noise 1"});
  for (float value : images.data<float>()) ASSERT_TRUE(value >= 0 && value <= 1);
  data::Loader loader(std::make_shared<Images>(Tensor::full(DType::f32, {500, 4}, 0), "features"),
                      {.batch = 500, .augment = {"noise 2"}});
  for (const data::Batch& batch : loader.epoch(0))
    EXPECT_NEAR(deviation_of(batch["features"].data<float>()), 2, 0.12);
}

TEST(Blur, SpreadsAPointByItsSigma) {
  Tensor point = Tensor::full(DType::f32, {1, 21, 21}, 0);
  point.set(220, 1);
  Tensor blurred = once(point, {"blur 1.5"});
  double mass = 0, spread = 0;
  for (std::int64_t y = 0; y < 21; ++y)
    for (std::int64_t x = 0; x < 21; ++x) {
      mass += blurred.at(21 * y + x);
      spread += blurred.at(21 * y + x) * double((x - 10) * (x - 10));
    }
  EXPECT_NEAR(mass, 1, 1e-5);
  EXPECT_NEAR(std::sqrt(spread), 1.5, 0.03);
  Tensor flat = image_of({1, 5, 5}, Values(25, 0.3f));
  expect_near(once(flat, {"blur 2"}), flat, 1e-6);
  EXPECT_EQ(values_of(once(point, {"blur 0"})), values_of(point));
}

TEST(Cutout, BlanksASquareWithItsMiddleAnywhere) {
  constexpr std::int64_t kCount = 3000, kSide = 12;
  Tensor all =
      augmented(copies(image_of({2, kSide, kSide}, Values(2 * kSide * kSide, 1)), kCount), {"cutout 4"});
  std::map<std::int64_t, int> areas;
  double blank = 0;
  for (std::int64_t i = 0; i < kCount; ++i) {
    std::int64_t area = 0;
    for (std::int64_t k = 0; k < kSide * kSide; ++k) {
      area += all.at(2 * i * kSide * kSide + k) == 0;
      EXPECT_EQ(all.at(2 * i * kSide * kSide + k), all.at((2 * i + 1) * kSide * kSide + k))
          << "every channel";
    }
    ++areas[area];
    blank += double(area);
  }
  EXPECT_EQ(areas.rbegin()->first, 16) << "whole in the inside";
  EXPECT_EQ(areas.begin()->first, 4) << "a quarter in a corner";
  // Of 12 middles 9 show all 4 rows, one 2 and two 3: 3.667 on average.
  EXPECT_NEAR(blank / kCount, std::pow((9 * 4 + 2 + 3 + 3) / 12.0, 2), 0.15);
  Tensor half = once(image_of({1, 4, 4}, Values(16, 1)), {"cutout 100% value=0.5"});
  EXPECT_EQ(half.at(5), 0.5);
}

TEST(Mixup, SharesComeFromTheBetaDistribution) {
  for (double alpha : {0.2, 1.0, 4.0}) {
    Values shares;
    double high = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      augment::Draws draws(RandomStream(0, "mixup", 0), i);
      shares.push_back(float(augment::draw_share(draws, alpha)));
      ASSERT_TRUE(shares.back() >= 0 && shares.back() <= 1);
      high += shares.back() > 0.9;
    }
    EXPECT_NEAR(mean_of(shares), 0.5, 0.01) << alpha;
    EXPECT_NEAR(deviation_of(shares), std::sqrt(1 / (4 * (2 * alpha + 1))), 0.005) << alpha;
    if (alpha == 1) EXPECT_NEAR(high / 20'000, 0.1, 0.01) << "uniform";
  }
  augment::Draws draws(RandomStream(0, "mixup", 0), 0);
  double tiny = augment::draw_share(draws, 0.001);
  EXPECT_TRUE(tiny < 1e-6 || tiny > 1 - 1e-6) << "all of one, nearly always";
}

TEST(Mixup, ImagesAndLabelsAreMixedAlike) {
  // Image i holds i: what is seen says which two were mixed.
  constexpr std::int64_t kCount = 30;
  Tensor images(DType::f32, {kCount, 1, 1, 2});
  for (std::int64_t i = 0; i < images.size(); ++i) images.set(i, double(i / 2));
  data::Loader loader(std::make_shared<Images>(images), {.batch = 7, .augment = {"mixup 1"}});
  ASSERT_EQ(loader.fields().size(), 3u);
  EXPECT_EQ(loader.fields()[2], (data::Field{"soft_label", DType::f32, {3}}));
  std::int64_t mixed = 0, row_of_all = 0;
  for (const data::Batch& batch : loader.epoch(1)) {
    EXPECT_EQ(batch["soft_label"].shape(), (Shape{batch.size, 3}));
    for (std::int64_t row = 0; row < batch.size; ++row, ++row_of_all) {
      EXPECT_EQ(batch["label"].at(row), double(row_of_all % 3)) << "the label stays the first one's";
      double sum = 0, own = batch["soft_label"].at(3 * row + row_of_all % 3);
      for (std::int64_t k = 0; k < 3; ++k) sum += batch["soft_label"].at(3 * row + k);
      EXPECT_FLOAT_EQ(float(sum), 1);
      EXPECT_EQ(batch["image"].at(2 * row), batch["image"].at(2 * row + 1));
      if (own < 0.999) {
        ++mixed;
        // image = own i + (1 - own) j with a whole j of another class
        double other = (batch["image"].at(2 * row) - own * double(row_of_all)) / (1 - own);
        EXPECT_NEAR(other, std::round(other), 1e-3);
        EXPECT_NE(std::int64_t(std::round(other)), row_of_all);
        EXPECT_GT(batch["soft_label"].at(3 * row + std::int64_t(std::round(other)) % 3), 0);
      }
    }
  }
  EXPECT_GT(mixed, 10);
}

TEST(Mixup, EveryOtherExampleIsAsLikelyAPartner) {
  // With two examples the other is always the partner; with itself nothing would change.
  Tensor two = Tensor::full(DType::f32, {2, 1, 1, 1}, 0);
  two.set(1, 1);
  for (std::int64_t epoch = 0; epoch < 20; ++epoch) {
    Tensor mixed = augmented(two, {"mixup 50"}, epoch);
    EXPECT_NEAR(mixed.at(0), 0.5, 0.3);
    EXPECT_NEAR(mixed.at(1), 0.5, 0.3);
  }
  EXPECT_EQ(augmented(two.rows(0, 1), {"mixup 1"}).at(0), 0) << "one alone is mixed with itself";
}

TEST(Mixup, NeedsClasses) {
  class Numbers : public Images {
   public:
    Numbers() : Images(Tensor(DType::f32, {2, 3}), "features") {}
    const std::vector<std::string>& classes() const override { return none_; }

   private:
    std::vector<std::string> none_;
  };
  EXPECT_THROW(data::Loader(std::make_shared<Numbers>(), {.augment = {"mixup 1"}}), Error);
}

}  // namespace
}  // namespace percept
