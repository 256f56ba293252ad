#include "pixels.hpp"

#include <algorithm>
#include <cmath>

#include "gaussian.hpp"

namespace percept::data::augment {

std::int64_t Length::of(std::int64_t side) const {
  return std::int64_t(share ? std::lround(value * double(side)) : std::lround(value));
}

void Noise::apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const {
  Draws draws = occasion.draws(word_);
  if (!draws.happens(probability_)) return;
  auto deviation = float(draws.uniform(deviation_));
  workspace.field.resize(std::size_t(picture.size()));
  fill_normal(draws.key(), workspace.field);
  for (std::int64_t i = 0; i < picture.size(); ++i) {
    float value = picture.values[i] + deviation * workspace.field[std::size_t(i)];
    picture.values[i] = picture.image ? std::clamp(value, 0.0f, 1.0f) : value;
  }
}

void Blur::apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const {
  constexpr double kNothing = 0.1;  // a neighbour would weigh e^-50
  Draws draws = occasion.draws(word_);
  if (!draws.happens(probability_)) return;
  double sigma = draws.uniform(sigma_);
  if (sigma < kNothing) return;
  gaussian(sigma, workspace.kernel);
  for (std::int64_t c = 0; c < picture.channels; ++c)
    smooth(picture.plane(c), picture.height, picture.width, workspace.kernel, Border::replicate,
           workspace.padded);
}

void Cutout::apply(const Picture& picture, const Occasion& occasion, Workspace&) const {
  Draws draws = occasion.draws(word_);
  if (!draws.happens(probability_)) return;
  std::int64_t side = side_.of(std::min(picture.height, picture.width));
  std::int64_t top = draws.whole(0, picture.height - 1) - side / 2;
  std::int64_t left = draws.whole(0, picture.width - 1) - side / 2;
  std::int64_t bottom = std::min(top + side, picture.height), right = std::min(left + side, picture.width);
  top = std::max<std::int64_t>(top, 0), left = std::max<std::int64_t>(left, 0);
  for (std::int64_t c = 0; c < picture.channels; ++c)
    for (std::int64_t y = top; y < bottom; ++y)
      std::fill(picture.plane(c) + y * picture.width + left, picture.plane(c) + y * picture.width + right,
                value_);
}

}  // namespace percept::data::augment
