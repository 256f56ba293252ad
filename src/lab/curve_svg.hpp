// Curves as a drawing of lines and text, to stand in a page of HTML.
#pragma once

#include <string>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept::lab {

/// A line; with `least` and `most` a band behind it.
struct PlotLine {
  std::string label;
  const char* colour = "#000000";
  const char* dash = "";
  bool marks = false;
  std::vector<double> x, y, least, most;
};

struct Plot {
  std::string title, x_label;
  bool log_y = false;  // wanted; drawn so only where every value is above 0
  std::vector<PlotLine> lines;
};

/// An <svg> element with its own title; empty where there is no point to draw.
std::string plot_svg(const Plot& plot, Language language);
/// So many significant digits, with the language's decimal point; a dash for what is no finite number.
std::string shown_number(double value, int digits, Language language);

}  // namespace percept::lab
