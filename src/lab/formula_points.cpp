#include "formula_points.hpp"

#include <algorithm>

#include "network.hpp"
#include "percept/base/random.hpp"

namespace percept::lab {

std::vector<PointRow> draw_by_formula(const Settings& settings, const std::string& formula, bool values) {
  const DataSettings& data = settings.data;
  bool curve = settings.mode == "curve";
  std::int64_t width = curve ? 1 : 2;
  constexpr float kReach = 6, kJitter = 3;  // of a noise of 1, as in Playground
  RandomSequence random(RandomStream(std::uint64_t(data.seed), "points by a formula"));
  Settings one;
  one.mode = settings.mode;
  one.features = {formula};
  Tensor places(DType::f32, {data.count, width});
  for (std::int64_t i = 0; i < places.size(); ++i) places.set(i, random.uniform(-kReach, kReach));
  Tensor found;
  try {
    found = checked_features(one, places);
  } catch (const Error& error) {
    throw Error(Problem(error.problem()).at("formula"));
  }
  std::vector<PointRow> points;
  for (std::int64_t i = 0; i < data.count; ++i) {
    double value = found.at(i);
    PointRow point;
    for (std::int64_t k = 0; k < width; ++k)
      point.push_back(places.at(i * width + k) + (curve ? 0 : random.uniform(-1, 1) * data.noise * kJitter));
    if (curve) value += random.normal() * data.noise;
    point.push_back(curve || values ? std::clamp(value, -1e6, 1e6) : double(value > 0));
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace percept::lab
