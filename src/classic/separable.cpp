#include "percept/classic/separable.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace percept::classic {
namespace {

using Point = std::array<double, 2>;

double cross(const Point& o, const Point& a, const Point& b) {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

// Andrew's chains, counter-clockwise; of points on one line its two ends.
std::vector<Point> hull(std::vector<Point> points) {
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return points;
  std::vector<Point> chain;
  for (int side = 0; side < 2; ++side) {
    std::size_t first = chain.size();
    for (const Point& point : points) {
      while (chain.size() >= first + 2 && cross(chain[chain.size() - 2], chain.back(), point) <= 0)
        chain.pop_back();
      chain.push_back(point);
    }
    chain.pop_back();  // the other chain begins with it
    std::reverse(points.begin(), points.end());
  }
  return chain;
}

// Directions in which the two lie apart, if they do in any.
void add_directions(const std::vector<Point>& shape, std::vector<Point>& directions) {
  for (std::size_t i = 0; shape.size() > 1 && i < shape.size(); ++i) {
    const Point &a = shape[i], &b = shape[(i + 1) % shape.size()];
    directions.push_back({a[1] - b[1], b[0] - a[0]});
    if (shape.size() == 2) directions.push_back({b[0] - a[0], b[1] - a[1]});
  }
}

bool apart(const std::vector<Point>& a, const std::vector<Point>& b, const Point& direction) {
  auto ends = [&](const std::vector<Point>& shape) {
    std::vector<double> shadow;
    for (const Point& point : shape) shadow.push_back(point[0] * direction[0] + point[1] * direction[1]);
    auto [low, high] = std::minmax_element(shadow.begin(), shadow.end());
    return std::pair(*low, *high);
  };
  auto [low_a, high_a] = ends(a);
  auto [low_b, high_b] = ends(b);
  return high_a < low_b || high_b < low_a;
}

}  // namespace

bool separable_in_plane(std::span<const double> rows, std::span<const std::int64_t> labels) {
  std::array<std::vector<Point>, 2> classes;
  for (std::size_t i = 0; i < labels.size(); ++i)
    classes[labels[i] == 1].push_back({rows[2 * i], rows[2 * i + 1]});
  if (classes[0].empty() || classes[1].empty()) return true;
  std::vector<Point> a = hull(std::move(classes[0])), b = hull(std::move(classes[1]));
  std::vector<Point> directions = {{b[0][0] - a[0][0], b[0][1] - a[0][1]}};  // of two points
  add_directions(a, directions);
  add_directions(b, directions);
  return std::any_of(directions.begin(), directions.end(),
                     [&](const Point& direction) { return apart(a, b, direction); });
}

}  // namespace percept::classic
