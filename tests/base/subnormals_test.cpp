#include "percept/base/subnormals.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "percept/base/threads.hpp"

namespace percept {
namespace {

// Out of the compiler's sight, which would reckon it before the program runs.
float half_of(float x) {
  volatile float seen = x;
  return seen * 0.5f;
}

constexpr float kLeast = std::numeric_limits<float>::min();  // the least number with a full mantissa

#ifdef __SSE2__
TEST(Subnormals, AreZeroWhileFlushedAndNotAfter) {
  EXPECT_GT(half_of(kLeast), 0);
  {
    FlushSubnormals flush(false);
    EXPECT_EQ(half_of(kLeast), 0);
    EXPECT_EQ(half_of(4 * kLeast), 2 * kLeast);
  }
  EXPECT_GT(half_of(kLeast), 0);
}

// Halves of the least number, one a thread.
std::vector<float> halves(int threads) {
  std::vector<float> all(std::size_t(threads), 1);
  parallel_for(threads, 1, [&](std::int64_t begin, std::int64_t end) {
    for (; begin < end; ++begin) all[std::size_t(begin)] = half_of(kLeast);
  });
  return all;
}

// The same in a loop that is not percept's.
std::vector<float> foreign_halves(int threads) {
  std::vector<float> all(std::size_t(threads), 1);
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int i = 0; i < threads; ++i) all[std::size_t(i)] = half_of(kLeast);
  return all;
}

TEST(Subnormals, AreZeroOnAllThreadsOrOnNone) {
  int before = thread_count();
  for (int threads : {4, 2, 4, 1}) {  // a team that grows again has new threads
    set_thread_count(threads);
    const std::vector<float> zero(std::size_t(threads), 0), exact(std::size_t(threads), kLeast / 2);
    {
      FlushSubnormals flush(false);
      EXPECT_EQ(halves(threads), zero) << threads;
    }
    EXPECT_EQ(halves(threads), exact) << threads;
    {
      FlushSubnormals flush(true);
      EXPECT_EQ(foreign_halves(threads), zero) << threads;
      EXPECT_EQ(halves(threads), zero) << threads;
    }
    EXPECT_EQ(foreign_halves(threads), exact) << threads;
  }
  set_thread_count(before);
}
#endif

}  // namespace
}  // namespace percept
