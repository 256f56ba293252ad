#include "curve_svg.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "percept/base/markup.hpp"

namespace percept::lab {
namespace {

constexpr double kWidth = 640, kHeight = 260, kLeft = 64, kRight = 12, kTop = 12, kBottom = 40;

std::string place(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

// Where values stand on one side of the drawing.
struct Axis {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  double from = 0, to = 0;
  bool log = false;

  void hold(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double measure(double value) const { return log ? std::log10(value) : value; }
  double at(double value) const {
    double span = measure(high) - measure(low);
    return from + (to - from) * (span > 0 ? (measure(value) - measure(low)) / span : 0.5);
  }
  /// Round numbers along it: powers of ten where there are enough of them.
  std::vector<double> ticks() const {
    std::vector<double> found;
    if (log && high / low >= 100) {
      double first = std::ceil(std::log10(low)), last = std::log10(high) + 1e-9;
      double every = std::max(1.0, std::ceil((last - first) / 8));
      for (double power = first; power <= last; power += every) found.push_back(std::pow(10, power));
      return found;
    }
    double span = high - low;
    // Of numbers that hardly differ there are no round ones between them.
    if (!(span > 1e-9 * std::max(std::abs(low), std::abs(high))) || !std::isfinite(span)) return {low};
    double power = std::pow(10, std::floor(std::log10(span / 5))), step = 10 * power;
    for (double factor : {5.0, 2.0, 1.0})
      if (factor * power >= span / 5) step = factor * power;
    for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; ++k)
      found.push_back(k * step);
    return found;
  }
};

std::string text_at(double x, double y, const char* anchor, const std::string& text) {
  return "<text x=\"" + place(x) + "\" y=\"" + place(y) + "\" text-anchor=\"" + anchor + "\">" +
         markup_text(text) + "</text>\n";
}

std::string line_svg(const PlotLine& line, const Axis& x, const Axis& y) {
  std::string path, band, marks;
  auto point = [&](std::size_t i, double value) { return place(x.at(line.x[i])) + " " + place(y.at(value)); };
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    path += (i == 0 ? "M" : "L") + point(i, line.y[i]);
    if (line.marks)
      marks += "<circle cx=\"" + place(x.at(line.x[i])) + "\" cy=\"" + place(y.at(line.y[i])) +
               "\" r=\"3\" fill=\"" + line.colour + "\"/>\n";
  }
  if (!line.least.empty()) {
    for (std::size_t i = 0; i < line.x.size(); ++i) band += (i == 0 ? "M" : "L") + point(i, line.most[i]);
    for (std::size_t i = line.x.size(); i-- > 0;) band += "L" + point(i, line.least[i]);
    band = "<path d=\"" + band + "Z\" fill=\"" + line.colour + "\" fill-opacity=\"0.15\"/>\n";
  }
  std::string dash = *line.dash ? " stroke-dasharray=\"" + std::string(line.dash) + "\"" : "";
  return band + "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + line.colour + "\" stroke-width=\"2\"" +
         dash + "/>\n" + marks;
}

}  // namespace

std::string shown_number(double value, int digits, Language language) {
  if (!std::isfinite(value)) return "–";
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  std::string out = text;
  if (language == Language::french) std::replace(out.begin(), out.end(), '.', ',');
  return out;
}

std::string plot_svg(const Plot& plot, Language language) {
  Axis x{.from = kLeft, .to = kWidth - kRight}, y{.from = kHeight - kBottom, .to = kTop};
  for (const PlotLine& line : plot.lines) {
    for (double value : line.x) x.hold(value);
    for (const std::vector<double>* values : {&line.y, &line.least, &line.most})
      for (double value : *values) y.hold(value);
  }
  if (!(x.low <= x.high) || !(y.low <= y.high)) return "";
  y.log = plot.log_y && y.low > 0;
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + place(kWidth) +
                    " " + place(kHeight) + "\" font-family=\"sans-serif\" font-size=\"12\">\n<title>" +
                    markup_text(plot.title) + "</title>\n";
  for (double tick : y.ticks()) {
    std::string height = place(y.at(tick));
    svg += "<path d=\"M" + place(kLeft) + " " + height + "H" + place(kWidth - kRight) +
           "\" stroke=\"#e6e0d4\"/>\n" +
           text_at(kLeft - 6, y.at(tick) + 4, "end", shown_number(tick, 4, language));
  }
  for (double tick : x.ticks())
    svg += "<path d=\"M" + place(x.at(tick)) + " " + place(kTop) + "V" + place(kHeight - kBottom) +
           "\" stroke=\"#e6e0d4\"/>\n" +
           text_at(x.at(tick), kHeight - kBottom + 16, "middle", shown_number(tick, 6, language));
  svg += text_at((kLeft + kWidth - kRight) / 2, kHeight - 6, "middle", plot.x_label);
  double legend = kWidth - kRight - 8;
  for (const PlotLine& line : plot.lines) svg += line_svg(line, x, y);
  for (std::size_t i = 0; i < plot.lines.size(); ++i) {
    double height = kTop + 14 + 16 * double(i);
    std::string dash =
        *plot.lines[i].dash ? " stroke-dasharray=\"" + std::string(plot.lines[i].dash) + "\"" : "";
    svg += "<path d=\"M" + place(legend - 28) + " " + place(height - 4) + "H" + place(legend) +
           "\" stroke-width=\"2\" stroke=\"" + plot.lines[i].colour + "\"" + dash + "/>\n" +
           text_at(legend - 34, height, "end", plot.lines[i].label);
  }
  return svg + "</svg>\n";
}

}  // namespace percept::lab
