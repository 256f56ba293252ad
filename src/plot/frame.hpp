// Where a panel stands on its figure: the scales of its axes, their ticks, and the box that is drawn in.
#pragma once

#include "canvas.hpp"
#include "scale.hpp"

namespace percept::plot {

struct Margins {
  double left = 0, right = 0, top = 0, bottom = 0;
};

struct Frame {
  const Panel* panel = nullptr;
  Scale x, y;
  std::vector<Tick> x_ticks, y_ticks, bar_ticks;
  bool turned = false;  // words under the x axis stand aslant
  Box box;

  Place at(double value_x, double value_y) const {
    return {box.left + x.place(value_x) * box.width, box.bottom() - y.place(value_y) * box.height};
  }
};

inline constexpr double kTickSize = 12, kLabelSize = 13, kPanelTitleSize = 13, kCaptionSize = 11,
                        kBarWidth = 13;

/// The panels of a figure in rows and columns within `area`, their boxes below and beside each other.
std::vector<Frame> frames_of(const Figure& figure, const Box& area);

/// Points that the widest number or word beside an axis takes.
double widest(const std::vector<Tick>& ticks);

/// Text as it can stand on a line: what is no UTF-8 and what does not print replaced.
std::string one_line(const std::string& text);
/// What of it fits into so many points, with an ellipsis where something is missing.
std::string fitted(const std::string& text, const Type& type, double width);

}  // namespace percept::plot
