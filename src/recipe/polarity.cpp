#include "percept/recipe/polarity.hpp"

#include <algorithm>
#include <numeric>

namespace percept::recipe {

double border_brightness(const Tensor& images) {
  const Shape& shape = images.shape();
  std::int64_t planes = shape[0] * shape[1], height = shape[2], width = shape[3], count = 0;
  auto pixels = images.data<float>();
  double sum = 0;
  for (std::int64_t plane = 0; plane < planes; ++plane)
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x)
        if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
          sum += double(pixels[std::size_t((plane * height + y) * width + x)]);
          ++count;
        }
  return count ? sum / double(count) : 0;
}

double border_brightness(const data::Dataset& dataset) {
  constexpr std::int64_t kEnough = 500;
  std::vector<std::int64_t> indices(std::size_t(std::min(dataset.size(), kEnough)), 0);
  std::iota(indices.begin(), indices.end(), std::int64_t(0));
  std::vector<Tensor> batch = data::allocate_batch(dataset, std::int64_t(indices.size()));
  dataset.read(indices, batch);
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (dataset.fields()[i].name == "image") return border_brightness(batch[i]);
  return 0;
}

// Photographs have borders of middling brightness: only clear cases count.
bool is_inverted(double border, double training_border) {
  return (training_border < 0.25 && border > 0.6) || (training_border > 0.75 && border < 0.4);
}

}  // namespace percept::recipe
