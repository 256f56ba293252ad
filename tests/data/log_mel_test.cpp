#include "percept/data/log_mel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <thread>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept {
namespace {

std::vector<float> tone(double hertz, double height, int rate, std::size_t count) {
  std::vector<float> samples(count);
  for (std::size_t i = 0; i < count; ++i)
    samples[i] = float(height * std::sin(2 * std::numbers::pi * hertz * double(i) / rate));
  return samples;
}

std::vector<float> image_of(const data::LogMel& log_mel, const std::vector<float>& samples) {
  std::vector<float> image(std::size_t(log_mel.bands() * log_mel.frames(std::int64_t(samples.size()))));
  log_mel.apply(samples, image);
  return image;
}

// The first and the last frame of a sound of 600 samples at 8,000 a second, computed with numpy from the
// formula.
TEST(LogMel, IsTheFormula) {
  const double first[] = {0.01346119,  0.05634127, 0.05183089,  0.006216583, 0.1494645, 0.2201346, 0.1981515,
                          0.4321568,   0.7222592,  0.862139,    0.86597,     0.6888201, 0.376755,  0.2540965,
                          0.1366849,   0.08239649, 0.002714278, 0.0,         0.0,       0.0,       0.0,
                          0.01149185,  0.0,        0.09747226,  0.1427822,   0.0225982, 0.1085154, 0.0,
                          0.006149778, 0.0,        0.0,         0.4671323,   0.5176105, 0.1856915, 0.01032241,
                          0.08286854,  0.222857,   0.1632299,   0.02211396,  0.0};
  const double last[] = {0.01300086,  0.05769601, 0.0501761,  0.01334092, 0.1489501,  0.2189077, 0.2022338,
                         0.4320535,   0.7222653,  0.862133,   0.865947,   0.6887593,  0.3768669, 0.2538848,
                         0.143218,    0.06802456, 0.0148884,  0.0,        0.0,        0.0,       0.0,
                         0.01217966,  0.0,        0.09820194, 0.1425169,  0.02102394, 0.1085823, 0.0,
                         0.006736511, 0.0,        0.0,        0.4666612,  0.5173043,  0.1852837, 0.01039526,
                         0.08275421,  0.2227688,  0.1634427,  0.02236681, 0.0};
  std::vector<float> samples;
  for (int i = 0; i < 600; ++i) {
    double turn = 2 * std::numbers::pi * i / 8000;
    samples.push_back(float(0.3 * std::sin(440 * turn) + 0.01 * std::cos(2500 * turn) +
                            0.001 * ((i * 7919) % 101 - 50) / 50));
  }
  data::LogMel log_mel(8000, 40);
  ASSERT_EQ(log_mel.frames(600), 6);
  std::vector<float> image = image_of(log_mel, samples);
  for (std::size_t m = 0; m < 40; ++m) {
    EXPECT_NEAR(image[m * 6], first[m], 1e-5) << m;
    EXPECT_NEAR(image[m * 6 + 5], last[m], 1e-5) << m;
  }
}

// A tenth of the height is 20 decibels less: a quarter of the scale.
TEST(LogMel, IsLoudnessInDecibels) {
  data::LogMel log_mel(16000, 40);
  std::vector<float> loud = image_of(log_mel, tone(1000, 0.5, 16000, 800)),
                     soft = image_of(log_mel, tone(1000, 0.05, 16000, 800));
  auto peak = std::max_element(loud.begin(), loud.end());
  EXPECT_NEAR(*peak, 1 - 6.0 / 80, 0.03);
  EXPECT_NEAR(*peak - soft[std::size_t(peak - loud.begin())], 0.25, 1e-4);
  std::vector<float> full = image_of(log_mel, tone(1000, 100, 16000, 800));
  EXPECT_EQ(*std::max_element(full.begin(), full.end()), 1);
  for (float value : image_of(log_mel, std::vector<float>(800))) EXPECT_EQ(value, 0);
}

TEST(LogMel, HigherTonesLightHigherRows) {
  data::LogMel log_mel(16000, 40);
  std::ptrdiff_t before = -1;
  for (double hertz : {200.0, 500.0, 1000.0, 2000.0, 4000.0, 7000.0}) {
    std::vector<float> image = image_of(log_mel, tone(hertz, 0.5, 16000, 400));
    std::ptrdiff_t row = std::max_element(image.begin(), image.end()) - image.begin();
    EXPECT_GT(row, before) << hertz;
    before = row;
  }
}

TEST(LogMel, FramesAndSamplesAgree) {
  data::LogMel log_mel(8000, 40);  // frames of 200 samples, one every 80
  EXPECT_EQ(log_mel.frames(0), 1);
  EXPECT_EQ(log_mel.frames(200), 1);
  EXPECT_EQ(log_mel.frames(279), 1);
  EXPECT_EQ(log_mel.frames(280), 2);
  for (std::int64_t frames : {1, 2, 50, 98}) {
    EXPECT_EQ(log_mel.frames(log_mel.samples(frames)), frames);
    EXPECT_EQ(log_mel.frames(log_mel.samples(frames) - 1), std::max<std::int64_t>(1, frames - 1));
  }
  EXPECT_EQ(image_of(log_mel, {}).size(), 40u);
}

TEST(LogMel, ThreadsGetTheSame) {
  data::LogMel log_mel(8000, 40);
  std::vector<float> samples = tone(440, 0.5, 8000, 4000), want = image_of(log_mel, samples);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        data::LogMel own(8000, 20 + round);
        EXPECT_EQ(image_of(log_mel, samples), want);
      }
    });
  for (std::thread& thread : threads) thread.join();
}

TEST(LogMel, BandsThatHoldNothingAreRefused) {
  for (auto [rate, bands] : {std::pair(8000, 400), {8000, 0}, {0, 40}, {-1, 40}, {8000, -1}})
    EXPECT_THROW(data::LogMel(rate, bands), Error) << rate << " " << bands;
}

}  // namespace
}  // namespace percept
