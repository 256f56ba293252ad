#include "rates.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <vector>

#include "bench/measure.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/percept.hpp"

namespace percept::cli {
namespace {

using bench::Stopwatch;
using bench::Threads;

// The best of some runs: what else the machine does only adds.
double rate_of(const std::function<Value(Value)>& net, const Shape& input, double operations,
               Precision precision, std::chrono::milliseconds time) {
  ParameterStore store;
  Program program(store, [&](Graph& g) { g.fetch("y", net(g.feed("x"))); },
                  {.plan = {.precision = precision}});
  Feeds feeds{{"x", Tensor::zeros(DType::f32, input)}};
  double least = 1e300;
  Stopwatch all;
  for (int i = 0; i < 3 || all.milliseconds() < double(time.count()); ++i) {
    Stopwatch watch;
    program.run(feeds);
    least = std::min(least, watch.milliseconds());
  }
  return operations / least / 1e6;
}

// Milliseconds to read so many bytes, from the cache where they stay in it. memchr is the C library's own
// vector code.
double reading_time(std::size_t bytes) {
  constexpr int kRepetitions = 20;
  std::vector<char> buffer(bytes, 'a');
  double least = 1e300;
  for (int i = 0; i < kRepetitions; ++i) {
    Stopwatch watch;
    parallel_for(std::int64_t(bytes), 64 << 10, [&](std::int64_t begin, std::int64_t end) {
      const void* volatile found = std::memchr(buffer.data() + begin, 'b', std::size_t(end - begin));
      (void)found;
    });
    least = std::min(least, watch.milliseconds());
  }
  return least;
}

}  // namespace

double Rates::gflops(Precision precision, int threads) {
  if (precision == Precision::single || !computes_bf16()) precision = Precision::exact;
  auto [place, is_new] = gflops_.try_emplace({precision, threads}, 0.0);
  if (is_new) {
    Threads computing(threads);
    nn::Conv2d conv{{.in = 64, .out = 64, .kernel = 3, .padding = 1, .bias = false}};
    nn::Linear linear{{.in = 1024, .out = 1024, .bias = false}};
    auto rate = [&](const auto& layer, const Shape& input, double operations) {
      return rate_of([&](Value x) { return layer(x); }, input, operations, precision, each_);
    };
    place->second = rate(linear, {512, 1024}, 2.0 * 512 * 1024 * 1024);
    if (precision == Precision::exact)  // a fast algorithm would take it in mixed precision
      place->second = std::max(place->second, rate(conv, {32, 64, 32, 32}, 2.0 * 32 * 1024 * 64 * 64 * 9));
  }
  return place->second;
}

// Between the powers of two as their neighbour.
double Rates::reading(double bytes, int threads) {
  constexpr int kLeast = 10, kMost = 28;  // below and above these the rate changes no more
  int power = std::clamp(int(std::lround(std::log2(std::max(bytes, 1.0)))), kLeast, kMost);
  auto [place, is_new] = reading_.try_emplace({threads, power}, 0.0);
  if (is_new) {
    Threads computing(threads);
    place->second = reading_time(std::size_t(1) << power);
  }
  return place->second * bytes / std::ldexp(1.0, power);
}

double Rates::floor(double operations, double bytes, Precision precision, int threads) {
  double computing = operations > 0 ? operations / gflops(precision, threads) / 1e6 : 0;
  return std::max(computing, reading(bytes, threads));
}

}  // namespace percept::cli
