// MNIST itself, where $PERCEPT_DATA/mnist holds it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "percept/data/loader.hpp"
#include "percept/data/spec.hpp"

namespace percept {
namespace {

class RealMnist : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PERCEPT_DATA");
    if (!folder) GTEST_SKIP() << "PERCEPT_DATA is not set: no real MNIST to read";
    if (!std::filesystem::exists(std::string(folder) + "/mnist"))
      GTEST_SKIP() << folder << " has no folder mnist";
  }
};

TEST_F(RealMnist, HasItsSizesItsFirstLabelsAndItsClassCounts) {
  data::DatasetPtr train = data::open("mnist").value(), test = data::open("mnist:test").value();
  EXPECT_EQ(train->size(), 60000);
  EXPECT_EQ(test->size(), 10000);
  EXPECT_EQ(data::open("mnist:val").value()->size(), 6000);
  std::vector<std::int64_t> count(10), first;
  data::Loader loader(test, {.batch = 100});
  for (const data::Batch& batch : loader.epoch(0))
    for (std::int64_t label : batch["label"].data<std::int64_t>()) {
      ++count[std::size_t(label)];
      if (first.size() < 10) first.push_back(label);
    }
  EXPECT_EQ(first, (std::vector<std::int64_t>{7, 2, 1, 0, 4, 1, 4, 9, 5, 9}));
  EXPECT_EQ(count, (std::vector<std::int64_t>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
}

TEST_F(RealMnist, NormalizationIsThePublishedOne) {
  data::Normalization found = data::compute_normalization(*data::open("mnist").value());
  ASSERT_EQ(found.mean.size(), 1u);
  EXPECT_NEAR(found.mean[0], 0.130660, 5e-7);
  EXPECT_NEAR(found.deviation[0], 0.308108, 5e-7);
}

TEST_F(RealMnist, NormalizedBatchesHaveMeanZeroAndDeviationOne) {
  data::DatasetPtr train = data::open("mnist").value();
  data::Loader loader(
      train,
      {.batch = 500, .shuffle = true, .workers = 2, .normalization = data::compute_normalization(*train)});
  double sum = 0, square = 0, count = 0;
  for (const data::Batch& batch : loader.epoch(0))
    for (float x : batch["image"].data<float>()) sum += x, square += double(x) * x, ++count;
  EXPECT_NEAR(sum / count, 0, 1e-5);
  EXPECT_NEAR(square / count, 1, 1e-5);
}

}  // namespace
}  // namespace percept
