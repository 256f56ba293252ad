// The three networks that the tests of the runtime train.
#pragma once

#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/feeds.hpp"

namespace percept::proof {

/// 784-64-32-10 with ReLU.
inline nn::Sequential mlp() {
  return nn::Sequential(nn::Flatten(), nn::Linear({.in = 784, .out = 64}), nn::Relu(),
                        nn::Linear({.in = 64, .out = 32}), nn::Relu(), nn::Linear({.in = 32, .out = 10}));
}

/// LeNet-5 with ReLU and max pooling: 61,706 parameters.
inline nn::Sequential lenet() {
  return nn::Sequential(nn::Conv2d({.in = 1, .out = 6, .kernel = 5, .padding = 2}), nn::Relu(),
                        nn::MaxPool2d(), nn::Conv2d({.in = 6, .out = 16, .kernel = 5}), nn::Relu(),
                        nn::MaxPool2d(), nn::Flatten(), nn::Linear({.in = 400, .out = 120}), nn::Relu(),
                        nn::Linear({.in = 120, .out = 84}), nn::Relu(), nn::Linear({.in = 84, .out = 10}));
}

/// Reads an image row by row, and gives what its LSTM says after the last row.
class RowReader final : public nn::Module {
 public:
  explicit RowReader(std::int64_t hidden)
      : Module(Location::current()), lstm_({.in = 28, .hidden = hidden, .batch_first = true}) {
    lstm_.set_name("lstm");
  }
  std::string_view kind() const override { return "row_reader"; }

 protected:
  Value forward(Value x) const override {
    Value output = lstm_(reshape(x, {x.shape()[0], 28, 28}));
    return squeeze(slice(output, {.axis = 1, .begin = 27}), 1);
  }

 private:
  nn::Lstm lstm_;
};
/// An LSTM of 16 units over the rows of an image.
inline nn::Sequential row_lstm() { return nn::Sequential(RowReader(16), nn::Linear({.in = 16, .out = 10})); }

/// A training step: feeds "image" and "label", fetch "loss", and the optimiser's assigns.
inline auto training(nn::Sequential network, optim::SgdConfig config = {.lr = 0.1, .momentum = 0.9}) {
  return [network, config](Graph& graph) {
    Value loss = nn::cross_entropy(network(graph.feed("image")), graph.feed("label"));
    graph.fetch("loss", loss);
    optim::Sgd(config).minimize(loss);
  };
}

/// Fetch "scores" of the feed "image".
inline auto prediction(nn::Sequential network) {
  return [network](Graph& graph) { graph.fetch("scores", network(graph.feed("image"))); };
}

/// Numbers in [0, 1), 24 bits each, that depend on the name and their index alone: as in
/// tools/goldens/trajectories.py.
inline double formula_uniform(std::string_view name, std::uint32_t i) {
  std::uint32_t x = i * 0x9E3779B1u + std::uint32_t(hash_of(name));
  x = (x ^ x >> 16) * 0x7FEB352Du;
  x = (x ^ x >> 15) * 0x846CA68Bu;
  x ^= x >> 16;
  return double(x >> 8) / 16777216.0;
}

inline Feeds formula_batch(std::int64_t size, int step) {
  Tensor images(DType::f32, {size, 1, 28, 28}), labels(DType::i64, {size});
  std::string number = std::to_string(step % 2);  // two batches in turn, so that there is something to learn
  for (std::int64_t i = 0; i < images.size(); ++i)
    images.set(i, formula_uniform("images " + number, std::uint32_t(i)));
  for (std::int64_t i = 0; i < size; ++i)
    labels.set(i, double(int(formula_uniform("labels " + number, std::uint32_t(i)) * 10)));
  return {{"image", images}, {"label", labels}};
}

}  // namespace percept::proof
