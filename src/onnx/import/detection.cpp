// Boxes: those that overlap a better one are dropped, and regions of an image are read.
#include <algorithm>
#include <cmath>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

struct Box {
  double top, left, bottom, right;
  double area() const { return (bottom - top) * (right - left); }
};

// Either two opposite corners, in any order, or centre and size.
Box box_of(const Tensor& boxes, std::int64_t at, bool centre) {
  double a = boxes.at(at), b = boxes.at(at + 1), x = boxes.at(at + 2), y = boxes.at(at + 3);
  if (centre) return {b - y / 2, a - x / 2, b + y / 2, a + x / 2};
  return {std::min(a, x), std::min(b, y), std::max(a, x), std::max(b, y)};
}

double overlap(const Box& a, const Box& b) {
  double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  if (height <= 0 || width <= 0) return 0;
  return height * width / (a.area() + b.area() - height * width);
}

// Boxes [N, B, 4], scores [N, C, B] to the kept [image, class, box].
Value non_max_suppressed(C& c) {
  Tensor boxes = c.known(0), scores = c.known(1);
  std::int64_t most = c.has(2) ? c.integer(2) : 0;
  double most_overlap = c.has(3) ? c.number(3) : 0;
  bool has_least = c.has(4), centre = c.int_of("center_point_box") != 0;
  double least = has_least ? c.number(4) : 0;
  if (boxes.shape().rank() != 3 || scores.shape().rank() != 3 || boxes.shape()[2] != 4 ||
      boxes.shape()[0] != scores.shape()[0] || boxes.shape()[1] != scores.shape()[2])
    throw Error(
        Problem("onnx.boxes", {{"boxes", to_string(boxes.shape())}, {"scores", to_string(scores.shape())}}));
  std::int64_t count = boxes.shape()[1], classes = scores.shape()[1];
  c.require_small(Shape{scores.shape()[0], classes, count}.elements());
  std::vector<std::int64_t> kept;
  for (std::int64_t n = 0; n < boxes.shape()[0]; ++n)
    for (std::int64_t k = 0; k < classes; ++k) {
      auto score = [&](std::int64_t b) { return scores.at((n * classes + k) * count + b); };
      std::vector<std::int64_t> order;
      for (std::int64_t b = 0; b < count; ++b)
        if (!has_least || score(b) > least) order.push_back(b);
      std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return score(a) > score(b); });
      std::vector<Box> chosen;
      for (std::int64_t b : order) {
        if (std::int64_t(chosen.size()) >= most) break;
        Box box = box_of(boxes, (n * count + b) * 4, centre);
        if (std::any_of(chosen.begin(), chosen.end(),
                        [&](const Box& o) { return overlap(o, box) > most_overlap; }))
          continue;
        chosen.push_back(box);
        kept.insert(kept.end(), {n, k, b});
      }
    }
  return c.constant(Tensor::from<std::int64_t>({std::int64_t(kept.size()) / 3, 3}, kept));
}

