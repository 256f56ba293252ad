#include "percept/base/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace percept {
namespace {

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

Ranges ranges_of(std::int64_t n, std::int64_t grain) {
  std::mutex mutex;
  Ranges ranges;
  parallel_for(n, grain, [&](std::int64_t begin, std::int64_t end) {
    std::lock_guard lock(mutex);
    ranges.emplace_back(begin, end);
  });
  std::sort(ranges.begin(), ranges.end());
  return ranges;
}

class ParallelFor : public testing::TestWithParam<int> {
 protected:
  void SetUp() override { set_thread_count(GetParam()); }
  void TearDown() override { set_thread_count(before_); }

 private:
  int before_ = thread_count();
};

TEST_P(ParallelFor, CoversTheRangeExactlyOnce) {
  for (std::int64_t n : {1, 2, 3, 7, 8, 100, 1001})
    for (std::int64_t grain : {1, 3, 64, 5000}) {
      std::int64_t next = 0;
      for (auto [begin, end] : ranges_of(n, grain)) {
        EXPECT_EQ(begin, next);
        EXPECT_LT(begin, end);
        next = end;
      }
      EXPECT_EQ(next, n) << "grain " << grain;
    }
}

TEST_P(ParallelFor, DoesNothingForAnEmptyRange) {
  EXPECT_TRUE(ranges_of(0, 1).empty());
  EXPECT_TRUE(ranges_of(-5, 1).empty());
}

TEST_P(ParallelFor, OneRangeBelowTheGrain) { EXPECT_EQ(ranges_of(64, 64), (Ranges{{0, 64}})); }

TEST_P(ParallelFor, SplitsTheSameWayEachTime) { EXPECT_EQ(ranges_of(1000, 10), ranges_of(1000, 10)); }

TEST_P(ParallelFor, NoMoreRangesThanThreads) {
  EXPECT_LE(ranges_of(1000000, 1).size(), std::size_t(thread_count()));
}

INSTANTIATE_TEST_SUITE_P(Threads, ParallelFor, testing::Values(1, 2, 3, 8));

TEST(Threads, ThereIsAtLeastOne) { EXPECT_GE(thread_count(), 1); }

}  // namespace
}  // namespace percept
