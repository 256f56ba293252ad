// circle, xor, gauss, spiral, plane and multi_gauss are those of TensorFlow Playground (Smilkov, Carter;
// src/dataset.ts), moons and blobs those of scikit-learn (make_moons, make_blobs), checker is the xor of more
// squares. Two things differ: the classes alternate, and what stands evenly spaced along a curve there is
// drawn at random here, for else the test points would be the training points.
#include "percept/data/points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "number_options.hpp"
#include "percept/base/random.hpp"
#include "percept/base/spelling.hpp"
#include "projected_digits.hpp"
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

// Five leaves around the middle, each a class.
Point petals(RandomSequence& random, int side, float noise) {
  float along = random.uniform(0.4f, 5), angle = 2 * kPi * float(side) / 5;
  float width = 1.1f * std::sin(kPi * along / 5.2f) + noise;
  float across = random.uniform(-width, width);
  return {along * std::sin(angle) + across * std::cos(angle),
          along * std::cos(angle) - across * std::sin(angle), float(side)};
}

// Four rings, one in the other.
Point rings(RandomSequence& random, int side, float noise) {
  float r = 0.3f + 1.4f * float(side) + random.uniform(0, 0.9f) + random.normal(0, noise);
  float angle = random.uniform(0, 2 * kPi);
  return {r * std::sin(angle), r * std::cos(angle), float(side)};
}

// Ten slices of a cake.
Point sectors(RandomSequence& random, int side, float noise) {
  float r = 5.5f * std::sqrt(random.uniform(0.02f, 1)),
        angle = 2 * kPi / 10 * (float(side) + random.uniform());
  Point at = moved(random, r * std::sin(angle), r * std::cos(angle), 2 * noise);
  return {at.x, at.y, float(side)};
}

// A curve: y is what the function gives at x, and `noise` a normal deviation from it.
template <float (*f)(float)>
Point curve(RandomSequence& random, int, float noise) {
  float x = random.uniform(-6, 6);
  return {x, 0, f(x) + random.normal(0, noise)};
}
float sine(float x) { return std::sin(x); }
float parabola(float x) { return x * x / 18 - 1; }
float steps(float x) { return std::floor((x + 6) / 3) / 2 - 0.75f; }
float bump(float x) { return 1.5f * std::exp(-x * x) - 0.5f; }
// Straight pieces between five corners.
float segments(float x) {
  constexpr float corners[] = {-1, 0.6f, -0.2f, 1, -0.5f};
  float place = std::clamp((x + 6) / 3, 0.0f, 3.9999f), part = place - std::floor(place);
  auto i = std::size_t(place);
  return corners[i] + part * (corners[i + 1] - corners[i]);
}

struct Kind {
  std::string_view name;
  Draw draw;                         // null: projected digits
  std::vector<std::string> classes;  // empty: values
  bool curve = false;                // of one number
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"circle", circle, {"-1", "1"}},
      {"xor", exclusive_or, {"-1", "1"}},
      {"gauss", gauss, {"-1", "1"}},
      {"spiral", spiral, {"-1", "1"}},
      {"checker", checker, {"-1", "1"}},
      {"moons", moons, {"0", "1"}},
      {"blobs", blobs, {"0", "1", "2"}},
      {"petals", petals, {"0", "1", "2", "3", "4"}},
      {"rings", rings, {"0", "1", "2", "3"}},
      {"sectors", sectors, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
      {"projected_digits", nullptr, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
      {"plane", plane, {}},
      {"multi_gauss", multi_gauss, {}},
      {"sine", curve<sine>, {}, true},
      {"parabola", curve<parabola>, {}, true},
      {"steps", curve<steps>, {}, true},
      {"bump", curve<bump>, {}, true},
      {"segments", curve<segments>, {}, true},
  };
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

Point shaken(RandomSequence& random, const ProjectedDigit& digit, float noise) {
  Point at = moved(random, digit.x, digit.y, 2 * noise);
  return {at.x, at.y, float(digit.digit)};
}

// blobs has as many as are asked for.
std::vector<std::string> classes_of(const Kind& kind, const PointsOptions& options) {
  if (options.classes == 0) return kind.classes;
  std::vector<std::string> classes;
  for (std::int64_t i = 0; i < options.classes; ++i) classes.push_back(std::to_string(i));
  return classes;
}

std::vector<Point> draw_points(const Kind& kind, const std::string& path, const PointsOptions& options) {
  std::vector<Point> points;
  auto classes = std::uint32_t(classes_of(kind, options).size());
  std::vector<ProjectedDigit> digits;
  if (!kind.draw) digits = project_digits(options.count, options.seed);
  for (std::int64_t i = 0; i < options.count; ++i) {
    RandomSequence random(RandomStream(options.seed, path, std::uint64_t(i)));
    int side = classes ? int(i % classes) : 0;
    Point point = kind.draw ? kind.draw(random, side, float(options.noise))
                            : shaken(random, digits[std::size_t(i)], float(options.noise));
    RandomStream spoiled(options.seed, path + "/spoiled", std::uint64_t(i));
    if (classes && spoiled.uniform(0) < float(options.label_noise))
      point.value = float(spoiled.below(1, classes));
    if (!classes || point.value != 0 || spoiled.uniform(2) >= float(options.imbalance))
      points.push_back(point);
  }
  return points;
}

Problem unknown_points(std::string_view name) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds()) names.emplace_back(kind.name);
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
  Problem problem("data.unknown", {{"name", name}});
  if (std::optional<std::string> meant = nearest_spelling(name, names))
    return std::move(problem).with_hint("data.unknown.meant", {{"meant", *meant}, {"known", known}});
  return std::move(problem).with_hint("data.unknown.points", {{"known", known}});
}

}  // namespace