// Each region [R, 4] is cut into cells; a cell is the mean (or greatest) of values read between the pixels.
// He et al. 2017.
Value regions_aligned(C& c) {
  Value x = c[0];
  Tensor regions = c.known(1), images = c.known(2);
  const Shape& s = x.shape();
  std::int64_t rows = c.int_of("output_height", 1), columns = c.int_of("output_width", 1),
               ratio = c.int_of("sampling_ratio", 0), count = regions.shape()[0];
  double scale = c.float_of("spatial_scale", 1);
  double shift = c.text_of("coordinate_transformation_mode",
                           c.opset() < 16 ? "output_half_pixel" : "half_pixel") == "half_pixel"
                     ? 0.5
                     : 0;
  c.require_text("mode", "avg", {"avg", "max"});
  bool mean = c.text_of("mode", "avg") == "avg";
  if (s.rank() != 4 || regions.shape() != Shape{count, 4} || images.size() != count || rows < 1 ||
      columns < 1)
    throw Error(Problem("onnx.boxes", {{"boxes", to_string(regions.shape())}, {"scores", to_string(s)}}));

  struct Cell {
    std::vector<std::int64_t> places;
    std::vector<double> weights;
  };
  std::vector<Cell> cells;
  std::size_t widest = 1;
  for (std::int64_t r = 0; r < count; ++r) {
    double left = regions.at(r * 4) * scale - shift, top = regions.at(r * 4 + 1) * scale - shift;
    double width = regions.at(r * 4 + 2) * scale - shift - left,
           height = regions.at(r * 4 + 3) * scale - shift - top;
    if (shift == 0) width = std::max(width, 1.0), height = std::max(height, 1.0);
    double cell_h = height / double(rows), cell_w = width / double(columns);
    auto image = std::int64_t(images.at(r));
    std::int64_t down = ratio > 0 ? ratio : std::int64_t(std::ceil(cell_h)),
                 across = ratio > 0 ? ratio : std::int64_t(std::ceil(cell_w));
    if (image < 0 || image >= s[0] || down > 4096 || across > 4096)
      throw Error(Problem("onnx.boxes", {{"boxes", to_string(regions.shape())}, {"scores", to_string(s)}}));
    c.require_small(Shape{count, rows, columns, down, across}.elements());
    for (std::int64_t i = 0; i < rows; ++i)
      for (std::int64_t j = 0; j < columns; ++j) {
        Cell cell;
        double share = mean ? 1.0 / double(std::max<std::int64_t>(down * across, 1)) : 1;
        for (std::int64_t a = 0; a < down; ++a)
          for (std::int64_t b = 0; b < across; ++b) {
            double y = top + double(i) * cell_h + (double(a) + 0.5) * cell_h / double(down);
            double z = left + double(j) * cell_w + (double(b) + 0.5) * cell_w / double(across);
            bool outside = y < -1 || y > double(s[2]) || z < -1 || z > double(s[3]);
            y = std::clamp(y, 0.0, double(s[2] - 1)), z = std::clamp(z, 0.0, double(s[3] - 1));
            auto y0 = std::int64_t(y), z0 = std::int64_t(z);
            std::int64_t y1 = std::min(y0 + 1, s[2] - 1), z1 = std::min(z0 + 1, s[3] - 1);
            double dy = y - double(y0), dz = z - double(z0);
            auto tap = [&](std::int64_t p, std::int64_t q, double w) {
              cell.places.push_back((image * s[2] + p) * s[3] + q);
              cell.weights.push_back(outside ? 0 : w * share);
            };
            tap(y0, z0, (1 - dy) * (1 - dz)), tap(y0, z1, (1 - dy) * dz), tap(y1, z0, dy * (1 - dz)),
                tap(y1, z1, dy * dz);
          }
        widest = std::max(widest, cell.places.size());
        cells.push_back(std::move(cell));
      }
  }
  auto all = std::int64_t(cells.size()), most = std::int64_t(widest);
  Tensor places = c.table(DType::i64, {all, most}), weights = c.table(x.dtype(), {all, most, 1});
  for (std::int64_t i = 0; i < all; ++i)
    for (std::int64_t k = 0; k < most; ++k) {
      // A cell with fewer values repeats its first with no weight, or, for the greatest, with its own.
      const Cell& cell = cells[std::size_t(i)];
      bool own = k < std::int64_t(cell.places.size());
      if (cell.places.empty()) continue;
      std::size_t at = own ? std::size_t(k) : 0;
      places.set(i * most + k, double(cell.places[at]));
      weights.set(i * most + k, own || !mean ? cell.weights[at] : 0);
    }
  Value pixels = reshape(transpose(x, {0, 2, 3, 1}), {s[0] * s[2] * s[3], s[1]});
  Value weighted =
      take(pixels, c.constant(std::move(places))) * c.constant(std::move(weights));  // [cells, taps, C]
  Value y = mean ? reduce_sum(weighted, {.axes = {1}}) : reduce_max(weighted, {.axes = {1}});
  return transpose(reshape(y, {count, rows, columns, s[1]}), {0, 3, 1, 2});
}

}  // namespace

void add_detection(Mappings& m) {
  m.add("NonMaxSuppression", non_max_suppressed);
  m.add("RoiAlign", regions_aligned);
}

}  // namespace percept::onnx
