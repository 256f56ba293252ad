#include "frame.hpp"

#include <algorithm>
#include <cmath>

#include "percept/base/utf8.hpp"

namespace percept::plot {
namespace {

constexpr double kPadding = 0.05, kGap = 14, kLeastBox = 20, kMostNameWidth = 150;

struct Extents {
  Extent exact_x, exact_y;  // of what fills its rectangle to the edge
  Extent x, y;              // of what needs some air around it
  bool points = false;

  void operator()(const Line& line) { hold(line.x, line.y); }
  void operator()(const Points& points_) { hold(points_.x, points_.y), points = true; }
  void operator()(const Bars& bars) {
    for (double at : bars.x) x.hold(at - bars.width / 2), x.hold(at + bars.width / 2);
    for (double height : bars.height) y.hold(height);
    if (!bars.height.empty()) exact_y.hold(0);
    points = true;
  }
  void operator()(const Band& band) { hold(band.x, band.least), hold(band.x, band.most); }
  void operator()(const Picture& picture) {
    exact_x.hold(picture.left), exact_x.hold(picture.right);
    exact_y.hold(picture.bottom), exact_y.hold(picture.top);
  }
  void operator()(const Cells& cells) {
    exact_x.hold(0), exact_x.hold(double(cells.columns));
    exact_y.hold(0), exact_y.hold(double(cells.rows));
  }
  void operator()(const Rule& rule) { (rule.vertical ? x : y).hold(rule.at); }
  void operator()(const Note& note) { x.hold(note.x), y.hold(note.y); }

