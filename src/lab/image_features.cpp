#include "percept/lab/image_features.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percept::lab {
namespace {

constexpr double kEpsilon = 1e-10;  // beside the squares of a block, so that an empty one stays zero
constexpr std::int64_t kMostCells = 16;

/// One picture, its edge repeated outside.
struct Plane {
  const float* pixels;
  std::int64_t height, width;
  double operator()(std::int64_t i, std::int64_t j) const {
    i = std::clamp<std::int64_t>(i, 0, height - 1);
    j = std::clamp<std::int64_t>(j, 0, width - 1);
    return double(pixels[i * width + j]);
  }
};

Plane plane_of(const Tensor& images, std::int64_t n) {
  std::int64_t height = images.shape()[2], width = images.shape()[3];
  return {images.data<float>().data() + n * height * width, height, width};
}

// One pixel's vote: its gradient's length, shared between the two orientations that it lies between.
void vote(const Plane& x, std::int64_t i, std::int64_t j, std::int64_t bins, double* histogram) {
  double dx = x(i, j + 1) - x(i, j - 1), dy = x(i + 1, j) - x(i - 1, j);
  double angle = std::atan2(dy, dx) / std::numbers::pi;  // half turns
  double place = (angle - std::floor(angle)) * double(bins) - 0.5;
  double below = std::floor(place), share = place - below;
  std::int64_t first = (std::int64_t(below) + bins) % bins;
  histogram[first] += (1 - share) * std::hypot(dx, dy);
  histogram[(first + 1) % bins] += share * std::hypot(dx, dy);
}

void normalise(float* block, std::int64_t size) {
  double square = kEpsilon;
  for (std::int64_t i = 0; i < size; ++i) square += double(block[i]) * double(block[i]);
  for (std::int64_t i = 0; i < size; ++i) block[i] = float(double(block[i]) / std::sqrt(square));
}

}  // namespace

Tensor grey_images(const Tensor& images) {
  const Shape& s = images.shape();
  std::int64_t channels = s[1], pixels = s[2] * s[3];
  Tensor grey(DType::f32, {s[0], 1, s[2], s[3]});
  const float* from = images.data<float>().data();
  float* to = grey.data<float>().data();
  for (std::int64_t n = 0; n < s[0]; ++n, from += channels * pixels)
    for (std::int64_t p = 0; p < pixels; ++p) {
      double sum = 0;
      for (std::int64_t c = 0; c < channels; ++c) {
        double weight = channels == 3 ? (c == 0 ? 0.299 : c == 1 ? 0.587 : 0.114) : 1 / double(channels);
        sum += weight * double(from[c * pixels + p]);
      }
      *to++ = float(sum);
    }
  return grey;
}

Tensor edge_magnitude(const Tensor& images) {
  Tensor edges(DType::f32, images.shape());
  float* to = edges.data<float>().data();
  for (std::int64_t n = 0; n < images.shape()[0]; ++n) {
    Plane x = plane_of(images, n);
    for (std::int64_t i = 0; i < x.height; ++i)
      for (std::int64_t j = 0; j < x.width; ++j) {
        double gx = 0, gy = 0;
        for (std::int64_t k : {-1, 0, 1}) {
          double smooth = k == 0 ? 2 : 1;
          gx += smooth * (x(i + k, j + 1) - x(i + k, j - 1));
          gy += smooth * (x(i + 1, j + k) - x(i - 1, j + k));
        }
        *to++ = float(std::hypot(gx, gy));
      }
  }
  return edges;
}

Tensor edge_features(const Tensor& images) {
  Tensor edges = edge_magnitude(images);
  const Shape& s = edges.shape();
  std::int64_t rows = s[2] / 2, columns = s[3] / 2;
  Tensor features(DType::f32, {s[0], rows * columns});
  float* to = features.data<float>().data();
  for (std::int64_t n = 0; n < s[0]; ++n) {
    Plane e = plane_of(edges, n);
    for (std::int64_t i = 0; i < 2 * rows; i += 2)
      for (std::int64_t j = 0; j < 2 * columns; j += 2)
        *to++ = float((e(i, j) + e(i, j + 1) + e(i + 1, j) + e(i + 1, j + 1)) / 4);
  }
  return features;
}

HogOptions hog_for(std::int64_t height, std::int64_t width) {
  return {.cell = std::max<std::int64_t>(4, (std::max(height, width) + kMostCells - 1) / kMostCells)};
}

Tensor orientation_histograms(const Tensor& images, const HogOptions& options) {
  const Shape& s = images.shape();
  std::int64_t cell = options.cell, bins = options.orientations, rows = s[2] / cell, columns = s[3] / cell;
  Tensor histograms(DType::f32, {s[0], rows, columns, bins});
  float* to = histograms.data<float>().data();
  std::vector<double> histogram;
  for (std::int64_t n = 0; n < s[0]; ++n) {
    Plane x = plane_of(images, n);
    for (std::int64_t row = 0; row < rows; ++row)
      for (std::int64_t column = 0; column < columns; ++column) {
        histogram.assign(std::size_t(bins), 0.0);
        for (std::int64_t p = 0; p < cell * cell; ++p)
          vote(x, row * cell + p / cell, column * cell + p % cell, bins, histogram.data());
        to = std::copy(histogram.begin(), histogram.end(), to);
      }
  }
  return histograms;
}

Tensor hog_features(const Tensor& images, const HogOptions& options) {
  Tensor histograms = orientation_histograms(images, options);
  const Shape& s = histograms.shape();
  std::int64_t side = options.block, rows = s[1] - side + 1, columns = s[2] - side + 1, bins = s[3];
  std::int64_t size = side * side * bins;
  Tensor features(DType::f32,
                  {s[0], std::max<std::int64_t>(rows, 0) * std::max<std::int64_t>(columns, 0) * size});
  const float* from = histograms.data<float>().data();
  float* block = features.data<float>().data();
  for (std::int64_t n = 0; n < s[0]; ++n, from += s[1] * s[2] * bins)
    for (std::int64_t row = 0; row < rows; ++row)
      for (std::int64_t column = 0; column < columns; ++column, block += size) {
        for (std::int64_t k = 0; k < side; ++k)  // a row of the block's cells lies in one piece
          std::copy_n(from + ((row + k) * s[2] + column) * bins, side * bins, block + k * side * bins);
        normalise(block, size);
        if (options.clip <= 0) continue;
        for (std::int64_t i = 0; i < size; ++i) block[i] = std::min(block[i], float(options.clip));
        normalise(block, size);
      }
  return features;
}

}  // namespace percept::lab
