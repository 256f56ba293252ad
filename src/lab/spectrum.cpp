#include "percept/lab/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "percept/data/fourier.hpp"
#include "singular_values.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kSide = kSpectrumSide;
constexpr double kAlike = 0.95, kNothing = 0.05, kEdge = 0.4, kShort = 0.3, kOneWay = 0.5;

double frequency(std::int64_t place) { return double(place - kSide / 2) / double(kSide); }

double gain(const Matrix& kernel, std::int64_t dilation, double down, double across) {
  std::complex<double> sum = 0;
  for (std::int64_t r = 0; r < kernel.rows; ++r)
    for (std::int64_t c = 0; c < kernel.columns; ++c)
      sum += kernel.at(r, c) * std::polar(1.0, -2 * std::numbers::pi * double(dilation) *
                                                   (down * double(r) + across * double(c)));
  return std::abs(sum);
}

// The waves that go in a direction, all lengths together.
double gain_along(const Matrix& kernel, std::int64_t dilation, double degrees) {
  constexpr int kRadii = 20;
  double angle = degrees * std::numbers::pi / 180, sum = 0;
  for (int i = 1; i <= kRadii; ++i) {
    double radius = 0.5 * i / kRadii;
    sum += std::pow(gain(kernel, dilation, -radius * std::sin(angle), radius * std::cos(angle)), 2);
  }
  return std::sqrt(sum / kRadii);
}

void find_direction(KernelSpectrum& s, const Matrix& kernel, std::int64_t dilation) {
  constexpr int kAngles = 16;
  double least = 0, greatest = 0, best = 0;
  for (int i = 0; i < kAngles; ++i) {
    double degrees = 180.0 * i / kAngles, along = gain_along(kernel, dilation, degrees);
    if (i == 0 || along < least) least = along;
    if (along > greatest * (1 + 1e-9)) greatest = along, best = degrees;
  }
  if (greatest == 0) return;
  s.evenness = least / greatest;
  if (s.evenness < kOneWay) s.direction = best;
}

std::string kind_of(const KernelSpectrum& s, double of_short) {
  double least = *std::min_element(s.gains.begin(), s.gains.end());
  bool at_the_edge = std::max(std::abs(s.peak_across), std::abs(s.peak_down)) >= kEdge;
  if (s.greatest == 0) return "nothing";
  if (least >= kAlike * s.greatest) return "all";
  if (s.at_zero <= kNothing * s.greatest) return at_the_edge ? "high" : "band";
  if (s.at_zero >= kAlike * s.greatest && of_short <= s.greatest / 2) return "low";
  return at_the_edge && s.greatest > s.at_zero / kAlike ? "emphasis" : "mixed";
}

// Of the digits that the page can show.
double rounded(double value) { return std::round(value * 1e7) / 1e7; }

}  // namespace

KernelSpectrum kernel_spectrum(const Matrix& kernel, std::int64_t dilation) {
  // Whole turns change nothing, so taps beyond the side come in again from the front.
  std::vector<double> taps(std::size_t(kSide * kSide));
  for (std::int64_t r = 0; r < kernel.rows; ++r)
    for (std::int64_t c = 0; c < kernel.columns; ++c)
      taps[std::size_t(r * dilation % kSide * kSide + c * dilation % kSide)] += kernel.at(r, c);
  std::vector<std::complex<double>> spectrum = data::fourier(taps, kSide, kSide);
  KernelSpectrum s;
  double square = 0, scale = 0;
  for (double number : kernel.numbers) scale += std::abs(number);
  std::int64_t count = 0;
  for (std::int64_t r = 0; r < kSide; ++r)
    for (std::int64_t c = 0; c < kSide; ++c) {
      std::int64_t u = (r + kSide / 2) % kSide, v = (c + kSide / 2) % kSide;
      double here = std::abs(spectrum[std::size_t(u * kSide + v)]);
      if (here < 1e-12 * scale) here = 0;  // what rounding leaves of nothing
      s.gains.push_back(here);
      if (here > s.greatest * (1 + 1e-9))
        s.greatest = here, s.peak_down = frequency(r), s.peak_across = frequency(c);
      if (std::hypot(frequency(r), frequency(c)) >= kShort) square += here * here, ++count;
    }
  auto at = [&](std::int64_t r, std::int64_t c) { return s.gains[std::size_t(r * kSide + c)]; };
  s.at_zero = at(kSide / 2, kSide / 2);
  s.across = at(kSide / 2, 0);
  s.down = at(0, kSide / 2);
  s.diagonal = at(0, 0);
  if (s.peak_across < 0 || (s.peak_across == 0 && s.peak_down < 0))  // both signs are the same wave
    s.peak_across = -s.peak_across, s.peak_down = -s.peak_down;
  s.kind = kind_of(s, std::sqrt(square / double(count)));
  find_direction(s, kernel, dilation);
  return s;
}

