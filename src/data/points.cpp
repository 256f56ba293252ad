// circle, xor, gauss, spiral, plane and multi_gauss are those of TensorFlow Playground (Smilkov, Carter;
// src/dataset.ts), moons and blobs those of scikit-learn (make_moons, make_blobs), checker is the xor of more
// squares. Two things differ: the classes alternate, and what stands evenly spaced along a curve there is
// drawn at random here, for else the test points would be the training points.
#include "percept/data/points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "percept/base/random.hpp"
#include "percept/base/spelling.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

struct Point {
  float x, y;
  float value;  // the label, or the target
};

// `side` is the class whose turn it is.
using Draw = Point (*)(RandomSequence& random, int side, float noise);

// Where a point is labelled as if it stood elsewhere.
Point moved(RandomSequence& random, float x, float y, float reach) {
  float right = reach * random.uniform(-1, 1);
  return {x + right, y + reach * random.uniform(-1, 1), 0};
}

Point circle(RandomSequence& random, int side, float noise) {
  constexpr float radius = 5;
  float r = side ? random.uniform(0, 0.5f * radius) : random.uniform(0.7f * radius, radius);
  float angle = random.uniform(0, 2 * kPi), x = r * std::sin(angle), y = r * std::cos(angle);
  Point seen = moved(random, x, y, radius * noise);
  return {x, y, float(std::hypot(seen.x, seen.y) < 0.5f * radius)};
}

Point exclusive_or(RandomSequence& random, int, float noise) {
  constexpr float padding = 0.3f;
  auto place = [&] {
    float at = random.uniform(-5, 5);
    return at + (at > 0 ? padding : -padding);
  };
  float x = place(), y = place();
  Point seen = moved(random, x, y, 5 * noise);
  return {x, y, float(seen.x * seen.y >= 0)};
}

Point gauss(RandomSequence& random, int side, float noise) {
  float centre = side ? 2 : -2, deviation = std::sqrt(0.5f + 7 * noise);
  float x = random.normal(centre, deviation);
  return {x, random.normal(centre, deviation), float(side)};
}

Point spiral(RandomSequence& random, int side, float noise) {
  float along = random.uniform(), r = 5 * along, t = 1.75f * along * 2 * kPi + (side ? 0 : kPi);
  Point at = moved(random, r * std::sin(t), r * std::cos(t), noise);
  return {at.x, at.y, float(side)};
}

Point checker(RandomSequence& random, int, float noise) {
  constexpr float square = 2.5f;
  float x = random.uniform(-5, 5), y = random.uniform(-5, 5);
  Point seen = moved(random, x, y, 5 * noise);
  return {x, y, float((int(std::floor(seen.x / square)) + int(std::floor(seen.y / square))) % 2 == 0)};
}

Point moons(RandomSequence& random, int side, float noise) {
  float angle = random.uniform(0, kPi), x = std::cos(angle), y = std::sin(angle);
  if (side) x = 1 - x, y = 0.5f - y;
  x += random.normal(0, noise);
  return {x, y + random.normal(0, noise), float(side)};
}

// The centres are drawn once, from the square [-10, 10).
Point blobs(RandomSequence& random, int side, float noise) {
  RandomStream centres(0, "blobs/centres");
  auto at = [&](int axis) { return 20 * centres.uniform(std::uint64_t(2 * side + axis)) - 10; };
  float x = random.normal(at(0), 1 + noise);
  return {x, random.normal(at(1), 1 + noise), float(side)};
}

Point plane(RandomSequence& random, int, float noise) {
  float x = random.uniform(-6, 6), y = random.uniform(-6, 6);
  Point seen = moved(random, x, y, 6 * noise);
  return {x, y, (seen.x + seen.y) / 10};
}

// Six hills and hollows, each falling to nothing at distance 2; the strongest counts.
Point multi_gauss(RandomSequence& random, int, float noise) {
  constexpr Point hills[] = {{-4, 2.5f, 1},   {0, 2.5f, -1}, {4, 2.5f, 1},
                             {-4, -2.5f, -1}, {0, -2.5f, 1}, {4, -2.5f, -1}};
  float x = random.uniform(-6, 6), y = random.uniform(-6, 6), best = 0;
  Point seen = moved(random, x, y, 6 * noise);
  for (const Point& hill : hills) {
    float value = hill.value * std::clamp(1 - std::hypot(seen.x - hill.x, seen.y - hill.y) / 2, 0.0f, 1.0f);
    if (std::abs(value) > std::abs(best)) best = value;
  }
  return {x, y, best};
}

struct Kind {
  Draw draw;
  std::vector<std::string> classes;  // empty: values
};

constexpr std::array<std::string_view, 9> kNames = {"circle", "xor",   "gauss", "spiral",     "checker",
                                                    "moons",  "blobs", "plane", "multi_gauss"};

const Kind* find_kind(std::string_view name) {
  static const std::array<Kind, 9> kinds = {{{circle, {"-1", "1"}},
                                             {exclusive_or, {"-1", "1"}},
                                             {gauss, {"-1", "1"}},
                                             {spiral, {"-1", "1"}},
                                             {checker, {"-1", "1"}},
                                             {moons, {"0", "1"}},
                                             {blobs, {"0", "1", "2"}},
                                             {plane, {}},
                                             {multi_gauss, {}}}};
  auto found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? nullptr : &kinds[std::size_t(found - kNames.begin())];
}

Problem unknown_points(std::string_view name) {
  std::vector<std::string> names(kNames.begin(), kNames.end());
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
  Problem problem("data.unknown", {{"name", name}});
  if (std::optional<std::string> meant = nearest_spelling(name, names))
    return std::move(problem).with_hint("data.unknown.meant", {{"meant", *meant}, {"known", known}});
  return std::move(problem).with_hint("data.unknown.points", {{"known", known}});
}

}  // namespace

std::span<const std::string_view> point_sets() { return kNames; }

DatasetPtr generate_points(std::string_view set, const PointsOptions& options) {
  const Kind* kind = find_kind(set);
  if (!kind) throw Error(unknown_points(set));
  if (options.count < 0 || !(options.noise >= 0 && options.noise <= 1e6))
    throw Error(Problem("data.points", {{"count", options.count}, {"noise", options.noise}})
                    .about(std::string(set))
                    .with_hint("data.points.hint"));
  bool labels = !kind->classes.empty();
  Tensor features(DType::f32, {options.count, 2});
  Tensor values = labels ? Tensor(DType::i64, {options.count}) : Tensor(DType::f32, {options.count, 1});
  std::string path = "points/" + std::string(set);
  for (std::int64_t i = 0; i < options.count; ++i) {
    RandomSequence random(RandomStream(options.seed, path, std::uint64_t(i)));
    int side = labels ? int(i % std::int64_t(kind->classes.size())) : 0;
    Point point = kind->draw(random, side, float(options.noise));
    features.data<float>()[std::size_t(2 * i)] = point.x;
    features.data<float>()[std::size_t(2 * i + 1)] = point.y;
    values.set(i, double(point.value));
  }
  return in_memory(std::string(set), {{"features", features}, {labels ? "label" : "target", values}},
                   kind->classes);
}

Result<DatasetPtr> open_points(const Spec& spec, const OpenOptions&) {
  if (!spec.directory.empty()) return no_directory(spec);
  constexpr std::uint64_t kTrainSeed = 1, kTestSeed = 2;
  DatasetPtr half =
      generate_points(spec.source, {.seed = spec.split == Split::test ? kTestSeed : kTrainSeed});
  return part_of_training_set(std::move(half), spec.split);
}

}  // namespace percept::data