 private:
  void hold(const std::vector<double>& xs, const std::vector<double>& ys) {
    for (double value : xs) x.hold(value);
    for (double value : ys) y.hold(value);
  }
};

Scale fitted_scale(const Axis& axis, const Extent& exact, const Extent& loose, double margin) {
  Scale scale = scale_of(loose.empty ? exact : loose, loose.empty ? 0 : margin);
  if (!loose.empty && !exact.empty) {
    scale.least = std::min(exact.least, loose.least >= exact.least ? exact.least : scale.least);
    scale.most = std::max(exact.most, loose.most <= exact.most ? exact.most : scale.most);
  }
  if (axis.least) scale.least = *axis.least;
  if (axis.most) scale.most = *axis.most;
  bool shows = scale.least < scale.most && (!scale.logarithmic || scale.least > 0);
  if (!shows) scale = scale_of({.logarithmic = axis.logarithmic}, 0);
  scale.reversed = axis.reversed;
  return scale;
}

std::vector<Tick> named_ticks(const Axis& axis) {
  std::vector<Tick> ticks;
  for (const auto& [value, name] : axis.names)
    ticks.push_back({value, fitted(one_line(name), {.size = kTickSize}, kMostNameWidth)});
  return ticks;
}

// As many as stand side by side without touching.
std::vector<Tick> fitting_ticks(const Scale& scale, double width) {
  for (int wanted = std::max(2, int(width / 70)); wanted > 1; --wanted) {
    std::vector<Tick> ticks = ticks_of(scale, wanted);
    auto named =
        std::count_if(ticks.begin(), ticks.end(), [](const Tick& tick) { return !tick.text.empty(); });
    if (double(named) * (widest(ticks) + 14) <= width) return ticks;
  }
  return ticks_of(scale, 1);
}

Frame started(const Panel& panel) {
  Frame frame{.panel = &panel};
  Extents extents;
  extents.exact_x.logarithmic = extents.x.logarithmic = panel.x.logarithmic;
  extents.exact_y.logarithmic = extents.y.logarithmic = panel.y.logarithmic;
  for (const Layer& layer : panel.layers) std::visit(extents, layer);
  frame.x = fitted_scale(panel.x, extents.exact_x, extents.x, extents.points ? kPadding : 0);
  frame.y = fitted_scale(panel.y, extents.exact_y, extents.y, kPadding);
  return frame;
}

void find_ticks(Frame& frame, double width, double height) {
  const Panel& panel = *frame.panel;
  int rows = std::max(2, int(height / 42));
  frame.y_ticks = panel.y.names.empty() ? ticks_of(frame.y, rows) : named_ticks(panel.y);
  if (panel.bar) frame.bar_ticks = ticks_of({panel.bar->least, panel.bar->most}, rows);
  frame.x_ticks = panel.x.names.empty() ? fitting_ticks(frame.x, width) : named_ticks(panel.x);
  double room = width / std::max<double>(1, double(panel.x.names.size()));
  frame.turned = !panel.x.names.empty() && widest(frame.x_ticks) + 6 > room;
}

Margins margins_of(const Frame& frame) {
  const Panel& panel = *frame.panel;
  double title = panel.title.empty() ? 0 : 22;
  if (!panel.axes) return {2, 2, panel.title.empty() ? 2 : kCaptionSize + 5, 2};
  Margins margins{.left = widest(frame.y_ticks) + 12, .right = 12, .top = title + 6, .bottom = 22};
  if (!panel.y.label.empty()) margins.left += 20;
  if (frame.turned) margins.bottom = 0.71 * widest(frame.x_ticks) + 18;
  if (!panel.x.label.empty()) margins.bottom += 20;
  if (panel.bar)
    margins.right += kBarWidth + 8 + widest(frame.bar_ticks) + (panel.bar->label.empty() ? 0 : 20);
  return margins;
}

void keep_proportions(Frame& frame) {
  Box& box = frame.box;
  if (!frame.panel->equal || frame.x.logarithmic || frame.y.logarithmic) return;
  double wanted = (frame.x.most - frame.x.least) / (frame.y.most - frame.y.least);
  double width = std::min(box.width, box.height * wanted), height = std::min(box.height, box.width / wanted);
  box = {box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height};
}

int columns_of(const Figure& figure, const Box& area) {
  auto count = int(figure.panels.size());
  if (figure.columns > 0) return std::min(figure.columns, count);
  if (figure.panels.front().axes && count <= 3) return area.width >= 260 * count ? count : 1;
  return std::clamp(int(std::lround(std::ceil(std::sqrt(count * area.width / area.height)))), 1, count);
}

}  // namespace

std::vector<Frame> frames_of(const Figure& figure, const Box& area) {
  std::vector<Frame> frames;
  if (figure.panels.empty()) return frames;
  int columns = columns_of(figure, area), rows = (int(figure.panels.size()) + columns - 1) / columns;
  bool bare = !figure.panels.front().axes;
  double gap = bare ? 4 : kGap;
  double width = (area.width - gap * (columns - 1)) / columns,
         height = (area.height - gap * (rows - 1)) / rows;
  Margins all;
  for (const Panel& panel : figure.panels) {
    Frame frame = started(panel);
    if (panel.axes) {
      find_ticks(frame, width - 60, height - 60);
      // How broad the numbers beside it are is known now.
      Margins margins = margins_of(frame);
      find_ticks(frame, width - margins.left - margins.right, height - margins.top - margins.bottom);
    }
    Margins margins = margins_of(frame);
    all = {std::max(all.left, margins.left), std::max(all.right, margins.right),
           std::max(all.top, margins.top), std::max(all.bottom, margins.bottom)};
    frames.push_back(std::move(frame));
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    double left = area.left + double(int(i) % columns) * (width + gap);
    double top = area.top + double(int(i) / columns) * (height + gap);
    frames[i].box = {left + all.left, top + all.top, std::max(kLeastBox, width - all.left - all.right),
                     std::max(kLeastBox, height - all.top - all.bottom)};
    keep_proportions(frames[i]);
  }
  return frames;
}

double widest(const std::vector<Tick>& ticks) {
  double width = 0;
  for (const Tick& tick : ticks) width = std::max(width, width_of(tick.text, {.size = kTickSize}));
  return width;
}

std::string one_line(const std::string& text) {
  if (!is_utf8(text)) {
    std::string ascii = text;
    for (char& c : ascii)
      if (static_cast<unsigned char>(c) > 126 || static_cast<unsigned char>(c) < 32) c = '?';
    return ascii;
  }
  std::string out = text;
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
  return out;
}

std::string fitted(const std::string& text, const Type& type, double width) {
  if (width_of(text, type) <= width) return text;
  // The longest beginning that leaves room for the ellipsis, between two characters.
  std::size_t least = 0, most = text.size();
  auto cut = [&](std::size_t length) {
    while (length > 0 && (text[length] & 0xC0) == 0x80) --length;
    return text.substr(0, length) + "…";
  };
  while (least + 1 < most) {
    std::size_t middle = (least + most) / 2;
    (width_of(cut(middle), type) <= width ? least : most) = middle;
  }
  return cut(least);
}

}  // namespace percept::plot
