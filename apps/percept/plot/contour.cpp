#include "contour.hpp"

#include <array>
#include <map>
#include <optional>

namespace percept::cli {
namespace {

/// An edge between two neighbours: that to the right of (row, column), or that below it.
struct Edge {
  std::int64_t row, column;
  bool below;
  auto operator<=>(const Edge&) const = default;
};

class Field {
 public:
  Field(std::span<const double> values, std::int64_t rows, std::int64_t columns)
      : values_(values), rows_(rows), columns_(columns) {}

  // The pieces of all squares, by their ends: an edge ends at most two of them.
  std::multimap<Edge, Edge> pieces() const {
    std::multimap<Edge, Edge> pieces;
    auto add = [&](const Edge& a, const Edge& b) { pieces.emplace(a, b), pieces.emplace(b, a); };
    for (std::int64_t r = 0; r + 1 < rows_; ++r)
      for (std::int64_t c = 0; c + 1 < columns_; ++c) {
        // Around the square; an edge is crossed where its ends differ.
        const std::array<Edge, 4> edges = {
            Edge{r, c, false}, {r, c + 1, true}, {r + 1, c, false}, {r, c, true}};
        std::vector<Edge> crossed;
        for (const Edge& edge : edges)
          if (is_crossed(edge)) crossed.push_back(edge);
        if (crossed.size() == 2) add(crossed[0], crossed[1]);
        // A saddle: the middle says which corners belong together.
        if (crossed.size() == 4) {
          double middle = at(r, c) + at(r, c + 1) + at(r + 1, c) + at(r + 1, c + 1);
          bool first = (middle > 0) == (at(r, c) > 0);
          add(crossed[0], crossed[first ? 1 : 3]), add(crossed[2], crossed[first ? 3 : 1]);
        }
      }
    return pieces;
  }

  void append(Contour& contour, const Edge& edge) const {
    double a = at(edge.row, edge.column), b = at(edge.row + edge.below, edge.column + !edge.below);
    double share = a / (a - b);
    contour.x.push_back(double(edge.column) + (edge.below ? 0 : share));
    contour.y.push_back(double(edge.row) + (edge.below ? share : 0));
  }

 private:
  double at(std::int64_t row, std::int64_t column) const {
    return values_[std::size_t(row * columns_ + column)];
  }
  bool is_crossed(const Edge& edge) const {
    return (at(edge.row, edge.column) > 0) != (at(edge.row + edge.below, edge.column + !edge.below) > 0);
  }

  std::span<const double> values_;
  std::int64_t rows_, columns_;
};

// Takes the piece that begins at `from` out of the pieces, both ways.
std::optional<Edge> take(std::multimap<Edge, Edge>& pieces, const Edge& from) {
  auto found = pieces.find(from);
  if (found == pieces.end()) return std::nullopt;
  Edge to = found->second;
  pieces.erase(found);
  auto [begin, end] = pieces.equal_range(to);
  for (auto back = begin; back != end; ++back)
    if (back->second == from) {
      pieces.erase(back);
      break;
    }
  return to;
}

}  // namespace

std::vector<Contour> zero_contours(std::span<const double> values, std::int64_t rows, std::int64_t columns) {
  Field field(values, rows, columns);
  std::multimap<Edge, Edge> pieces = field.pieces();
  // Lines with ends begin at one: what is left then are closed ones.
  std::vector<Edge> starts;
  for (auto piece = pieces.begin(); piece != pieces.end(); piece = pieces.upper_bound(piece->first))
    if (pieces.count(piece->first) == 1) starts.push_back(piece->first);
  std::vector<Contour> contours;
  auto follow = [&](Edge at) {
    if (!pieces.contains(at)) return;
    Contour& contour = contours.emplace_back();
    field.append(contour, at);
    while (std::optional<Edge> next = take(pieces, at)) field.append(contour, at = *next);
  };
  for (const Edge& start : starts) follow(start);
  while (!pieces.empty()) follow(pieces.begin()->first);
  return contours;
}

}  // namespace percept::cli
