#include "scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "percept/base/problem.hpp"

namespace percept::plot {
namespace {

// Beyond it sums of values overflow.
constexpr double kFarthest = 1e300;

std::string superscript(int number) {
  static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out;
  for (char c : std::to_string(number)) out += c == '-' ? "⁻" : digits[c - '0'];
  return out;
}

std::string power_of_ten(int exponent) {
  if (exponent >= -3 && exponent <= 4) return written(std::pow(10, exponent), std::max(0, -exponent));
  return "10" + superscript(exponent);
}

// 2.5·10⁶, all of an axis with the same power.
std::string with_power(double value, int exponent, int digits) {
  return value == 0 ? "0" : written(value / std::pow(10, exponent), digits) + "·10" + superscript(exponent);
}

std::vector<Tick> linear_ticks(const Scale& scale, int wanted) {
  double span = scale.most - scale.least, rough = span / std::max(1, wanted);
  double power = std::pow(10, std::floor(std::log10(rough) + 1e-9)), ratio = rough / power;
  // The nearest in proportion: between 1 and 2 that is their geometric mean.
  double step = power * (ratio < std::sqrt(2)    ? 1
                         : ratio < std::sqrt(10) ? 2
                         : ratio < std::sqrt(50) ? 5
                                                 : 10);
  double size = std::max(std::abs(scale.least), std::abs(scale.most));
  int digits = int(std::max(0.0, -std::floor(std::log10(step) + 1e-9)));
  bool far = size >= 1e6 || step < 0.99e-4;
  int exponent = far ? int(std::floor(std::log10(size))) : 0;
  if (far) digits = int(std::max(0.0, exponent - std::floor(std::log10(step) + 1e-9)));
  std::vector<Tick> ticks;
  for (double k = std::ceil(scale.least / step - 1e-6); k * step <= scale.most + 1e-6 * step; ++k)
    ticks.push_back({k * step, far ? with_power(k * step, exponent, digits) : written(k * step, digits)});
  return ticks;
}

std::vector<Tick> logarithmic_ticks(const Scale& scale, int wanted) {
  int first = int(std::floor(std::log10(scale.least) + 1e-9));
  int last = int(std::floor(std::log10(scale.most) + 1e-9));
  int within = last - int(std::ceil(std::log10(scale.least) - 1e-9)) + 1;  // whole powers that can be seen
  if (within < 1) return linear_ticks(scale, wanted);
  int every = std::max(1, (within + wanted - 1) / std::max(1, wanted));
  std::vector<Tick> ticks;
  for (int exponent = first; exponent <= last; ++exponent)
    for (int factor = 1; factor < 10; ++factor) {
      double value = factor * std::pow(10, exponent);
      bool named = factor == 1 ? exponent % every == 0 : within <= 2 && (factor == 2 || factor == 5);
      if (!scale.holds(value) || (factor > 1 && within > 8)) continue;
      ticks.push_back({value, !named        ? ""
                              : factor == 1 ? power_of_ten(exponent)
                                            : written(value, std::max(0, -exponent))});
    }
  return ticks;
}

}  // namespace

bool Scale::holds(double value) const {
  if (!std::isfinite(value) || (logarithmic && value <= 0)) return false;
  double where = place(value);
  return where >= -1e-9 && where <= 1 + 1e-9;
}

double Scale::place(double value) const {
  double share = logarithmic ? (std::log(value) - std::log(least)) / (std::log(most) - std::log(least))
                             : (value - least) / (most - least);
  return reversed ? 1 - share : share;
}

void Extent::hold(double value) {
  if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
  value = std::clamp(value, -kFarthest, kFarthest);
  least = empty ? value : std::min(least, value);
  most = empty ? value : std::max(most, value);
  empty = false;
}

Scale scale_of(Extent extent, double margin) {
  Scale scale{extent.least, extent.most, extent.logarithmic};
  if (extent.empty) return {extent.logarithmic ? 0.1 : 0, extent.logarithmic ? 10.0 : 1, extent.logarithmic};
  if (scale.logarithmic) {
    if (std::log(scale.most / scale.least) < 1e-6) return {scale.least / 2, scale.most * 2, true};
    double factor = std::pow(scale.most / scale.least, margin);
    return {std::max(scale.least / factor, 1e-300), std::min(scale.most * factor, kFarthest), true};
  }
  double size = std::max(std::abs(scale.least), std::abs(scale.most)), span = scale.most - scale.least;
  // Numbers that differ in their last digits alone have no round ones between them.
  if (span <= 1e-9 * size || span == 0) span = size == 0 ? 1 : 0.1 * size, margin = std::max(margin, 0.5);
  return {scale.least - margin * span, scale.most + margin * span};
}

std::vector<Tick> ticks_of(const Scale& scale, int wanted) {
  return scale.logarithmic ? logarithmic_ticks(scale, wanted) : linear_ticks(scale, wanted);
}

std::string written(double value, int digits) {
  if (!std::isfinite(value)) return "–";
  std::string text = fmt::format("{:.{}f}", std::abs(value), std::clamp(digits, 0, 17));
  bool zero = text.find_first_not_of("0.") == text.npos;
  bool french = language() == Language::french;
  std::size_t point = std::min(text.find('.'), text.size());
  std::string whole = text.substr(0, point), out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0 && whole.size() > 4) out += french ? "\u202f" : ",";
    out += whole[i];
  }
  if (point < text.size()) out += (french ? "," : ".") + text.substr(point + 1);
  return (value < 0 && !zero ? "\u2212" : "") + out;
}

std::string written(double value) {
  if (!std::isfinite(value) || value == 0) return written(value, 0);
  int exponent = int(std::floor(std::log10(std::abs(value)) + 1e-12));
  if (exponent < -4 || exponent > 5) return with_power(value, exponent, 2);
  int digits = std::clamp(3 - exponent, 0, 7);
  std::string text = fmt::format("{:.{}f}", value, digits);
  while (digits > 0 && text.back() == '0') text.pop_back(), --digits;
  return written(value, digits);
}

}  // namespace percept::plot
