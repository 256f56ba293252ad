// Coloured shapes: each is a signed distance (negative inside), so that the distance of a pixel's centre
// antialiases the edge. The colours, the ground, the place, the size, the turn and the noise are drawn at
// random.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "balanced_labels.hpp"
#include "percept/base/random.hpp"
#include "percept/data/generated.hpp"

namespace percept::data {
namespace {

constexpr int kSide = 32, kPixels = kSide * kSide;
constexpr float kPi = std::numbers::pi_v<float>;

struct Vec {
  float x, y;  // y points down
};

// Distances for shapes of radius about 1 around the origin, upright. Not all are exact, but all have slope
// about 1 near the edge, which is what antialiasing needs.

float box(Vec p, float half_x, float half_y) {
  float x = std::abs(p.x) - half_x, y = std::abs(p.y) - half_y;
  return std::max(x, y) < 0 ? std::max(x, y) : std::hypot(std::max(x, 0.0f), std::max(y, 0.0f));
}

float circle(Vec p) { return std::hypot(p.x, p.y) - 0.9f; }
float square(Vec p) { return box(p, 0.8f, 0.8f); }
float ring(Vec p) { return std::abs(std::hypot(p.x, p.y) - 0.72f) - 0.22f; }
float cross(Vec p) { return std::min(box(p, 0.95f, 0.3f), box(p, 0.3f, 0.95f)); }
float crescent(Vec p) { return std::max(circle(p), 0.75f - std::hypot(p.x - 0.45f, p.y)); }

// A regular polygon is the greatest distance to its sides' lines; `apothem` from the centre to a side.
float polygon(Vec p, int sides, float apothem) {
  float wedge = 2 * kPi / float(sides), angle = std::atan2(p.x, p.y);
  float turned = angle - wedge * std::round(angle / wedge);
  return std::hypot(p.x, p.y) * std::cos(turned) - apothem;
}

float triangle(Vec p) { return polygon({p.x, p.y - 0.15f}, 3, 0.55f); }
float hexagon(Vec p) { return polygon(p, 6, 0.8f); }

// A fifth of the star, folded twice onto one edge: from an outer tip to an inner corner.
float star(Vec p) {
  float wedge = 2 * kPi / 5, angle = std::atan2(p.x, -p.y), radius = std::hypot(p.x, p.y);
  float turned = std::abs(angle - wedge * std::round(angle / wedge));
  Vec q{radius * std::cos(turned), radius * std::sin(turned)}, tip{1.05f, 0};
  Vec corner{0.46f * std::cos(wedge / 2), 0.46f * std::sin(wedge / 2)},
      edge{corner.x - tip.x, corner.y - tip.y};
  return ((q.x - tip.x) * -edge.y + (q.y - tip.y) * edge.x) / -std::hypot(edge.x, edge.y);
}

// Half a square standing on its corner with half a circle on its side, mirrored.
float heart(Vec p) {
  constexpr float scale = 0.62f;  // in these units the heart stands on (0, 0) and is about 1.1 high
  float x = std::abs(p.x) * scale, y = 0.5f - p.y * scale, root = std::numbers::sqrt2_v<float>;
  if (x + y > 1) return (std::hypot(x - 0.25f, y - 0.75f) - root / 4) / scale;
  float middle = std::max(x + y, 0.0f) / 2;
  float away = std::min(std::hypot(x, y - 1), std::hypot(x - middle, y - middle));
  return (x > y ? away : -away) / scale;
}

float arrow(Vec p) {
  float head = std::max(-p.x, 0.707f * (std::abs(p.y) + p.x) - 0.66f);
  return std::min(box({p.x + 0.45f, p.y}, 0.5f, 0.24f), head);
}

constexpr std::array kShapes{circle, square, triangle, star, cross, ring, heart, crescent, hexagon, arrow};

struct Colour {
  std::array<float, 3> rgb;
  float distance(const Colour& other) const {
    float sum = 0;
    for (std::size_t c = 0; c < 3; ++c) sum += (rgb[c] - other.rgb[c]) * (rgb[c] - other.rgb[c]);
    return std::sqrt(sum);
  }
};

Colour any_colour(RandomSequence& random) {
  float red = random.uniform(), green = random.uniform();
  return {{red, green, random.uniform()}};
}

// The ground: one colour that fades into another along a direction, in half the images with stripes or
// checks.
struct Ground {
  Colour from, to;
  Vec along, waves;
  float stripes = 0, phase = 0;
  bool checks = false;

