// Penalties on weights as terms of the loss.
#include <gtest/gtest.h>

#include "optim/layer.hpp"
#include "percept/nn/penalty.hpp"
#include "percept/optim/sgd.hpp"

namespace percept::optim {
namespace {

TEST(Penalty, OfSquaresIsWeightDecay) {
  ParameterStore decayed, penalised;
  Program decay(decayed,
                [](Graph& graph) { Sgd({.lr = 0.1, .weight_decay = 0.2}).minimize(layer_loss(graph)); });
  Program penalty(penalised, [](Graph& graph) {
    Value loss = layer_loss(graph);
    Sgd({.lr = 0.1}).minimize(loss + 0.2 * nn::l2_penalty(graph.trainable()));
  });
  for (int step = 0; step < 5; ++step) {
    decay.run({});
    penalty.run({});
  }
  std::vector<double> a = numbers_of(decayed), b = numbers_of(penalised);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-6);
}

TEST(Penalty, OfSizesIsTheirSum) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    layer_loss(graph);
    graph.fetch("l1", nn::l1_penalty(graph.trainable()));
    graph.fetch("l2", nn::l2_penalty(graph.trainable()));
  });
  const Fetches& fetched = program.run({});
  double l1 = 0, l2 = 0;
  for (double p : numbers_of(store)) {
    l1 += std::abs(p);
    l2 += p * p / 2;
  }
  EXPECT_NEAR(fetched.number("l1"), l1, 1e-5);
  EXPECT_NEAR(fetched.number("l2"), l2, 1e-5);
}

}  // namespace
}  // namespace percept::optim