std::span<const std::string_view> point_sets() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Kind& kind : kinds()) all.push_back(kind.name);
    return all;
  }();
  return names;
}

DatasetPtr generate_points(std::string_view set, const PointsOptions& options) {
  const Kind* kind = find_kind(set);
  if (!kind) throw Error(unknown_points(set));
  if (options.count < 0 || !(options.noise >= 0 && options.noise <= 1e6))
    throw Error(Problem("data.points", {{"count", options.count}, {"noise", options.noise}})
                    .about(std::string(set))
                    .with_hint("data.points.hint"));
  bool fits = options.classes == 0 || (set == "blobs" && options.classes >= 2 && options.classes <= 10);
  if (!fits)
    throw Error(Problem("data.points.classes", {{"classes", options.classes}})
                    .about(std::string(set))
                    .with_hint("data.points.classes.hint"));
  for (double share : {options.label_noise, options.imbalance})
    if (!(share >= 0 && share <= 1))
      throw Error(Problem("data.points.share", {{"share", share}}).about(std::string(set)));
  std::vector<Point> points = draw_points(*kind, "points/" + std::string(set), options);
  std::vector<std::string> classes = classes_of(*kind, options);
  bool labels = !classes.empty();
  auto count = std::int64_t(points.size());
  std::int64_t width = kind->curve ? 1 : 2;
  Tensor features(DType::f32, {count, width});
  Tensor values = labels ? Tensor(DType::i64, {count}) : Tensor(DType::f32, {count, 1});
  for (std::int64_t i = 0; i < count; ++i) {
    const Point& point = points[std::size_t(i)];
    features.set(width * i, point.x);
    if (!kind->curve) features.set(2 * i + 1, point.y);
    values.set(i, double(point.value));
  }
  return in_memory(std::string(set), {{"features", features}, {labels ? "label" : "target", values}},
                   std::move(classes));
}

// spiral:count=500,noise=0.2,seed=3,train=0.5: the first half of those points is trained on, the other
// tested.
struct PointsSpec {
  PointsOptions options{.count = 500};
  double train = 0.5;
};

Result<PointsSpec> parse_points(const Spec& spec) {
  PointsSpec read;
  auto take = [&](std::string_view name, double value) {
    bool share = value >= 0 && value <= 1, whole = is_whole(value);
    if (name == "count" && whole && value >= 2 && value <= 1e6)
      read.options.count = std::int64_t(value);
    else if (name == "classes" && whole && spec.source == "blobs" && value >= 2 && value <= 10)
      read.options.classes = std::int64_t(value);
    else if (name == "seed" && whole)
      read.options.seed = std::uint64_t(value);
    else if (name == "noise" && share)
      read.options.noise = value;
    else if (name == "label_noise" && share)
      read.options.label_noise = value;
    else if (name == "imbalance" && share)
      read.options.imbalance = value;
    else if (name == "train" && value > 0 && value < 1)
      read.train = value;
    else
      return false;
    return true;
  };
  if (Result<> all = read_number_options(spec, "data.points.option.hint", take); !all)
    return std::move(all).problem();
  return read;
}

Result<DatasetPtr> open_points(const Spec& spec, const OpenOptions&) {
  if (!spec.directory.empty()) {
    Result<PointsSpec> asked = parse_points(spec);
    if (!asked) return std::move(asked).problem();
    DatasetPtr all = generate_points(spec.source, asked->options);
    auto trained = std::clamp<std::int64_t>(std::llround(asked->train * double(all->size())), 1,
                                            std::max<std::int64_t>(all->size() - 1, 1));
    if (spec.split == Split::test) return slice(all, trained, all->size());
    return part_of_training_set(slice(all, 0, trained), spec.split);
  }
  constexpr std::uint64_t kTrainSeed = 1, kTestSeed = 2;
  DatasetPtr half =
      generate_points(spec.source, {.seed = spec.split == Split::test ? kTestSeed : kTrainSeed});
  return part_of_training_set(std::move(half), spec.split);
}

}  // namespace percept::data
