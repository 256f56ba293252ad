#include "warp.hpp"

#include <algorithm>
#include <cmath>

#include "gaussian.hpp"

namespace percept::data::augment {
namespace {

// Which pixel of n stands at position i, which may lie beyond the border; -1: none, it is black.
std::int64_t pixel_at(std::int64_t i, std::int64_t n, Fill fill) {
  if (i >= 0 && i < n) return i;
  if (fill == Fill::zeros) return -1;
  if (fill == Fill::replicate || n == 1) return i < 0 ? 0 : n - 1;
  std::int64_t period = 2 * (n - 1);
  i = ((i % period) + period) % period;
  return i < n ? i : period - i;
}

// The two pixels beside a coordinate, with their weights.
struct Neighbours {
  std::int32_t at[2];
  float weight[2];
};

Neighbours neighbours(float x, std::int64_t n, Fill fill) {
  auto low = std::int32_t(x);
  low -= x < float(low);
  float share = x - float(low);
  Neighbours found{{low, low + 1}, {1 - share, share}};
  if (low >= 0 && low + 1 < n) return found;
  for (int k = 0; k < 2; ++k) {
    found.at[k] = std::int32_t(pixel_at(found.at[k], n, fill));
    if (found.at[k] < 0) found.at[k] = 0, found.weight[k] = 0;
  }
  return found;
}

// The map between pixels counted from the first one, along one axis: x -> sign x + offset.
struct Grid {
  std::int64_t sign, offset;
};

std::optional<Grid> on_grid(double scale, double offset, std::int64_t n) {
  double from_first = offset + double(n - 1) / 2 * (1 - scale);
  if (std::abs(scale) != 1 || from_first != std::floor(from_first) || std::abs(from_first) > 1e6) return {};
  return Grid{std::int64_t(scale), std::int64_t(from_first)};
}

void move_pixels(const Picture& to, const float* from, const Grid& x, const Grid& y, Fill fill) {
  constexpr std::int64_t kPiece = 256;  // columns are found for so many at once
  std::int64_t columns[kPiece];
  for (std::int64_t begin = 0; begin < to.width; begin += kPiece) {
    std::int64_t count = std::min(kPiece, to.width - begin);
    for (std::int64_t i = 0; i < count; ++i)
      columns[i] = pixel_at(x.sign * (begin + i) + x.offset, to.width, fill);
    for (std::int64_t row = 0; row < to.channels * to.height; ++row) {
      std::int64_t source = pixel_at(y.sign * (row % to.height) + y.offset, to.height, fill);
      const float* line = from + (row / to.height * to.height + source) * to.width;
      float* out = to.values + row * to.width + begin;
      if (source < 0)
        std::fill_n(out, count, 0.0f);
      else
        for (std::int64_t i = 0; i < count; ++i) out[i] = columns[i] < 0 ? 0.0f : line[columns[i]];
    }
  }
}

// Where along one axis the pixels of a row of the result come from: the map's row (by_x, by_y, offset), and
// the displacement. Counted from the first pixel.
void find_sources(std::span<float> sources, double by_x, double by_y, double offset, double y, double middle,
                  const float* right, const float* down) {
  constexpr float kFar = 1e6f;  // further than any image reaches
  double first = by_y * y + offset + middle, middle_x = double(sources.size() - 1) / 2;
  for (std::size_t x = 0; x < sources.size(); ++x) sources[x] = float(by_x * (double(x) - middle_x) + first);
  if (right)
    for (std::size_t x = 0; x < sources.size(); ++x)
      sources[x] += float(by_x) * right[x] + float(by_y) * down[x];
  for (float& source : sources) source = std::clamp(source, -kFar, kFar);
}

// A row at a time: first where its pixels come from, then their values, channel by channel.
void interpolate(const Picture& to, const float* from, const Affine& map, const float* displacement,
                 Fill fill, Workspace& workspace) {
  std::int64_t pixels = to.pixels();
  auto width = std::size_t(to.width);
  workspace.padded.resize(2 * width);
  std::span<float> columns(workspace.padded.data(), width), rows(columns.data() + width, width);
  std::vector<Corners>& corners = workspace.corners;
  corners.resize(width);
  double middle_x = double(to.width - 1) / 2, middle_y = double(to.height - 1) / 2;
  for (std::int64_t y = 0; y < to.height; ++y) {
    const float* right = displacement ? displacement + y * to.width : nullptr;
    const float* down = displacement ? right + pixels : nullptr;
    double from_middle = double(y) - middle_y;
    find_sources(columns, map.xx, map.xy, map.x0, from_middle, middle_x, right, down);
    find_sources(rows, map.yx, map.yy, map.y0, from_middle, middle_y, right, down);
    for (std::size_t x = 0; x < width; ++x) {
      Neighbours h = neighbours(columns[x], to.width, fill), v = neighbours(rows[x], to.height, fill);
      for (int k = 0; k < 4; ++k) {
        corners[x].at[k] = v.at[k / 2] * std::int32_t(to.width) + h.at[k % 2];
        corners[x].weight[k] = v.weight[k / 2] * h.weight[k % 2];
      }
    }
    for (std::int64_t c = 0; c < to.channels; ++c) {
      const float* plane = from + c * pixels;
      float* out = to.plane(c) + y * to.width;
      for (std::size_t x = 0; x < width; ++x) {
        const auto& [at, weight] = corners[x];
        out[x] = (weight[0] * plane[at[0]] + weight[1] * plane[at[1]]) +
                 (weight[2] * plane[at[2]] + weight[3] * plane[at[3]]);
      }
    }
  }
}

bool is_identity(const Affine& map) {
  return map.xx == 1 && map.xy == 0 && map.x0 == 0 && map.yx == 0 && map.yy == 1 && map.y0 == 0;
}

}  // namespace

Affine Affine::of(const Affine& inner) const {
  return {xx * inner.xx + xy * inner.yx, xx * inner.xy + xy * inner.yy, xx * inner.x0 + xy * inner.y0 + x0,
          yx * inner.xx + yy * inner.yx, yx * inner.xy + yy * inner.yy, yx * inner.x0 + yy * inner.y0 + y0};
}

void resample(const Picture& picture, const Affine& from, const float* displacement, Fill fill,
              Workspace& workspace) {
  if (is_identity(from) && !displacement) return;
  workspace.copy.assign(picture.values, picture.values + picture.size());
  if (from.xy == 0 && from.yx == 0 && !displacement) {
    std::optional<Grid> x = on_grid(from.xx, from.x0, picture.width);
    std::optional<Grid> y = on_grid(from.yy, from.y0, picture.height);
    if (x && y) return move_pixels(picture, workspace.copy.data(), *x, *y, fill);
  }
  interpolate(picture, workspace.copy.data(), from, displacement, fill, workspace);
}

void draw_displacement(Draws& draws, double alpha, std::span<const float> kernel, const Extent& size,
                       Workspace& workspace) {
  std::int64_t pixels = size.height * size.width;
  workspace.field.resize(std::size_t(2 * pixels));
  fill_uniform(draws.key(), workspace.field);
  for (float* plane : {workspace.field.data(), workspace.field.data() + pixels})
    smooth(plane, size.height, size.width, kernel, Border::zeros, workspace.padded);
  for (float& value : workspace.field) value *= float(alpha);
}

bool Warp::takes(std::optional<Fill> fill) const { return !elastic_ && (!fill || !fill_ || *fill == *fill_); }

void Warp::add(std::size_t word, std::optional<Fill> fill, double probability, Move move) {
  if (fill) fill_ = fill;
  parts_.push_back({word, probability, std::move(move)});
}

void Warp::add_elastic(std::size_t word, Fill fill, double probability, double alpha, double sigma) {
  fill_ = fill;
  elastic_ = Elastic{word, probability, alpha, {}};
  gaussian(sigma, elastic_->kernel);
}

void Warp::apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const {
  Extent size{picture.height, picture.width};
  Affine from;
  for (const Part& part : parts_) {
    Draws draws = occasion.draws(part.word);
    if (draws.happens(part.probability)) from = from.of(part.move(draws, size, occasion.epoch));
  }
  const float* displacement = nullptr;
  if (elastic_) {
    Draws draws = occasion.draws(elastic_->word);
    if (draws.happens(elastic_->probability)) {
      draw_displacement(draws, elastic_->alpha, elastic_->kernel, size, workspace);
      displacement = workspace.field.data();
    }
  }
  resample(picture, from, displacement, fill_.value_or(Fill::zeros), workspace);
}

}  // namespace percept::data::augment
