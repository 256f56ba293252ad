#include "mixup.hpp"

#include <algorithm>
#include <cmath>

namespace percept::data::augment {
namespace {

// The logarithm of a draw from Gamma(alpha, 1): Marsaglia and Tsang 2000, with their power of a uniform
// number below 1. In logarithms, for with a small alpha the draw itself is too small for any number.
double log_gamma(Draws& draws, double alpha) {
  double power = alpha < 1 ? std::log((draws.uniform() + 0x1p-25)) / alpha : 0;
  double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    double x = draws.normal(), v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    double u = draws.uniform() + 0x1p-25;
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return std::log(d * v) + power;
  }
}

}  // namespace

double draw_share(Draws& draws, double alpha) {
  double a = log_gamma(draws, alpha), b = log_gamma(draws, alpha);
  return 1 / (1 + std::exp(b - a));
}

void mix(std::span<float> a, std::span<const float> b, float share) {
  float rest = 1 - share;
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = share * a[i] + rest * b[i];
}

void mix_labels(std::span<float> classes, std::int64_t a, std::int64_t b, float share) {
  std::fill(classes.begin(), classes.end(), 0.0f);
  if (a == b) share = 1;
  classes[std::size_t(b)] = 1 - share;
  classes[std::size_t(a)] = share;
}

}  // namespace percept::data::augment
