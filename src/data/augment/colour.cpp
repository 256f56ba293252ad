#include "colour.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percept::data::augment {
namespace {

constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;

float held(float x) { return std::clamp(x, 0.0f, 1.0f); }

// x' = m + f (x - m)
void spread(const Picture& picture, float middle, float factor) {
  float rest = (1 - factor) * middle;
  for (std::int64_t i = 0; i < picture.size(); ++i)
    picture.values[i] = held(rest + factor * picture.values[i]);
}

float mean_luminance(const Picture& picture) {
  double sum = 0;
  for (std::int64_t i = 0; i < picture.pixels(); ++i) sum += luminance(picture, i);
  return float(sum / double(picture.pixels()));
}

void saturate(const Picture& picture, float factor) {
  for (std::int64_t i = 0; i < picture.pixels(); ++i) {
    float grey = (1 - factor) * luminance(picture, i);
    for (std::int64_t c = 0; c < picture.channels; ++c)
      picture.plane(c)[i] = held(grey + factor * picture.plane(c)[i]);
  }
}

void turn_hue(const Picture& picture, double turns) {
  constexpr float kU = 0.492f, kV = 0.877f;
  float *red = picture.plane(0), *green = picture.plane(1), *blue = picture.plane(2);
  auto cosine = float(std::cos(2 * std::numbers::pi * turns));
  auto sine = float(std::sin(2 * std::numbers::pi * turns));
  for (std::int64_t i = 0; i < picture.pixels(); ++i) {
    float y = luminance(picture, i), u = kU * (blue[i] - y), v = kV * (red[i] - y);
    float r = y + (sine * u + cosine * v) / kV, b = y + (cosine * u - sine * v) / kU;
    float g = (y - kRed * r - kBlue * b) / kGreen;
    red[i] = held(r), green[i] = held(g), blue[i] = held(b);
  }
}

}  // namespace

float luminance(const Picture& picture, std::int64_t pixel) {
  if (picture.channels != 3) return picture.values[pixel];
  return kRed * picture.plane(0)[pixel] + kGreen * picture.plane(1)[pixel] + kBlue * picture.plane(2)[pixel];
}

void Colour::apply(const Picture& picture, const Occasion& occasion, Workspace&) const {
  Draws draws = occasion.draws(word_);
  if (!draws.happens(probability_)) return;
  if (ranges_.brightness) spread(picture, 0, float(draws.uniform(*ranges_.brightness)));
  if (ranges_.contrast) spread(picture, mean_luminance(picture), float(draws.uniform(*ranges_.contrast)));
  if (ranges_.saturation) saturate(picture, float(draws.uniform(*ranges_.saturation)));
  if (ranges_.hue) turn_hue(picture, draws.uniform(*ranges_.hue));
}

}  // namespace percept::data::augment
