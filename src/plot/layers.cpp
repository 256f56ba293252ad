#include "layers.hpp"

#include <algorithm>
#include <cmath>

namespace percept::plot {
namespace {

bool is_finite(Place place) { return std::isfinite(place.x) && std::isfinite(place.y); }

bool is_within(const Box& box, Place place) {
  constexpr double kTouch = 0.01;
  return place.x >= box.left - kTouch && place.x <= box.right() + kTouch && place.y >= box.top - kTouch &&
         place.y <= box.bottom() + kTouch;
}

Place held(const Box& box, Place place) {
  return {std::clamp(place.x, box.left, box.right()), std::clamp(place.y, box.top, box.bottom())};
}

// Liang and Barsky's rule: the part of the way from a to b within the box; false where none is.
bool clip(const Box& box, Place& a, Place& b) {
  double from = 0, to = 1, dx = b.x - a.x, dy = b.y - a.y;
  const double steps[] = {-dx, dx, -dy, dy};
  const double room[] = {a.x - box.left, box.right() - a.x, a.y - box.top, box.bottom() - a.y};
  for (int side = 0; side < 4; ++side) {
    if (steps[side] == 0) {
      if (room[side] < 0) return false;
      continue;
    }
    double where = room[side] / steps[side];
    if (steps[side] < 0)
      from = std::max(from, where);
    else
      to = std::min(to, where);
  }
  if (!(from <= to)) return false;
  Place start = a;
  a = {start.x + from * dx, start.y + from * dy};
  b = {start.x + to * dx, start.y + to * dy};
  return is_finite(a) && is_finite(b);
}

// The pieces of a polygonal line that lie in the panel.
std::vector<std::vector<Place>> pieces_of(const Frame& frame, const std::vector<double>& x,
                                          const std::vector<double>& y) {
  std::vector<std::vector<Place>> pieces(1);
  auto end_piece = [&] {
    if (!pieces.back().empty()) pieces.emplace_back();
  };
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    Place a = frame.at(x[i], y[i]), b = frame.at(x[i + 1], y[i + 1]);
    if (!is_finite(a) || !is_finite(b)) {
      end_piece();
      continue;
    }
    Place start = a, end = b;
    if (!clip(frame.box, start, end)) {
      end_piece();
      continue;
    }
    std::vector<Place>& piece = pieces.back();
    if (piece.empty() || piece.back().x != start.x || piece.back().y != start.y) {
      end_piece();
      pieces.back().push_back(start);
    }
    pieces.back().push_back(end);
    if (end.x != b.x || end.y != b.y) end_piece();
  }
  if (pieces.back().empty()) pieces.pop_back();
  return pieces;
}

struct Drawer {
  Canvas& canvas;
  const Frame& frame;

  void operator()(const Line& line) const {
    for (const std::vector<Place>& piece : pieces_of(frame, line.x, line.y))
      canvas.lines(piece, {line.colour, line.width, line.dash, line.opacity});
  }

  void operator()(const Points& points) const {
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      Place at = frame.at(points.x[i], points.y[i]);
      if (is_finite(at) && is_within(frame.box, at))
        draw_marker(canvas, at, points.marker, points.radius, points.colour, points.opacity);
    }
  }

