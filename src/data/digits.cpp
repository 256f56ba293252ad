// Handwritten digits: a skeleton (digit_glyphs.cpp), the deviations of a hand, a pen, and the layout of
// MNIST.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "balanced_labels.hpp"
#include "digit_glyphs.hpp"
#include "percept/base/random.hpp"
#include "percept/data/generated.hpp"
#include "strokes.hpp"

namespace percept::data {
namespace {

constexpr int kSide = 28;
constexpr float kInk = 20;  // the side of the box that MNIST fits the ink into

using Lines = std::vector<std::vector<Point>>;

// A smooth displacement of the plane: a few waves of random direction, length and phase.
class Warp {
 public:
  Warp(float size, RandomSequence& random) {
    for (Wave& wave : waves_) {
      wave = {random.normal(0, size), random.normal(0, size), random.normal(0, 3.5f), random.normal(0, 3.5f),
              random.uniform(0, 2 * std::numbers::pi_v<float>)};
    }
  }
  Point operator()(Point p) const {
    Point moved = p;
    for (const Wave& wave : waves_) {
      float height = std::sin(wave.turn_x * p.x + wave.turn_y * p.y + wave.phase);
      moved.x += wave.x * height;
      moved.y += wave.y * height;
    }
    return moved;
  }

 private:
  struct Wave {
    float x, y, turn_x, turn_y, phase;
  };
  std::array<Wave, 3> waves_;
};

// How one writer's hand bends an ideal skeleton: shaky knots, then a warp, taper, stretch, slant and turn.
Lines bend(std::vector<Stroke> strokes, int digit, RandomSequence& random) {
  float sloppy = 0.024f + 0.06f * random.uniform() * random.uniform();
  for (Stroke& stroke : strokes) {
    Point before{1e9f, 1e9f};
    for (Knot& knot : stroke.knots) {
      Point ideal = knot.at;  // close knots stray less, or curves would become zigzags
      float stray = sloppy * std::min(1.0f, 4 * std::hypot(ideal.x - before.x, ideal.y - before.y));
      knot.at = {ideal.x + random.normal(0, stray), ideal.y + random.normal(0, stray)};
      before = ideal;
    }
  }
  Warp warp(random.uniform(0, 0.06f), random);
  float taper = random.normal(0, 0.2f), stretch = std::exp(random.normal(0.05f, 0.27f));
  float slant = random.normal(0.15f, 0.27f), turn = random.normal(0, 0.1f);
  if (digit == 1) slant = random.normal(0.2f, 0.3f);
  float cosine = std::cos(turn), sine = std::sin(turn);
  Lines lines;
  for (const Stroke& stroke : strokes) {
    lines.push_back(flatten(stroke, 0.06f));
    for (Point& p : lines.back()) {
      Point q = warp(p);
      q = {(q.x - 0.35f) * stretch * (1 + taper * (q.y - 0.5f)), q.y - 0.5f};
      q.x -= slant * q.y;
      p = {cosine * q.x - sine * q.y, sine * q.x + cosine * q.y};
    }
  }
  return lines;
}

struct Box {
  Point low{1e9f, 1e9f}, high{-1e9f, -1e9f};
};

Box box_of(const Lines& lines) {
  Box box;
  for (const auto& line : lines)
    for (Point p : line) {
      box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
      box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
  return box;
}

// The centre of mass of the lines, as of wires.
Point centre_of(const Lines& lines) {
  float mass = 1e-9f, x = 0, y = 0;
  for (const auto& line : lines)
    for (std::size_t i = 1; i < line.size(); ++i) {
      float piece = std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
      mass += piece;
      x += piece * (line[i].x + line[i - 1].x) / 2;
      y += piece * (line[i].y + line[i - 1].y) / 2;
    }
  return {x / mass, y / mass};
}

// Scales the lines to the box, the nib's radius included, and moves their centre of mass to the middle.
void place(Lines& lines, float radius, RandomSequence& random) {
  Box box = box_of(lines);
  float extent = std::max({box.high.x - box.low.x, box.high.y - box.low.y, 0.1f});
  float side = kInk * std::min(random.normal(1, 0.05f), 1.15f);
  float scale = std::max(side - 2 * radius, 4.0f) / extent;
  Point centre = centre_of(lines);
  auto shift = [&](float low, float high, float centre) {
    float wanted = kSide / 2.0f - scale * centre + random.normal(0, 0.9f), edge = 1.4f * radius + 0.5f;
    return std::clamp(wanted, edge - scale * low, std::max(kSide - edge - scale * high, edge - scale * low));
  };
  float x = shift(box.low.x, box.high.x, centre.x), y = shift(box.low.y, box.high.y, centre.y);
  for (auto& line : lines)
    for (Point& p : line) p = {scale * p.x + x, scale * p.y + y};
}

// The nib: wider across one direction than another, and pressed more or less along the way.
struct Nib {
  float radius, flat, direction, phase;
};

std::vector<float> press(const std::vector<Point>& line, const Nib& nib) {
  std::vector<float> radii(line.size(), nib.radius);
  for (std::size_t i = 0; i < line.size(); ++i) {
    Point a = line[i > 0 ? i - 1 : 0], b = line[std::min(i + 1, line.size() - 1)];
    float angle = std::atan2(b.y - a.y, b.x - a.x);
    float pressure = 1 + 0.1f * std::sin(nib.phase + 0.35f * float(i));
    radii[i] *= (1 + nib.flat * std::cos(2 * (angle - nib.direction))) * pressure;
  }
  return radii;
}

void draw_digit(int digit, RandomSequence random, std::span<std::uint8_t> pixels) {
  Lines lines = bend(write_digit(digit, random), digit, random);
  float radius = std::clamp(1.3f * std::exp(random.normal(0, digit == 1 ? 0.37f : 0.27f)), 0.6f, 2.8f);
  place(lines, radius, random);
  Canvas canvas(kSide, kSide);
  float soft = random.uniform(0.5f, 1.1f), flat = random.uniform(0, 0.25f),
        direction = random.uniform(0, 3.14f);
  for (const auto& line : lines)
    canvas.draw(line, press(line, {radius, flat, direction, random.uniform(0, 6.28f)}), soft);
  float gain = random.uniform(1, 1.3f);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = std::uint8_t(std::lround(255 * std::min(1.0f, gain * canvas.ink()[i])));
}

}  // namespace

Examples generate_digits(std::int64_t count, std::uint64_t seed) {
  Examples examples{Tensor(DType::u8, {count, 1, kSide, kSide}),
                    balanced_labels(count, seed, "digits/order")};
  auto images = examples.images.data<std::uint8_t>();
  auto labels = examples.labels.data<std::int64_t>();
  for (std::int64_t i = 0; i < count; ++i)
    draw_digit(int(labels[std::size_t(i)]), RandomSequence(RandomStream(seed, "digits", std::uint64_t(i))),
               images.subspan(std::size_t(i) * kSide * kSide, kSide * kSide));
  return examples;
}

}  // namespace percept::data
