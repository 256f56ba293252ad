// What the benchmarks share: medians, the peer's figures, the rate that this machine reaches.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "percept/percept.hpp"

namespace percept::bench {

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// The median milliseconds of a call, after some that are not counted.
template <class Call>
double milliseconds(int warm_up, int repetitions, Call&& call) {
  std::vector<double> times;
  for (int i = 0; i < warm_up + repetitions; ++i) {
    auto start = std::chrono::steady_clock::now();
    call(i);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return median({times.begin() + warm_up, times.end()});
}

/// The numbers that the peer's program prints, its layouts' milliseconds; empty where it is not installed.
inline std::vector<double> peer_milliseconds(const std::string& script) {
  std::string command = "/usr/bin/python3 '" PERCEPT_BENCH_DIR "/" + script + "' 2>/dev/null";
  std::vector<double> printed;
  std::FILE* pipe = popen(command.c_str(), "r");
  for (double number; pipe && std::fscanf(pipe, "%lf", &number) == 1;) printed.push_back(number);
  if (pipe) pclose(pipe);
  return printed;
}

/// The time of every step of a profiled plan.
inline void print_steps(const Plan& plan) {
  for (const PlanStep& s : plan.steps())
    std::printf("%8.1f us  %-28s %-24s %-20s %s\n", s.microseconds, s.kernel.c_str(), s.op.c_str(),
                (s.path + (s.backward ? " '" : "")).c_str(), s.outputs.front().c_str());
}

/// GFLOP/s of a wide convolution (3 x 3, 64 to 64 channels at 32 x 32, batch 32): what a step's arithmetic
/// is compared with.
inline double best_rate() {
  ParameterStore weights;
  nn::Conv2d conv{{.in = 64, .out = 64, .kernel = 3, .padding = 1, .bias = false}};
  Program wide(weights, [&](Graph& g) { g.fetch("y", conv(g.feed("x"))); }, {.plan = {.profile = true}});
  Feeds feeds{{"x", Tensor(DType::f32, {32, 64, 32, 32})}};
  for (int i = 0; i < 20; ++i) wide.run(feeds);
  for (const PlanStep& step : wide.plan(feeds).steps())
    if (step.op == "conv2d") return 2.0 * 32 * 1024 * 64 * 64 * 9 / step.microseconds / 1e3;
  return 0;
}

}  // namespace percept::bench