  void operator()(const Bars& bars) const {
    double ground = frame.y.logarithmic ? frame.y.least : 0;
    for (std::size_t i = 0; i < bars.x.size(); ++i) {
      Place a = frame.at(bars.x[i] - bars.width / 2, ground),
            b = frame.at(bars.x[i] + bars.width / 2, bars.height[i]);
      if (!is_finite(a) || !is_finite(b)) continue;
      a = held(frame.box, a), b = held(frame.box, b);
      canvas.rectangle({std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)},
                       bars.colour);
    }
  }

  void operator()(const Band& band) const {
    std::vector<Place> corners, back;
    for (std::size_t i = 0; i < band.x.size(); ++i) {
      Place least = frame.at(band.x[i], band.least[i]), most = frame.at(band.x[i], band.most[i]);
      if (!is_finite(least) || !is_finite(most)) continue;
      corners.push_back(held(frame.box, most));
      back.push_back(held(frame.box, least));
    }
    corners.insert(corners.end(), back.rbegin(), back.rend());
    if (!corners.empty()) canvas.area(corners, band.colour, band.opacity);
  }

  void operator()(const Picture& picture) const {
    Place a = frame.at(picture.left, picture.top), b = frame.at(picture.right, picture.bottom);
    Box box{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
    bool shown = is_finite(a) && is_finite(b) && box.width > 0 && box.height > 0 && box.width < 1e6 &&
                 box.height < 1e6;
    if (shown) canvas.picture(picture.pixels, box, frame.box, picture.smooth);
  }

  void operator()(const Cells& cells) const {
    for (std::int64_t r = 0; r < cells.rows; ++r)
      for (std::int64_t c = 0; c < cells.columns; ++c) draw_cell(cells, r, c);
  }

  void operator()(const Rule& rule) const {
    const Scale& scale = rule.vertical ? frame.x : frame.y;
    if (!scale.holds(rule.at)) return;
    Place at = frame.at(rule.vertical ? rule.at : frame.x.least, rule.vertical ? frame.y.least : rule.at);
    const Box& box = frame.box;
    std::vector<Place> ends = rule.vertical ? std::vector<Place>{{at.x, box.top}, {at.x, box.bottom()}}
                                            : std::vector<Place>{{box.left, at.y}, {box.right(), at.y}};
    canvas.lines(ends, {rule.colour, 1.5, rule.dash});
  }

  void operator()(const Note& note) const {
    Place at = frame.at(note.x, note.y);
    if (!is_finite(at) || !is_within(frame.box, at)) return;
    Type type{.size = kTickSize, .colour = note.colour};
    std::string text = fitted(one_line(note.text), type, frame.box.width);
    // Beside the place: to its left where there is no room to the right.
    if (at.x + 6 + width_of(text, type) > frame.box.right()) type.anchor = Anchor::end;
    double side = type.anchor == Anchor::end ? -6 : 6;
    canvas.text({at.x + side, std::max(at.y - 6, frame.box.top + kTickSize)}, text, type);
  }

 private:
  void draw_cell(const Cells& cells, std::int64_t row, std::int64_t column) const {
    auto index = std::size_t(row * cells.columns + column);
    Place a = frame.at(double(column), double(row)), b = frame.at(double(column + 1), double(row + 1));
    Box box{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
    double gap = std::min(1.0, 0.1 * std::min(box.width, box.height));
    canvas.rectangle({box.left + gap / 2, box.top + gap / 2, box.width - gap, box.height - gap},
                     cells.colours[index]);
    if (cells.texts.empty() || cells.texts[index].empty()) return;
    Type type{.size = std::min(13.0, box.height * 0.6),
              .colour = ink_on(cells.colours[index]),
              .anchor = Anchor::middle};
    std::string text = one_line(cells.texts[index]);
    double wide = width_of(text, type);
    if (wide > box.width - 4) type.size *= (box.width - 4) / wide;
    if (type.size < 4) return;  // nobody could read it
    canvas.text({box.left + box.width / 2, box.top + box.height / 2 + 0.36 * type.size}, text, type);
  }
};

}  // namespace

void draw_marker(Canvas& canvas, Place at, Marker marker, double radius, Colour colour, double opacity) {
  auto area = [&](double r, Colour fill) {
    std::vector<Place> corners;
    if (marker == Marker::square) corners = {{-.89, -.89}, {.89, -.89}, {.89, .89}, {-.89, .89}};
    if (marker == Marker::triangle) corners = {{0, -1.2}, {1.1, .8}, {-1.1, .8}};
    if (marker == Marker::diamond) corners = {{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}};
    for (Place& corner : corners) corner = {at.x + r * corner.x, at.y + r * corner.y};
    canvas.area(corners, fill, opacity);
  };
  double rim = 0.8;  // of paper, so that points stay apart
  switch (marker) {
    case Marker::disc:
      canvas.circle(at, radius + rim, kPaper, opacity);
      return canvas.circle(at, radius, colour, opacity);
    case Marker::ring:
      canvas.circle(at, radius, colour, opacity);
      return canvas.circle(at, radius * 0.6, kPaper, opacity);
    case Marker::cross:
      for (double side : {-1.0, 1.0})
        canvas.lines({{at.x - radius, at.y - side * radius}, {at.x + radius, at.y + side * radius}},
                     {colour, radius * 0.55, Dash::solid, opacity});
      return;
    default: area(radius + rim, kPaper); area(radius, colour);
  }
}

void draw_layer(Canvas& canvas, const Frame& frame, const Layer& layer) {
  canvas.begin_group(one_line(name_of(layer)));
  std::visit(Drawer{canvas, frame}, layer);
  canvas.end_group();
}

const std::string& name_of(const Layer& layer) {
  static const std::string none;
  return std::visit(
      [](const auto& each) -> const std::string& {
        if constexpr (requires { each.name; })
          return each.name;
        else
          return none;
      },
      layer);
}

void draw_sample(Canvas& canvas, const Layer& layer, Place centre) {
  auto stroke = [&](const Stroke& stroke) {
    canvas.lines({{centre.x - 12, centre.y}, {centre.x + 12, centre.y}}, stroke);
  };
  if (auto* line = std::get_if<Line>(&layer)) stroke({line->colour, line->width, line->dash, line->opacity});
  if (auto* rule = std::get_if<Rule>(&layer)) stroke({rule->colour, 1.5, rule->dash});
  if (auto* points = std::get_if<Points>(&layer))
    draw_marker(canvas, centre, points->marker, std::min(points->radius, 5.0), points->colour,
                points->opacity);
  if (auto* bars = std::get_if<Bars>(&layer))
    canvas.rectangle({centre.x - 6, centre.y - 5, 12, 10}, bars->colour);
  if (auto* band = std::get_if<Band>(&layer))
    canvas.area({{centre.x - 12, centre.y - 5},
                 {centre.x + 12, centre.y - 5},
                 {centre.x + 12, centre.y + 5},
                 {centre.x - 12, centre.y + 5}},
                band->colour, band->opacity);
}

}  // namespace percept::plot
