#include "strokes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percept::data {
namespace {

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator*(float k, Point a) { return {k * a.x, k * a.y}; }
float length(Point a) { return std::sqrt(a.x * a.x + a.y * a.y); }

// The centripetal parametrisation spends sqrt(distance) between two knots: no loops where they are uneven.
float time_between(Point a, Point b) { return std::max(std::sqrt(length(b - a)), 1e-3f); }

// The velocity at knot `i`: of the parabola through it and its neighbours, or toward the one neighbour where
// the curve starts, ends or turns.
Point velocity(const std::vector<Knot>& knots, std::size_t i, bool leaving) {
  bool first = i == 0, last = i + 1 == knots.size();
  Point here = knots[i].at;
  if (first || last || knots[i].corner) {
    std::size_t other = leaving ? i + 1 : i - 1;
    Point toward = leaving ? knots[other].at - here : here - knots[other].at;
    return (1 / time_between(here, knots[other].at)) * toward;
  }
  Point before = knots[i - 1].at, after = knots[i + 1].at;
  float t0 = time_between(before, here), t1 = time_between(here, after);
  return (t1 / (t0 * (t0 + t1))) * (here - before) + (t0 / (t1 * (t0 + t1))) * (after - here);
}

}  // namespace

Point Arc::at(float degrees) const {
  float angle = degrees * std::numbers::pi_v<float> / 180;
  return {centre.x + radius_x * std::cos(angle), centre.y + radius_y * std::sin(angle)};
}

Stroke& Stroke::arc(const Arc& arc) {
  int pieces = std::max(2, int(std::ceil(std::abs(arc.to - arc.from) / 50)));
  for (int i = 0; i <= pieces; ++i) to(arc.at(arc.from + (arc.to - arc.from) * float(i) / float(pieces)));
  return *this;
}

std::vector<Point> flatten(const Stroke& stroke, float step) {
  const std::vector<Knot>& knots = stroke.knots;
  std::vector<Point> points;
  if (!knots.empty()) points.push_back(knots[0].at);
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    Point a = knots[i].at, b = knots[i + 1].at;
    float time = time_between(a, b);
    Point leave = time * velocity(knots, i, true), arrive = time * velocity(knots, i + 1, false);
    int pieces = std::max(1, int(std::ceil(length(b - a) / step)));
    for (int k = 1; k <= pieces; ++k) {  // the cubic of Hermite
      float t = float(k) / float(pieces), t2 = t * t, t3 = t2 * t;
      points.push_back((2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * leave + (3 * t2 - 2 * t3) * b +
                       (t3 - t2) * arrive);
    }
  }
  return points;
}

void Canvas::draw(std::span<const Point> points, std::span<const float> radius, float soft) {
  if (points.size() == 1) draw_segment(points[0], points[0], radius[0], radius[0], soft);
  for (std::size_t i = 1; i < points.size(); ++i)
    draw_segment(points[i - 1], points[i], radius[i - 1], radius[i], soft);
}

// The ink of a pixel falls from 1 to 0 as its distance to the segment passes the radius.
void Canvas::draw_segment(Point from, Point to, float radius_from, float radius_to, float soft) {
  float reach = std::max(radius_from, radius_to) + soft / 2;
  int left = std::max(0, int(std::floor(std::min(from.x, to.x) - reach - 0.5f)));
  int right = std::min(width_ - 1, int(std::ceil(std::max(from.x, to.x) + reach - 0.5f)));
  int top = std::max(0, int(std::floor(std::min(from.y, to.y) - reach - 0.5f)));
  int bottom = std::min(height_ - 1, int(std::ceil(std::max(from.y, to.y) + reach - 0.5f)));
  Point along = to - from;
  float scale = 1 / std::max(along.x * along.x + along.y * along.y, 1e-12f);
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x) {
      Point p = Point{float(x) + 0.5f, float(y) + 0.5f} - from;
      float t = std::clamp((p.x * along.x + p.y * along.y) * scale, 0.0f, 1.0f);
      float inside = radius_from + t * (radius_to - radius_from) - length(p - t * along);
      float& ink = ink_[std::size_t(y * width_ + x)];
      ink = std::max(ink, std::clamp(0.5f + inside / soft, 0.0f, 1.0f));
    }
  }
}

}  // namespace percept::data
