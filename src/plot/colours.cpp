#include "percept/plot/colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percept::plot {
namespace {

constexpr std::array<Colour, 10> kClasses = {{{222, 126, 34},
                                              {44, 110, 184},
                                              {16, 140, 108},
                                              {196, 100, 152},
                                              {190, 168, 20},
                                              {90, 180, 222},
                                              {190, 68, 40},
                                              {118, 96, 176},
                                              {96, 140, 52},
                                              {110, 110, 110}}};
constexpr std::array<Colour, 5> kValues = {
    {{196, 84, 0}, {238, 150, 66}, {247, 244, 238}, {102, 160, 214}, {20, 84, 160}}};

}  // namespace

Colour class_colour(std::int64_t label) {
  return kClasses[std::size_t(std::max<std::int64_t>(label, 0) % 10)];
}

Colour mixed(Colour a, Colour b, double share) {
  auto mix = [&](std::uint8_t from, std::uint8_t to) {
    return std::uint8_t(std::lround(from + (to - from) * std::clamp(share, 0.0, 1.0)));
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

Colour value_colour(double value) {
  double place = ((std::isfinite(value) ? std::clamp(value, -1.0, 1.0) : 0) + 1) * 2;
  std::size_t below = std::min<std::size_t>(std::size_t(place), kValues.size() - 2);
  return mixed(kValues[below], kValues[below + 1], place - double(below));
}

Colour ink_on(Colour ground) {
  return 0.299 * ground.red + 0.587 * ground.green + 0.114 * ground.blue > 140 ? kInk : kPaper;
}

}  // namespace percept::plot
