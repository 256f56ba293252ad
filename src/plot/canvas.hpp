// What a figure is drawn with: lines, areas, words and pictures, at places in points from the upper left
// corner.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "percept/plot/figure.hpp"

namespace percept::plot {

struct Place {
  double x = 0, y = 0;
};

struct Box {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

struct Stroke {
  Colour colour = kInk;
  double width = 1;
  Dash dash = Dash::solid;
  double opacity = 1;
};

enum class Anchor { start, middle, end };

struct Type {
  double size = 12;
  bool bold = false;
  Colour colour = kInk;
  Anchor anchor = Anchor::start;
  double angle = 0;  // degrees, clockwise
};

/// Its places are finite and not far from the figure: who draws sees to it.
class Canvas {
 public:
  virtual ~Canvas() = default;
  virtual void lines(const std::vector<Place>& places, const Stroke& stroke) = 0;
  virtual void area(const std::vector<Place>& corners, Colour fill, double opacity) = 0;
  virtual void rectangle(const Box& box, Colour fill) = 0;
  virtual void circle(Place centre, double radius, Colour fill, double opacity) = 0;
  /// `at` is on the baseline. The text is valid UTF-8 on one line.
  virtual void text(Place at, const std::string& text, const Type& type) = 0;
  /// The pixels fill `box`; what of it lies outside `window` is not shown.
  virtual void picture(const Tensor& pixels, const Box& box, const Box& window, bool smooth) = 0;
  /// What is drawn until the end of the group belongs together and has a name.
  virtual void begin_group(const std::string& name) = 0;
  virtual void end_group() = 0;
};

/// Points that a text takes along its line.
double width_of(const std::string& text, const Type& type);

/// Lengths of strokes and gaps, in units of the line's width; none of a solid line.
std::vector<double> pattern_of(Dash dash);

/// Draws `figure` with what `canvas` can.
void draw_on(Canvas& canvas, const Figure& figure);
/// What is to be seen on it, in words.
std::string described(const Figure& figure);

}  // namespace percept::plot
