// Medians of repetitions, and how many threads compute.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "percept/base/threads.hpp"

namespace percept::cli::bench {

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

class Stopwatch {
 public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// So many compute threads as long as it lives.
class Threads {
 public:
  explicit Threads(int count) : before_(thread_count()) { set_thread_count(count); }
  ~Threads() { set_thread_count(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

/// The median milliseconds of a call: of repetitions for a second and a half, thirteen at the least, each of
/// as many calls as take a tenth of a millisecond; the first sixth of them warms up. The peers' scripts do
/// the same.
template <class Call>
double milliseconds(Call&& call) {
  auto repetition = [&](int calls) {
    Stopwatch watch;
    for (int i = 0; i < calls; ++i) call();
    return watch.milliseconds() / calls;
  };
  double first = std::min({repetition(1), repetition(1), repetition(1)});
  int calls = std::max(1, int(std::lround(0.1 / std::max(first, 1e-5))));
  std::vector<double> times;
  for (Stopwatch all; times.size() < 13 || all.milliseconds() < 1500;) times.push_back(repetition(calls));
  return median({times.begin() + std::ptrdiff_t(times.size() / 6), times.end()});
}

}  // namespace percept::cli::bench