  explicit Ground(RandomSequence& random) : from(any_colour(random)), to(from) {
    float turn = random.uniform(0, 2 * kPi), fade = random.uniform(0, 0.35f);
    along = {std::cos(turn), std::sin(turn)};
    for (float& value : to.rgb) value = std::clamp(value + random.normal(0, fade), 0.0f, 1.0f);
    float direction = random.uniform(0, kPi), rate = random.uniform(0.5f, 1.6f);
    waves = {rate * std::cos(direction), rate * std::sin(direction)};
    phase = random.uniform(0, 2 * kPi);
    if (random.uniform() < 0.5f) stripes = random.uniform(0.03f, 0.13f);
    checks = random.uniform() < 0.3f;
  }
  float mix(Vec p) const { return std::clamp(0.5f + (along.x * p.x + along.y * p.y) / kSide, 0.0f, 1.0f); }
  float texture(Vec p) const {
    if (stripes == 0) return 0;
    float wave = std::sin(waves.x * p.x + waves.y * p.y + phase);
    return stripes * (checks ? wave * std::sin(waves.x * p.y - waves.y * p.x) : wave);
  }
};

// Uniform noise in [-0.5, 0.5) of eight bits, four from each draw of the stream.
class Noise {
 public:
  Noise(RandomStream stream) : stream_(stream) {}
  float next() {
    if (used_ % 4 == 0) word_ = stream_.bits(used_ / 4);
    return float((word_ >> (8 * (used_++ % 4))) & 255) / 256 - 0.5f;
  }

 private:
  RandomStream stream_;
  std::uint64_t used_ = 0;
  std::uint32_t word_ = 0;
};

void draw_shape(int shape, RandomSequence random, Noise noise, std::span<std::uint8_t> pixels) {
  Ground ground(random);
  Colour ink = any_colour(random);
  for (int tries = 0; tries < 40 && std::min(ink.distance(ground.from), ink.distance(ground.to)) < 0.5f;
       ++tries)
    ink = any_colour(random);
  float size = random.uniform(6.5f, 13), reach = kSide / 2.0f - 1.1f * size;
  Vec centre{kSide / 2.0f + reach * random.uniform(-1, 1), kSide / 2.0f + reach * random.uniform(-1, 1)};
  float turn = random.uniform(0, 2 * kPi), cosine = std::cos(turn), sine = std::sin(turn);
  float shade = random.normal(0, 0.12f), grain = random.uniform(0, 0.15f);
  for (int i = 0; i < kPixels; ++i) {
    Vec at{float(i % kSide) + 0.5f, float(i / kSide) + 0.5f};
    Vec p{(at.x - centre.x) / size, (at.y - centre.y) / size};
    Vec q{cosine * p.x + sine * p.y, cosine * p.y - sine * p.x};
    bool near = p.x * p.x + p.y * p.y < 2.0f;  // every shape lies within
    float cover = near ? std::clamp(0.5f - size * kShapes[std::size_t(shape)](q), 0.0f, 1.0f) : 0.0f;
    float mix = ground.mix({at.x - kSide / 2.0f, at.y - kSide / 2.0f}), texture = ground.texture(at);
    for (std::size_t c = 0; c < 3; ++c) {
      float below = ground.from.rgb[c] + mix * (ground.to.rgb[c] - ground.from.rgb[c]) + texture;
      float value = below + cover * (ink.rgb[c] + shade * q.y - below) + grain * noise.next();
      pixels[c * kPixels + std::size_t(i)] = std::uint8_t(255 * std::clamp(value, 0.0f, 1.0f) + 0.5f);
    }
  }
}

}  // namespace

const std::vector<std::string>& shape_classes() {
  static const std::vector<std::string> names{"circle", "square", "triangle", "star",    "cross",
                                              "ring",   "heart",  "crescent", "hexagon", "arrow"};
  return names;
}

Examples generate_shapes(std::int64_t count, std::uint64_t seed) {
  Examples examples{Tensor(DType::u8, {count, 3, kSide, kSide}),
                    balanced_labels(count, seed, "shapes/order")};
  auto images = examples.images.data<std::uint8_t>();
  auto labels = examples.labels.data<std::int64_t>();
  for (std::int64_t i = 0; i < count; ++i)
    draw_shape(int(labels[std::size_t(i)]), RandomSequence(RandomStream(seed, "shapes", std::uint64_t(i))),
               Noise(RandomStream(seed, "shapes/noise", std::uint64_t(i))),
               images.subspan(std::size_t(i) * 3 * kPixels, 3 * kPixels));
  return examples;
}

}  // namespace percept::data
