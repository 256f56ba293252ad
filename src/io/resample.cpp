#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "percept/io/sound.hpp"

namespace percept::io {
namespace {

constexpr double kZeroCrossings = 16, kRollOff = 0.95;

// The low-pass at a distance of `d` samples, `cutoff` in parts of the Nyquist frequency.
double low_pass(double d, double cutoff) {
  double width = kZeroCrossings / cutoff;
  if (std::abs(d) >= width) return 0;
  double x = std::numbers::pi * cutoff * d;
  double sinc = std::abs(x) < 1e-9 ? 1 : std::sin(x) / x;
  return cutoff * sinc * (1 + std::cos(std::numbers::pi * d / width)) / 2;
}

}  // namespace

Tensor resample(const Tensor& samples, int from, int to) {
  std::int64_t step = from, parts = to;  // y_n lies at n step / parts, in lowest terms
  bool fits = samples.dtype() == DType::f32 && samples.shape().rank() == 1 && from > 0 && from <= kMaxRate &&
              to > 0 && to <= kMaxRate && samples.size() <= kMaxSamples;
  std::int64_t count = fits ? (samples.size() * parts + step - 1) / step : 0;
  if (!fits || count > kMaxSamples)
    throw Error(Problem("io.resample", {{"have", to_string(samples)}, {"from", from}, {"to", to}}));
  if (from == to) return samples;
  std::int64_t common = std::gcd(step, parts);
  step /= common;
  parts /= common;

  double cutoff = kRollOff * std::min(1.0, double(parts) / double(step));
  std::int64_t reach = std::int64_t(std::ceil(kZeroCrossings / cutoff));
  std::vector<std::vector<double>> phases(std::size_t(std::min(parts, count)));  // the taps that come again
  Tensor out(DType::f32, {count});
  std::span<const float> x = samples.data<float>();
  std::int64_t size = samples.size();
  for (std::int64_t n = 0; n < count; ++n) {
    std::vector<double>& taps = phases[std::size_t(n % parts)];
    if (taps.empty()) {
      double place = double(n * step % parts) / double(parts);
      for (std::int64_t k = -reach; k <= reach + 1; ++k) taps.push_back(low_pass(place - double(k), cutoff));
    }
    std::int64_t first = n * step / parts - reach;
    std::int64_t begin = std::max<std::int64_t>(first, 0);
    std::int64_t end = std::min(first + std::int64_t(taps.size()), size);
    double sum = 0;
    for (std::int64_t k = begin; k < end; ++k)
      sum += double(x[std::size_t(k)]) * taps[std::size_t(k - first)];
    out.data<float>()[std::size_t(n)] = float(sum);
  }
  return out;
}

}  // namespace percept::io