std::vector<double> picture_spectrum(const Tensor& planes) {
  const Shape& shape = planes.shape();
  std::int64_t channels = shape[0], high = shape[1], wide = shape[2];
  std::int64_t height = std::max(high, kSide), width = std::max(wide, kSide);
  std::vector<double> picture(std::size_t(height * width));
  auto numbers = planes.data<float>();
  for (std::int64_t i = 0; i < channels * high * wide; ++i)
    picture[std::size_t(i / wide % high * width + i % wide)] +=
        double(numbers[std::size_t(i)]) / double(channels);
  std::vector<std::complex<double>> spectrum = data::fourier(picture, height, width);
  std::vector<double> squares(std::size_t(kSide * kSide)), counts = squares;
  auto cell = [](std::int64_t place, std::int64_t side) {  // of the nearest frequency
    return (std::int64_t(std::lround(double(place * kSide) / double(side))) + kSide / 2) % kSide;
  };
  for (std::int64_t u = 0; u < height; ++u)
    for (std::int64_t v = 0; v < width; ++v) {
      auto to = std::size_t(cell(u, height) * kSide + cell(v, width));
      squares[to] += std::norm(spectrum[std::size_t(u * width + v)]);
      ++counts[to];
    }
  for (std::size_t i = 0; i < squares.size(); ++i)
    squares[i] = rounded(std::sqrt(squares[i] / counts[i]) / double(high * wide));
  return squares;
}

Separation separation_of(const Matrix& kernel) {
  SingularValues parts = singular_values(kernel);
  Separation s{.values = parts.values};
  s.values.resize(std::size_t(std::min(kernel.rows, kernel.columns)));
  s.direct = kernel.rows * kernel.columns;
  double all = 0, held = 0;
  for (double value : s.values) all += value * value;
  for (double value : s.values) {
    if (value > 1e-6 * s.values.front()) ++s.rank;
    held += value * value;
    s.errors.push_back(all > 0 ? std::sqrt(std::max(0.0, all - held) / all) : 0);
    s.separate.push_back(std::int64_t(s.errors.size()) * (kernel.rows + kernel.columns));
  }
  if (s.rank == 0) return s;
  for (std::int64_t r = 0; r < kernel.rows; ++r) s.column.push_back(parts.left.at(r, 0));
  for (std::int64_t c = 0; c < kernel.columns; ++c) s.row.push_back(parts.right.at(c, 0));
  // So that the least number of the column is 1: [1 2 1], not [0.41 0.82 0.41].
  double least = 0, largest = 0;
  for (double x : s.column) {
    if (std::abs(x) > std::abs(largest)) largest = x;
    if (std::abs(x) > 1e-9 && (least == 0 || std::abs(x) < least)) least = std::abs(x);
  }
  double factor = std::copysign(least, largest);
  for (double& x : s.column) x = std::abs(x) > 1e-9 ? x / factor : 0;
  for (double& x : s.row) x = std::abs(x) > 1e-9 ? x * factor * s.values.front() : 0;
  return s;
}

}  // namespace percept::lab
