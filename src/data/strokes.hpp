// Pen strokes: curves through knots, flattened to points and drawn with a round, antialiased nib.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace percept::data {

struct Point {
  float x, y;  // y points down
};

/// A point that the pen passes: smoothly, or turning sharply at a corner.
struct Knot {
  Point at;
  bool corner = false;
};

/// A part of an ellipse, from one angle to another in degrees: 0 points right, 90 down.
struct Arc {
  Point centre;
  float radius_x, radius_y, from, to;

  Point at(float degrees) const;
};

/// The pen's way from touching the paper to leaving it.
struct Stroke {
  std::vector<Knot> knots;

  // The arguments are structs because braces evaluate their random draws from left to right with every
  // compiler, and parentheses do not.
  Stroke& to(Point p) { return knots.push_back({p, false}), *this; }
  Stroke& corner(Point p) { return knots.push_back({p, true}), *this; }
  Stroke& arc(const Arc& arc);
};

/// Points about `step` apart on the centripetal Catmull-Rom curve through the knots, the ends included.
std::vector<Point> flatten(const Stroke& stroke, float step);

/// A grey image that takes ink: 0 is paper, 1 is ink.
class Canvas {
 public:
  Canvas(int width, int height) : width_(width), height_(height), ink_(std::size_t(width * height)) {}

  /// Draws the polyline with a nib of radius[i] pixels at points[i] (in pixels; pixel (0, 0) covers [0,
  /// 1]^2). The edge of the ink is `soft` pixels wide.
  void draw(std::span<const Point> points, std::span<const float> radius, float soft);
  std::span<float> ink() { return ink_; }

 private:
  void draw_segment(Point from, Point to, float radius_from, float radius_to, float soft);

  int width_, height_;
  std::vector<float> ink_;
};

}  // namespace percept::data
