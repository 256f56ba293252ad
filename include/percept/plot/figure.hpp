// Numbers as a picture: panels with axes, legend and title, written as PNG or SVG without a browser.
//
//     plot::Figure figure{.title = "The parabola"};
//     plot::Panel& panel = figure.panels.emplace_back();
//     panel.x.label = "x";
//     panel.layers.push_back(plot::Line{.x = xs, .y = ys, .name = "y = x²"});
//     plot::write_svg("parabola.svg", figure).value();
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/plot/colours.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::plot {

enum class Dash { solid, dashed, dotted };
enum class Marker { disc, square, triangle, diamond, cross, ring };

/// A polygonal line through points; what is no finite number, or on a logarithmic axis not above 0, is a gap.
/// What has a name stands in the legend, here as below.
struct Line {
  std::vector<double> x, y;
  std::string name;
  Colour colour = class_colour(1);
  double width = 2;
  Dash dash = Dash::solid;
  double opacity = 1;
};

struct Points {
  std::vector<double> x, y;
  std::string name;
  Colour colour = class_colour(1);
  Marker marker = Marker::disc;
  double radius = 3.5;
  double opacity = 1;
};

/// From 0 to a height; `width` in units of the x axis.
struct Bars {
  std::vector<double> x, height;
  std::string name;
  Colour colour = class_colour(1);
  double width = 0.8;
};

/// The area between two lines.
struct Band {
  std::vector<double> x, least, most;
  std::string name;
  Colour colour = class_colour(1);
  double opacity = 0.18;
};

/// A picture u8 [H, W, 1 or 3] over a rectangle of the panel: a heat map, a filter, a photograph.
struct Picture {
  Tensor pixels;
  double left = 0, right = 1, bottom = 0, top = 1;
  bool smooth = false;  // between pixels; else every pixel is a rectangle
};

/// A table: cell (r, c) covers [c, c + 1] x [r, r + 1], row after row. Row 0 is on top where the y axis is
/// `reversed`. `texts` may be empty.
struct Cells {
  std::int64_t rows = 0, columns = 0;
  std::vector<Colour> colours;
  std::vector<std::string> texts;
};

/// A line across the whole panel at one value of an axis.
struct Rule {
  bool vertical = false;
  double at = 0;
  std::string name;
  Colour colour = kSoft;
  Dash dash = Dash::dashed;
};

/// Words at a place of the panel, beside it or above it.
struct Note {
  double x = 0, y = 0;
  std::string text;
  Colour colour = kInk;
};

using Layer = std::variant<Line, Points, Bars, Band, Picture, Cells, Rule, Note>;

struct Axis {
  std::string label;
  bool logarithmic = false;
  bool reversed = false;              // the least value at the far end
  std::optional<double> least, most;  // left out: what the layers need
  /// Words in place of numbers, each at its value.
  std::vector<std::pair<double, std::string>> names;
};

/// What the colours of a picture mean: a bar beside the panel, from `least` at its foot to `most`.
struct ColourBar {
  std::string label;
  double least = 0, most = 1;
  std::vector<Colour> colours;
};

struct Panel {
  std::string title;
  Axis x, y;
  std::vector<Layer> layers;  // a later one lies over an earlier one
  bool equal = false;         // as many pixels to a unit of x as of y
  bool axes = true;           // without them a picture stands alone, its title a caption
  std::optional<ColourBar> bar;
};

struct Figure {
  std::string title;
  int width = 720, height = 480;  // in points: pixels of a screen, of a PNG `zoom` pixels each
  int columns = 0;                // panels in a row; 0: as it fits
  std::vector<Panel> panels;
};

inline constexpr int kLeastSide = 120, kMostSide = 8000;

/// The figure as pixels u8 [H, W, 3]. Throws `Error` where a size is out of its bounds.
Tensor draw(const Figure& figure, double zoom = 2);
/// The figure as text: words stay words, and title and description say what is to be seen. The same figure
/// gives the same bytes wherever the font (DejaVu Sans) is the same. Throws as `draw` does.
std::string to_svg(const Figure& figure);

/// A number as figures write it, in the reader's language: four significant digits at most.
std::string number(double value);

/// Writes the file whole or not at all.
Result<> write_png(const std::filesystem::path& path, const Figure& figure, double zoom = 2);
Result<> write_svg(const std::filesystem::path& path, const Figure& figure);

}  // namespace percept::plot
