// Data sets that a small net learns in a moment: stripes that lie or stand, 4x4, and a line.
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
  config.loader.batch = 10;
  config.epochs = 3;
  config.loss = [](Value logits, Value labels) { return nn::cross_entropy(logits, labels); };
  config.optimizer = std::make_shared<optim::Sgd>(optim::SgdConfig{.lr = lr, .momentum = 0.9});
  return config;
}

/// Numbers to learn: y = 2 a - b + 1 from pairs of a and b in [0, 1).
class Line : public data::Dataset {
 public:
  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return 64; }
  const std::vector<data::Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    for (std::size_t row = 0; row < indices.size(); ++row) {
      RandomStream random(1, "line", std::uint64_t(indices[row]));
      double a = random.uniform(0), b = random.uniform(1);
      out[0].set(std::int64_t(row) * 2, a);
      out[0].set(std::int64_t(row) * 2 + 1, b);
      out[1].set(std::int64_t(row), 2 * a - b + 1);
    }
  }

 private:
  std::string name_ = "line";
  std::vector<data::Field> fields_ = {{"features", DType::f32, {2}}, {"target", DType::f32, {1}}};
  std::vector<std::string> classes_;
};

}  // namespace percept
