// Eight hidden layers of 128 with one activation each (Clevert et al. 2016, section 4.1): exponential units
// learn fastest and keep activations nearest to zero, and sigmoids hardly learn at all, for the gradient
// shrinks from layer to layer (Glorot & Bengio 2010). Learning rate 0.01, batches of 64, He's initial
// weights, as in the paper; on digits, or MNIST where $PERCEPT_DATA has it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "percept/autograd/differentiate.hpp"
#include "percept/data/loader.hpp"
#include "percept/data/spec.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/program.hpp"

namespace percept {
namespace {

constexpr int kLayers = 8;

struct Learnt {
  double first_loss = 0, loss = 0;  // of the first hundred steps, and of the last hundred
  double gradient_ratio = 0;        // first layer's gradient over the last one's, before any step
  double mean_activation = 0;  // median over the hidden layers of |mean over batch and units|, at the end
};

double length(const Tensor& x) {
  double sum = 0;
  for (std::int64_t i = 0; i < x.size(); ++i) sum += x.at(i) * x.at(i);
  return std::sqrt(sum);
}

// Normal with variance 2 / fan in (He et al. 2015); biases zero.
void initialize(ParameterStore& store) {
  for (const auto& [path, entry] : store.entries()) {
    Tensor values(DType::f32, entry.value.shape());
    bool weight = path.ends_with("weight");
    RandomStream random(1, path);
    for (std::int64_t i = 0; i < values.size(); ++i)
      values.set(
          i,
          weight ? std::sqrt(2.0 / double(values.shape()[-1])) * double(random.normal(std::uint64_t(i))) : 0);
    store.set(path, values);
  }
}

Learnt learn(const data::DatasetPtr& images, int epochs, Value (*activation)(Value)) {
  ParameterStore store;
  Program program(store, [&](Graph& graph) {
    Value x = flatten(graph.feed("image")), label = graph.feed("label");
    std::vector<Value> weights;
    for (int layer = 0; layer <= kLayers; ++layer) {
      nn::Linear linear({.out = layer < kLayers ? 128 : 10});
      linear.set_name(std::to_string(layer));
      x = linear(x);
      if (layer == kLayers) break;
      x = activation(x);
      graph.fetch("activation" + std::to_string(layer), reduce_mean(x));
    }
    Value loss = nn::cross_entropy(x, label);
    std::vector<Value> parameters = graph.trainable(), gradients = differentiate(loss, parameters);
    graph.fetch("first", gradients[1]);  // of the biases: what reaches the units, whatever their inputs
    graph.fetch("last", gradients.back());
    optim::Sgd({.lr = 0.01}).update(parameters, gradients);
    graph.fetch("loss", loss);
  });
  data::Loader loader(
      images,
      {.batch = 64, .shuffle = true, .seed = 1, .normalization = data::compute_normalization(*images)});
  Learnt result;
  std::vector<double> losses;
  for (int epoch = 1; epoch <= epochs; ++epoch)
    for (const data::Batch& batch : loader.epoch(epoch)) {
      if (batch.size < 64) continue;
      Feeds feeds{{"image", batch["image"]}, {"label", batch["label"]}};
      if (losses.empty()) {
        program.plan(feeds);
        initialize(store);
      }
      const Fetches& out = program.run(feeds);
      if (losses.empty()) result.gradient_ratio = length(out["first"]) / length(out["last"]);
      losses.push_back(out.number("loss"));
      std::vector<double> means;
      for (int layer = 0; layer < kLayers; ++layer)
        means.push_back(std::abs(out.number("activation" + std::to_string(layer))));
      std::nth_element(means.begin(), means.begin() + kLayers / 2, means.end());
      result.mean_activation = means[kLayers / 2];
    }
  for (std::size_t i = 0; i < 100; ++i) {
    result.first_loss += losses[i] / 100;
    result.loss += losses[losses.size() - 1 - i] / 100;
  }
  std::printf("  loss %.3f to %.3f, gradient of the first layer %.2g of the last's, mean activation %.3f\n",
              result.first_loss, result.loss, result.gradient_ratio, result.mean_activation);
  return result;
}

TEST(DeepActivations, StandInTheirOrder) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "takes longer than ten minutes with ThreadSanitizer";
#endif
  const char* folder = std::getenv("PERCEPT_DATA");
  bool real = folder && std::filesystem::exists(std::string(folder) + "/mnist");
  data::DatasetPtr images = data::open(real ? "mnist" : "digits").value();
  int epochs = int(std::max<std::int64_t>(1, 60000 / images->size()));
  Learnt elu = learn(images, epochs, [](Value x) { return percept::elu(x); }),
         leaky = learn(images, epochs, [](Value x) { return leaky_relu(x, {.slope = 0.1}); }),
         relu = learn(images, epochs, [](Value x) { return percept::relu(x); }),
         sigmoid = learn(images, epochs, [](Value x) { return percept::sigmoid(x); });
  EXPECT_LT(elu.loss, leaky.loss);
  EXPECT_LT(leaky.loss, relu.loss);
  EXPECT_LT(elu.mean_activation, leaky.mean_activation);
  EXPECT_LT(leaky.mean_activation, relu.mean_activation);
  EXPECT_LT(sigmoid.gradient_ratio, 2e-4) << "each layer lets at most a quarter through";
  EXPECT_GT(relu.gradient_ratio, 0.1);
  EXPECT_NEAR(sigmoid.loss, std::log(10.0), 0.05) << "after an epoch it knows no more than at the start";
}

}  // namespace
}  // namespace percept
