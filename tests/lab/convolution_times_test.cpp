// Every algorithm is there, or says why not, and gives the same numbers. How long they take is not asked.
#include "percept/lab/convolution_times.hpp"

#include <gtest/gtest.h>

#include "percept/lab/convolution_lab.hpp"

namespace percept::lab {
namespace {

const AlgorithmTime& row_of(const ConvolutionTimes& times, const std::string& algorithm) {
  auto found = std::ranges::find(times.rows, algorithm, &AlgorithmTime::algorithm);
  EXPECT_NE(found, times.rows.end());
  return *found;
}

void expect_sound(const ConvolutionTimes& times) {
  ASSERT_EQ(times.rows.size(), 4u);
  int chosen = 0;
  for (const AlgorithmTime& row : times.rows) {
    chosen += row.chosen;
    if (row.refused) continue;
    EXPECT_GE(row.runs, 1) << row.algorithm;
    EXPECT_GT(row.microseconds, 0) << row.algorithm;
    EXPECT_LE(row.least, row.microseconds) << row.algorithm;
    EXPECT_GE(row.most, row.microseconds) << row.algorithm;
    EXPECT_GT(row.rate, 0) << row.algorithm;
    EXPECT_LT(row.difference, 1e-4) << row.algorithm;
    EXPECT_NE(row.kernel, "") << row.algorithm;
  }
  EXPECT_LE(chosen, 1);
  EXPECT_EQ(row_of(times, "loops").kernel, "reference");
  EXPECT_FALSE(row_of(times, "im2col").refused);
  EXPECT_FALSE(row_of(times, "direct").refused);
}

TEST(ConvolutionTimes, HaveARowForEachAlgorithmOfALayer) {
  ConvolutionTimes times = time_typical_layer();
  expect_sound(times);
  EXPECT_EQ(times.output, (std::vector<std::int64_t>{1, 64, 56, 56}));
  EXPECT_EQ(row_of(times, "direct").multiplications, 64.0 * 64 * 9 * 56 * 56);
  const AlgorithmTime& winograd = row_of(times, "winograd");
  if (!winograd.refused) EXPECT_EQ(winograd.multiplications, 64.0 * 64 * 36 * 14 * 14);
}

TEST(ConvolutionTimes, SayWhyWinogradDoesNotApply) {
  ConvolutionLab lab;
  ConvolutionTimes times = lab.times();
  expect_sound(times);
  EXPECT_TRUE(row_of(times, "winograd").refused);
  lab.edit(
      R"({"picture": "shapes", "colour": true, "preset": "gaussian-5", "border": "reflect", "padding": 2, "stride": 2, "dilation": 2})");
  times = lab.times();
  expect_sound(times);
  EXPECT_EQ(times.input, (std::vector<std::int64_t>{3, 1, 68, 100}));
  EXPECT_EQ(times.weight, (std::vector<std::int64_t>{1, 1, 5, 5}));
  EXPECT_EQ(row_of(times, "loops").multiplications, 3.0 * times.output[2] * times.output[3] * 25);
  lab.edit(R"({"operation": "max"})");
  EXPECT_THROW(lab.times(), Error);
  lab.edit(R"({"operation": "convolution", "transposed": true})");
  EXPECT_THROW(lab.times(), Error);
}

}  // namespace
}  // namespace percept::lab
