// The zoo is the built-in recipes: each has the published number of parameters, and learns.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "percept/data/generated.hpp"
#include "percept/ops/random.hpp"
#include "percept/recipe/network.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/runtime/program.hpp"
#include "recipe/trainings.hpp"
#include "recipe/zoo.hpp"

namespace percept::recipe {
namespace {

class Zoo : public testing::TestWithParam<Known> {};

TEST_P(Zoo, HasThePublishedNumberOfParameters) {
  const Known& known = GetParam();
  Recipe recipe = load_recipe(known.name).value();
  train::Net net = make_net(recipe, known.classes);
  EXPECT_EQ(summarize(recipe, net, known.input).parameters, known.parameters);
  Graph graph;
  trace_one_image(graph, net, known.input);
  std::int64_t state = 0;
  for (Value p : graph.parameters())
    if (!graph.parameter_of(p).trainable && p.name() != kRandomCounter) state += p.shape().elements();
  EXPECT_EQ(state, known.state);
}

// A few steps on the same few examples, of the recipe's own kind and with its own optimiser, bring its loss
// down: in training where there is batch norm, whose running statistics come later; elsewhere without the
// chance of dropout.
TEST_P(Zoo, Learns) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "takes longer than ten minutes with ThreadSanitizer";
#endif
  const Known& known = GetParam();
  Recipe recipe = load_recipe(known.name, {"train.optimizer.lr=0.01"}).value();
  constexpr std::int64_t kExamples = 12;
  data::Examples examples = recipe.data.source == "shapes" ? data::generate_shapes(kExamples, 1)
                                                           : data::generate_digits(kExamples, 1);
  Tensor images = examples.images.to(DType::f32);
  for (float& pixel : images.data<float>()) pixel = pixel / 128 - 1;
  for (std::int64_t& label : examples.labels.data<std::int64_t>()) label %= known.classes;
  Feeds feeds = {{"image", images}, {"label", examples.labels}};

  train::Net net = make_net(recipe, known.classes);
  auto loss_of_net = [&](Graph& graph) {
    Value loss = loss_of(recipe)(net(graph.feed("image")), graph.feed("label"));
    graph.fetch("loss", loss);
    return loss;
  };
  ParameterStore store;
  OptimizerFields optimizer = recipe.train.optimizer;
  Program step(store, [&](Graph& graph) {
    optim::make_optimizer(optimizer.config)->minimize(loss_of_net(graph), optimizer.around);
  });
  Program evaluate = Program::inference(store, [&](Graph& graph) { loss_of_net(graph); });
  step.plan(feeds);
  auto loss_now = [&] { return (known.state ? step : evaluate).run(feeds)["loss"].item(); };
  double before = loss_now();
  for (int i = 0; i < 12; ++i) step.run(feeds);
  EXPECT_LT(loss_now(), before);
}

INSTANTIATE_TEST_SUITE_P(Builtin, Zoo, testing::ValuesIn(kZoo), [](const auto& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Zoo, HasEveryBuiltinRecipe) {
  std::vector<std::string> known = {"knn",
                                    "mark1",
                                    "nearest-mean",
                                    "perceptron",
                                    "polynomial",
                                    "linear-regression",  // no gradient trains these
                                    "segments",
                                    "segments-skip"};  // and these learn numbers
  for (const Known& model : kZoo) known.emplace_back(model.name);
  std::vector<std::string> builtin = builtin_recipes();
  std::sort(known.begin(), known.end());
  std::sort(builtin.begin(), builtin.end());
  EXPECT_EQ(builtin, known);
}

TEST(Zoo, ExperimentsAreRecipesToo) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PERCEPT_SOURCE_DIR "/examples/experiments")) {
    if (entry.path().extension() != ".toml") continue;
    Recipe recipe = load_recipe(entry.path().string()).value();
    EXPECT_EQ(recipe.name, entry.path().stem().string());
    Graph graph;
    EXPECT_EQ(trace_one_image(graph, make_net(recipe, 10), Shape(recipe.model.input)).shape(),
              (Shape{1, 10}));
    ++count;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace percept::recipe
