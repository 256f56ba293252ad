// A data set that one layer learns in a moment: stripes that lie or stand, 4x4.
#pragma once

#include "percept/base/random.hpp"
#include "percept/data/dataset.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/train/trainer.hpp"

namespace percept {

inline data::DatasetPtr stripes(std::int64_t count, std::uint64_t seed = 1) {
  data::Examples examples{Tensor(DType::u8, {count, 1, 4, 4}), Tensor(DType::i64, {count})};
  RandomSequence random(RandomStream(seed, "stripes"));
  for (std::int64_t i = 0; i < count; ++i) {
    bool stands = i % 2;
    std::uint32_t at = random.below(4);
    examples.labels.set(i, stands);
    for (std::uint32_t p = 0; p < 16; ++p)
      examples.images.set(i * 16 + p,
                          (stands ? p % 4 : p / 4) == at ? 200 + random.below(50) : random.below(50));
  }
  return data::in_memory("stripes", std::move(examples), {"lies", "stands"});
}

inline train::Net stripes_net() {
  auto net = std::make_shared<nn::Sequential>(nn::Flatten(), nn::Linear({.out = 16}), nn::Relu(),
                                              nn::Linear({.out = 2}));
  return [net](Value images) { return (*net)(images); };
}

inline train::TrainerConfig stripes_config(double lr = 0.1) {
  train::TrainerConfig config;
  config.batch = 10;
  config.epochs = 3;
  config.lr = lr;
  config.loss = [](Value logits, Value labels) { return nn::cross_entropy(logits, labels); };
  config.minimize = [](Value loss) { optim::Sgd({.momentum = 0.9}).minimize(loss); };
  return config;
}

}  // namespace percept
