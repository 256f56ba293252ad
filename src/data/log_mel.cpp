#include "percept/data/log_mel.hpp"

#include <fftw3.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "fftw_planning.hpp"
#include "percept/base/problem.hpp"

namespace percept::data {
namespace {

constexpr double kWindow = 0.025, kHop = 0.010, kDecibels = 80;

double mel_of(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double hertz_of(double mel) { return 700 * (std::pow(10, mel / 2595) - 1); }

// The bins from `first` on, with the heights of the triangle at them.
struct Band {
  std::size_t first = 0;
  std::vector<double> weights;
};

Band band_between(double low, double middle, double high, double bin, std::size_t bins) {
  Band band;
  for (std::size_t b = 0; b < bins; ++b) {
    double hertz = bin * double(b);
    double weight = std::min((hertz - low) / (middle - low), (high - hertz) / (high - middle));
    if (weight <= 0) continue;
    if (band.weights.empty()) band.first = b;
    band.weights.push_back(weight);
  }
  return band;
}

struct DestroyPlan {
  void operator()(fftw_plan plan) const {
    std::lock_guard lock(fftw_planning());
    fftw_destroy_plan(plan);
  }
};
using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

// "Estimate" measures nothing, so that the same plan is made each time.
Plan make_plan(std::size_t size) {
  std::vector<double> in(size);
  std::vector<std::complex<double>> out(size / 2 + 1);
  std::lock_guard lock(fftw_planning());
  return Plan(fftw_plan_dft_r2c_1d(int(size), in.data(), reinterpret_cast<fftw_complex*>(out.data()),
                                   FFTW_ESTIMATE | FFTW_UNALIGNED));
}

}  // namespace

struct LogMel::State {
  std::size_t hop, fft;
  std::vector<double> window;
  double full_scale;  // of a tone's power
  std::vector<Band> bands;
  Plan plan;
};

LogMel::LogMel(int rate, int bands) : state_(std::make_unique<State>()) {
  State& s = *state_;
  auto require = [&](bool fine) {
    if (!fine)
      throw Error(Problem("data.log_mel", {{"bands", bands}, {"rate", rate}}).with_hint("data.log_mel.hint"));
  };
  require(rate > 0 && bands > 0 && rate <= 1'000'000 && bands <= 10'000);
  std::size_t window = std::size_t(std::max(2L, std::lround(kWindow * rate)));
  s.hop = std::size_t(std::max(1L, std::lround(kHop * rate)));
  s.fft = std::bit_ceil(window);
  double sum = 0;
  for (std::size_t k = 0; k < window; ++k) {
    s.window.push_back((1 - std::cos(2 * std::numbers::pi * double(k) / double(window))) / 2);
    sum += s.window.back();
  }
  s.full_scale = 4 / (sum * sum);
  double step = mel_of(rate / 2.0) / (bands + 1), bin = rate / double(s.fft);
  for (int m = 0; m < bands; ++m) {
    double low = hertz_of(step * m), middle = hertz_of(step * (m + 1)), high = hertz_of(step * (m + 2));
    s.bands.push_back(band_between(low, middle, high, bin, s.fft / 2 + 1));
  }
  require(
      std::none_of(s.bands.begin(), s.bands.end(), [](const Band& band) { return band.weights.empty(); }));
  s.plan = make_plan(s.fft);
}

LogMel::~LogMel() = default;
LogMel::LogMel(LogMel&&) noexcept = default;
LogMel& LogMel::operator=(LogMel&&) noexcept = default;

int LogMel::bands() const { return int(state_->bands.size()); }

std::int64_t LogMel::frames(std::int64_t samples) const {
  std::int64_t window = std::int64_t(state_->window.size());
  return samples <= window ? 1 : 1 + (samples - window) / std::int64_t(state_->hop);
}

std::int64_t LogMel::samples(std::int64_t frames) const {
  return std::int64_t(state_->window.size()) + (frames - 1) * std::int64_t(state_->hop);
}

void LogMel::apply(std::span<const float> samples, std::span<float> image) const {
  const State& s = *state_;
  std::size_t count = std::size_t(frames(std::int64_t(samples.size())));
  std::vector<double> frame(s.fft), power(s.fft / 2 + 1);
  std::vector<std::complex<double>> spectrum(power.size());
  for (std::size_t t = 0; t < count; ++t) {
    std::fill(frame.begin(), frame.end(), 0.0);  // the transform may use it for itself
    for (std::size_t k = 0; k < s.window.size() && t * s.hop + k < samples.size(); ++k)
      frame[k] = s.window[k] * double(samples[t * s.hop + k]);
    fftw_execute_dft_r2c(s.plan.get(), frame.data(), reinterpret_cast<fftw_complex*>(spectrum.data()));
    for (std::size_t b = 0; b < power.size(); ++b) power[b] = s.full_scale * std::norm(spectrum[b]);
    for (std::size_t m = 0; m < s.bands.size(); ++m) {
      double sum = 0;
      for (std::size_t i = 0; i < s.bands[m].weights.size(); ++i)
        sum += s.bands[m].weights[i] * power[s.bands[m].first + i];
      double value = sum > 0 ? 1 + 10 * std::log10(sum) / kDecibels : 0;
      image[m * count + t] = float(std::clamp(value, 0.0, 1.0));
    }
  }
}

}  // namespace percept::data
