#include "percept/recipe/polarity.hpp"

#include <algorithm>
#include <numeric>

namespace percept::recipe {

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
