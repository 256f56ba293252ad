// What examples/experiments show on MNIST, small and on digits: docs/figures.md has the figures of the whole.
#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/lab/run_review.hpp"
#include "percept/recipe/inspection.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

constexpr const char* kFolder = PERCEPT_SOURCE_DIR "/examples/experiments/";

Recipe experiment(const std::string& name, const std::vector<std::string>& overrides) {
  return load_recipe(kFolder + name + ".toml", overrides).value();
}

// The eight layers with another activation.
Recipe deep(const std::string& activation, const std::vector<std::string>& overrides) {
  Recipe recipe = experiment("eight-layers", overrides);
  for (LayerFields& layer : recipe.model.layers)
    if (layer.op == "elu") layer.op = activation;
  return recipe;
}

NetReview reviewed(Model model) {
  data::DatasetPtr images = open_data(model.recipe).train;
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < 500; ++i) indices.push_back(i);
  return Inspector(std::move(model)).review(*images, indices);
}

// The gradient of the first layer's parameters over that of the last one's.
double gradient_ratio(const NetReview& review) {
  double first = 0, last = 0;
  for (const lab::ReviewedLayer& layer : lab::layer_rows(review)) {
    if (!layer.gradient) continue;
    if (first == 0) first = *layer.gradient;
    last = *layer.gradient;
  }
  return first / last;
}

// A sigmoid's slope is a quarter at most: with initial weights that keep a layer's variance eight of them let
// less than a ten-thousandth through. He's weights, twice as large in variance, win back sqrt(2) a layer.
TEST(EightLayers, OfSigmoidsTheGradientVanishes) {
  EXPECT_LT(gradient_ratio(reviewed(initial_model(deep("sigmoid", {})))), 1e-3);
  Recipe narrow = deep("sigmoid", {});
  for (LayerFields& layer : narrow.model.layers)
    if (layer.op == "linear 128 init=kaiming_normal bias_init=zeros")
      layer.op = "linear 128 init=lecun_normal bias_init=zeros";
  EXPECT_LT(gradient_ratio(reviewed(initial_model(narrow))), 1e-4);
  for (const char* activation : {"relu", "leaky_relu slope=0.1", "elu"})
    EXPECT_GT(gradient_ratio(reviewed(initial_model(deep(activation, {})))), 0.1) << activation;
  TemporaryFolder folder;
  TrainResult result = train_recipe(deep("sigmoid", {"train.epochs=1"}), {.runs = folder.path()});
  EXPECT_NEAR(result.outcome.train_loss, std::log(10.0), 0.05);
  EXPECT_NEAR(result.outcome.last->loss, std::log(10.0), 0.05);
}

TEST(EightLayers, StandInTheirOrder) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "takes longer than ten minutes with ThreadSanitizer";
#endif
  TemporaryFolder folder;
  std::vector<double> losses;
  std::vector<std::vector<double>> means;  // of the hidden layers
  for (const char* activation : {"elu", "leaky_relu slope=0.1", "relu"}) {
    TrainResult result = train_recipe(deep(activation, {"train.epochs=3"}), {.runs = folder.path()});
    losses.push_back(result.outcome.train_loss);
    std::vector<double>& of_net = means.emplace_back();
    for (const LayerReview& layer : reviewed(open_checkpoint(result.start.run)).layers)
      if (layer.op == activation) of_net.push_back(std::abs(layer.mean));
  }
  EXPECT_LT(losses[0], losses[1]);
  EXPECT_LT(losses[0], losses[2]);
  ASSERT_EQ(means[0].size(), 8u);
  for (std::size_t layer = 0; layer < 8; ++layer) {
    EXPECT_LT(means[0][layer], means[1][layer]) << layer;
    EXPECT_LT(means[1][layer], means[2][layer]) << layer;
  }
}

// The same net with softmax at its end, and the two costs: the squared error's gradient is small where the
// answer is surely wrong.
TEST(Mlp, CrossEntropyLearnsBeforeTheSquaredError) {
  TemporaryFolder folder;
  auto accuracy = [&](const std::vector<std::string>& overrides) {
    std::vector<std::string> all = {"data.limit=4000", "train.epochs=3", "train.schedule.name=constant"};
    all.insert(all.end(), overrides.begin(), overrides.end());
    return train_recipe(experiment("mlp-800", all), {.runs = folder.path()}).outcome.last->accuracy;
  };
  double cross_entropy = accuracy({}),
         squared = accuracy({"train.loss=mean_squared_error",
                             R"(model.layers=["flatten", "linear 800", "relu", "linear 10", "softmax"])"});
  EXPECT_GT(cross_entropy, squared + 0.05);
}

}  // namespace
}  // namespace percept::recipe
