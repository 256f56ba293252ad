#include "gaussian.hpp"

#include <algorithm>
#include <cmath>

namespace percept::data::augment {
namespace {

// out_i = sum_k kernel_k in_(i + k step), i < count. The kernel is symmetric: each weight is multiplied once.
void correlate(const float* in, std::span<const float> kernel, std::int64_t step, float* out,
               std::int64_t count) {
  std::int64_t last = std::int64_t(kernel.size()) - 1, middle = last / 2;
  const float* centre = in + middle * step;
  float weight = kernel[std::size_t(middle)];
  for (std::int64_t i = 0; i < count; ++i) out[i] = weight * centre[i];
  for (std::int64_t k = 0; k < middle; ++k) {
    const float *low = in + k * step, *high = in + (last - k) * step;
    weight = kernel[std::size_t(k)];
    for (std::int64_t i = 0; i < count; ++i) out[i] += weight * (low[i] + high[i]);
  }
}

}  // namespace

void gaussian(double sigma, std::vector<float>& kernel) {
  auto radius = std::int64_t(std::ceil(3 * sigma));
  kernel.resize(std::size_t(2 * radius + 1));
  double sum = 0;
  auto weight = [&](std::int64_t k) { return std::exp(-0.5 * double(k * k) / (sigma * sigma)); };
  for (std::int64_t k = -radius; k <= radius; ++k) sum += weight(k);
  for (std::int64_t k = -radius; k <= radius; ++k) kernel[std::size_t(k + radius)] = float(weight(k) / sum);
}

void smooth(float* plane, std::int64_t height, std::int64_t width, std::span<const float> kernel,
            Border border, std::vector<float>& padded) {
  std::int64_t radius = std::int64_t(kernel.size()) / 2;
  padded.resize(std::size_t(std::max(width + 2 * radius, (height + 2 * radius) * width)));
  float *row = padded.data(), *inside = row + radius;
  bool zeros = border == Border::zeros;
  for (std::int64_t y = 0; y < height; ++y) {
    float* here = plane + y * width;
    std::copy_n(here, width, inside);
    std::fill_n(row, radius, zeros ? 0 : here[0]);
    std::fill_n(inside + width, radius, zeros ? 0 : here[width - 1]);
    correlate(row, kernel, 1, here, width);
  }
  float* top = padded.data();
  for (std::int64_t y = -radius; y < height + radius; ++y, top += width) {
    bool outside = y < 0 || y >= height;
    if (outside && zeros)
      std::fill_n(top, width, 0.0f);
    else
      std::copy_n(plane + std::clamp<std::int64_t>(y, 0, height - 1) * width, width, top);
  }
  correlate(padded.data(), kernel, width, plane, height * width);
}

}  // namespace percept::data::augment
