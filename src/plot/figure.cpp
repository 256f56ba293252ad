#include "percept/plot/figure.hpp"

#include <algorithm>
#include <cmath>

#include "cairo_canvas.hpp"
#include "layers.hpp"
#include "percept/io/image.hpp"
#include "svg_canvas.hpp"

namespace percept::plot {
namespace {

constexpr double kMargin = 12, kTitleSize = 16, kLegendSize = 12, kLegendRow = 18, kSample = 30,
                 kBetween = 18;

struct Entry {
  const Layer* layer;
  std::string name;
  double width;
};

// Each name once, whatever panel it stands in.
std::vector<std::vector<Entry>> legend_rows(const Figure& figure) {
  std::vector<std::vector<Entry>> rows;
  std::vector<std::string> seen;
  double room = figure.width - 2 * kMargin, used = 0;
  for (const Panel& panel : figure.panels)
    for (const Layer& layer : panel.layers) {
      const std::string& name = name_of(layer);
      if (name.empty() || std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      seen.push_back(name);
      Type type{.size = kLegendSize};
      std::string text = fitted(one_line(name), type, room - kSample);
      double width = kSample + width_of(text, type);
      if (rows.empty() || used + kBetween + width > room) rows.emplace_back(), used = -kBetween;
      used += kBetween + width;
      rows.back().push_back({&layer, text, width});
    }
  return rows;
}

void draw_legend(Canvas& canvas, const Figure& figure, const std::vector<std::vector<Entry>>& rows,
                 double top) {
  for (const std::vector<Entry>& row : rows) {
    double width = kBetween * double(row.size() - 1);
    for (const Entry& entry : row) width += entry.width;
    double left = (figure.width - width) / 2, middle = top + kLegendRow / 2;
    for (const Entry& entry : row) {
      draw_sample(canvas, *entry.layer, {left + 12, middle});
      canvas.text({left + kSample, middle + 0.36 * kLegendSize}, entry.name, {.size = kLegendSize});
      left += entry.width + kBetween;
    }
    top += kLegendRow;
  }
}

void draw_grid(Canvas& canvas, const Frame& frame) {
  const Box& box = frame.box;
  for (const Tick& tick : frame.x_ticks)
    if (double x = frame.at(tick.value, frame.y.least).x; frame.panel->x.names.empty() && !tick.text.empty())
      canvas.lines({{x, box.top}, {x, box.bottom()}}, {kGrid, 1});
  for (const Tick& tick : frame.y_ticks)
    if (double y = frame.at(frame.x.least, tick.value).y; frame.panel->y.names.empty() && !tick.text.empty())
      canvas.lines({{box.left, y}, {box.right(), y}}, {kGrid, 1});
}

void draw_axes(Canvas& canvas, const Frame& frame) {
  const Box& box = frame.box;
  Stroke stroke{kSoft, 1};
  canvas.lines({{box.left, box.top}, {box.left, box.bottom()}, {box.right(), box.bottom()}}, stroke);
  for (const Tick& tick : frame.x_ticks) {
    double x = frame.at(tick.value, frame.y.least).x, length = tick.text.empty() ? 3 : 5;
    if (frame.panel->x.names.empty()) canvas.lines({{x, box.bottom()}, {x, box.bottom() + length}}, stroke);
    if (frame.turned)
      canvas.text({x + 4, box.bottom() + 12}, tick.text,
                  {.size = kTickSize, .anchor = Anchor::end, .angle = -45});
    else if (!tick.text.empty())
      canvas.text({x, box.bottom() + 18}, tick.text, {.size = kTickSize, .anchor = Anchor::middle});
  }
  for (const Tick& tick : frame.y_ticks) {
    double y = frame.at(frame.x.least, tick.value).y, length = tick.text.empty() ? 3 : 5;
    if (frame.panel->y.names.empty()) canvas.lines({{box.left - length, y}, {box.left, y}}, stroke);
    if (!tick.text.empty())
      canvas.text({box.left - 8, y + 0.36 * kTickSize}, tick.text,
                  {.size = kTickSize, .anchor = Anchor::end});
  }
}

// The label of an axis that runs upwards, centred on it.
void draw_upward(Canvas& canvas, const Box& box, double x, const std::string& label) {
  Type type{.size = kLabelSize, .anchor = Anchor::middle, .angle = -90};
  canvas.text({x, box.top + box.height / 2}, fitted(one_line(label), type, box.height + 40), type);
}

void draw_labels(Canvas& canvas, const Frame& frame, double below, double beside) {
  const Panel& panel = *frame.panel;
  const Box& box = frame.box;
  Type type{.size = kLabelSize, .anchor = Anchor::middle};
  if (!panel.x.label.empty())
    canvas.text({box.left + box.width / 2, box.bottom() + below},
                fitted(one_line(panel.x.label), type, box.width + 60), type);
  if (!panel.y.label.empty()) draw_upward(canvas, box, box.left - beside, panel.y.label);
}

void draw_bar(Canvas& canvas, const Frame& frame) {
  const ColourBar& bar = *frame.panel->bar;
  Box box{frame.box.right() + 12, frame.box.top, kBarWidth, frame.box.height};
  Scale scale{bar.least, bar.most};
  auto count = std::int64_t(bar.colours.size());
  Tensor pixels(DType::u8, {count, 1, 3});
  for (std::int64_t i = 0; i < count; ++i) {
    Colour colour = bar.colours[std::size_t(count - 1 - i)];
    pixels.set(3 * i, colour.red), pixels.set(3 * i + 1, colour.green), pixels.set(3 * i + 2, colour.blue);
  }
  canvas.picture(pixels, box, box, false);
  for (const Tick& tick : frame.bar_ticks) {
    double y = box.bottom() - scale.place(tick.value) * box.height;
    canvas.lines({{box.right(), y}, {box.right() + 4, y}}, {kSoft, 1});
    canvas.text({box.right() + 7, y + 0.36 * kTickSize}, tick.text, {.size = kTickSize});
  }
  if (!bar.label.empty()) draw_upward(canvas, box, box.right() + 24 + widest(frame.bar_ticks), bar.label);
}

void draw_panel(Canvas& canvas, const Frame& frame) {
  const Panel& panel = *frame.panel;
  canvas.begin_group(one_line(panel.title));
  if (panel.axes) draw_grid(canvas, frame);
  for (const Layer& layer : panel.layers) draw_layer(canvas, frame, layer);
  if (panel.axes) {
    draw_axes(canvas, frame);
    draw_labels(canvas, frame, frame.turned ? 0.71 * widest(frame.x_ticks) + 34 : 38,
                widest(frame.y_ticks) + 20);
  }
  if (panel.bar) draw_bar(canvas, frame);
  if (!panel.title.empty()) {
    Type type{
        .size = panel.axes ? kPanelTitleSize : kCaptionSize, .bold = panel.axes, .anchor = Anchor::middle};
    double room = frame.box.width + (panel.axes ? 40 : 2);
    canvas.text({frame.box.left + frame.box.width / 2, frame.box.top - (panel.axes ? 9 : 4)},
                fitted(one_line(panel.title), type, room), type);
  }
  canvas.end_group();
}

void require_layer(const Layer& layer) {
  auto same = [](std::initializer_list<std::size_t> sizes) {
    for (std::size_t size : sizes)
      if (size != *sizes.begin())
        throw Error(Problem("plot.lengths", {{"first", *sizes.begin()}, {"other", size}}));
  };
  if (auto* line = std::get_if<Line>(&layer)) same({line->x.size(), line->y.size()});
  if (auto* points = std::get_if<Points>(&layer)) same({points->x.size(), points->y.size()});
  if (auto* bars = std::get_if<Bars>(&layer)) same({bars->x.size(), bars->height.size()});
  if (auto* band = std::get_if<Band>(&layer)) same({band->x.size(), band->least.size(), band->most.size()});
  if (auto* cells = std::get_if<Cells>(&layer)) {
    auto count = std::size_t(std::max<std::int64_t>(0, cells->rows * cells->columns));
    same({count, cells->colours.size(), cells->texts.empty() ? count : cells->texts.size()});
  }
  if (auto* picture = std::get_if<Picture>(&layer)) {
    const Shape& shape = picture->pixels.shape();
    bool fits = picture->pixels.dtype() == DType::u8 && shape.rank() == 3 && shape[0] > 0 && shape[1] > 0 &&
                (shape[2] == 1 || shape[2] == 3);
    if (!fits) throw Error(Problem("plot.picture", {{"have", to_string(picture->pixels)}}));
  }
}

// Sizes are held to their bounds before there is memory for them.
void require_drawable(const Figure& figure, double zoom) {
  for (int side : {figure.width, figure.height})
    if (side < kLeastSide || side > kMostSide)
      throw Error(Problem("plot.size", {{"size", side}, {"least", kLeastSide}, {"most", kMostSide}})
                      .with_hint("plot.size.hint"));
  double pixels = zoom * figure.width * zoom * figure.height;
  if (!(zoom > 0) || zoom > 8 || pixels > double(io::kMaxPixels) ||
      zoom * std::max(figure.width, figure.height) > 32000)
    throw Error(Problem("plot.zoom", {{"zoom", zoom}, {"width", figure.width}, {"height", figure.height}})
                    .with_hint("plot.zoom.hint"));
  for (const Panel& panel : figure.panels)
    for (const Layer& layer : panel.layers) require_layer(layer);
}

std::string ranged(const char* id, const Axis& axis, const Scale& scale) {
  if (axis.label.empty() && !axis.names.empty()) return "";
  return " " + text(id, {{"label", one_line(axis.label)},
                         {"least", written(scale.least)},
                         {"most", written(scale.most)}});
}

}  // namespace

std::vector<double> pattern_of(Dash dash) {
  if (dash == Dash::dashed) return {4, 2.5};
  return dash == Dash::dotted ? std::vector<double>{1.2, 2} : std::vector<double>();
}

void draw_on(Canvas& canvas, const Figure& figure) {
  double top = kMargin;
  if (!figure.title.empty()) {
    Type type{.size = kTitleSize, .bold = true, .anchor = Anchor::middle};
    canvas.text({figure.width / 2.0, top + kTitleSize},
                fitted(one_line(figure.title), type, figure.width - 2 * kMargin), type);
    top += kTitleSize + 12;
  }
  std::vector<std::vector<Entry>> rows = legend_rows(figure);
  draw_legend(canvas, figure, rows, top);
  top += kLegendRow * double(rows.size()) + (rows.empty() ? 0 : 4);
  Box area{kMargin, top, figure.width - 2 * kMargin, std::max(20.0, figure.height - top - kMargin)};
  for (const Frame& frame : frames_of(figure, area)) draw_panel(canvas, frame);
}

std::string described(const Figure& figure) {
  std::string out;
  for (const Frame& frame : frames_of(figure, {0, 0, double(figure.width), double(figure.height)})) {
    const Panel& panel = *frame.panel;
    if (!panel.title.empty()) out += (out.empty() ? "" : " ") + one_line(panel.title) + ".";
    if (panel.axes)
      out +=
          ranged("plot.describe.across", panel.x, frame.x) + ranged("plot.describe.upward", panel.y, frame.y);
    for (const Layer& layer : panel.layers)
      if (!name_of(layer).empty()) out += " " + one_line(name_of(layer)) + ".";
  }
  return out;
}

std::string number(double value) { return written(value); }

Tensor draw(const Figure& figure, double zoom) {
  require_drawable(figure, zoom);
  return pixels_of(figure, zoom);
}

std::string to_svg(const Figure& figure) {
  require_drawable(figure, 1);
  return svg_of(figure);
}

Result<> write_png(const std::filesystem::path& path, const Figure& figure, double zoom) {
  return io::write_png(path, draw(figure, zoom));
}

Result<> write_svg(const std::filesystem::path& path, const Figure& figure) {
  return io::write_file(path, to_svg(figure));
}

}  // namespace percept::plot
