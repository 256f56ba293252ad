// Schedules, freezing and initial values as recipes name them.
#include <gtest/gtest.h>

#include "percept/recipe/network.hpp"
#include "recipe/trainings.hpp"

namespace percept::recipe {
namespace {

Recipe lenet(const std::vector<std::string>& overrides) { return load_recipe("lenet", overrides).value(); }
std::string fault(const std::vector<std::string>& overrides) {
  Result<Recipe> recipe = load_recipe("lenet", overrides);
  return recipe ? "" : recipe.problem().code();
}

double factor(const std::vector<std::string>& overrides, std::int64_t step, std::int64_t steps) {
  return trainer_config(lenet(overrides)).schedule(step, steps);
}

TEST(Schedules, OfARecipe) {
  EXPECT_EQ(factor({}, 25, 100), optim::cosine_schedule(25, 100)) << "the whole run, where nothing is said";
  EXPECT_EQ(factor({"train.schedule={name=\"step\", step_size=10, gamma=0.5}"}, 25, 100), 0.25);
  EXPECT_EQ(factor({"train.schedule={name=\"step\", unit=\"epoch\", gamma=0.5}", "train.epochs=4"}, 50, 100),
            0.25);
  EXPECT_EQ(factor({"train.schedule={name=\"multi_step\", milestones=[3, 7], gamma=0.1}"}, 5, 9), 0.1);
  EXPECT_NEAR(factor({"train.schedule={name=\"one_cycle\", pct_start=0.5}"}, 49, 100), 1, 1e-12);
  EXPECT_EQ(factor({"train.schedule.name=constant", "train.schedule.warmup_steps=10"}, 5, 100), 0.5);
  EXPECT_EQ(factor({"train.schedule.warmup_steps=20"}, 60, 100), optim::cosine_schedule(40, 80));
}

TEST(Schedules, AreWrittenAndReadAgain) {
  optim::any_alternative<optim::AnySchedule>([](auto any) {
    Recipe recipe = lenet({std::string("train.schedule.name=") + std::string(any.kName),
                           "train.schedule.warmup_steps=3", "model.freeze=[\"0\", \"3.weight\"]"});
    std::string text = format_recipe(recipe);
    Recipe again = parse_recipe(text, "again.toml").value();
    EXPECT_EQ(format_recipe(again), text);
    EXPECT_EQ(again.train.schedule.name, any.kName);
    EXPECT_EQ(again.train.schedule.warmup_steps, 3);
    EXPECT_EQ(again.model.freeze, (std::vector<std::string>{"0", "3.weight"}));
    return false;
  });
}

TEST(Schedules, FaultsAreTold) {
  EXPECT_EQ(fault({"train.schedule.name=cosinus"}), "recipe.unknown.schedule");
  EXPECT_EQ(fault({"train.schedule.gamma=0.5"}), "recipe.unknown.field") << "cosine has no gamma";
  EXPECT_EQ(fault({"train.schedule={name=\"step\", step_size=0}"}), "recipe.range");
  EXPECT_EQ(fault({"train.schedule={name=\"one_cycle\", div_factor=0}"}), "recipe.range");
  EXPECT_EQ(fault({"train.schedule={name=\"one_cycle\", anneal=\"line\"}"}), "recipe.range");
  EXPECT_EQ(fault({"train.schedule={name=\"multi_step\", milestones=[-1]}"}), "recipe.range");
  EXPECT_EQ(fault({"train.schedule.unit=minute"}), "recipe.range");
}

TEST(Schedules, APlateauOfARecipe) {
  std::vector<std::string> overrides = {"train.schedule.name=plateau", "train.schedule.patience=2",
                                        "train.schedule.maximize=true", "train.schedule.warmup_steps=4"};
  train::TrainerConfig config = trainer_config(lenet(overrides));
  ASSERT_TRUE(config.plateau);
  EXPECT_EQ(config.plateau->patience, 2);
  EXPECT_TRUE(config.plateau->maximize);
  EXPECT_EQ(config.plateau->factor, 0.1);
  EXPECT_EQ(config.schedule(2, 100), 0.5) << "the warm-up";
  EXPECT_EQ(config.schedule(50, 100), 1);
  EXPECT_FALSE(trainer_config(lenet({})).plateau);
  std::string text = format_recipe(lenet(overrides));
  EXPECT_NE(text.find("patience = 2"), text.npos) << text;
  EXPECT_EQ(format_recipe(parse_recipe(text, "again.toml").value()), text);
  EXPECT_EQ(fault({"train.schedule.name=plateau", "train.schedule.unit=epoch"}), "recipe.unknown.field");
  EXPECT_EQ(fault({"train.schedule.name=plateau", "train.schedule.gamma=0.5"}), "recipe.unknown.field");
  EXPECT_EQ(fault({"train.schedule.name=plateau", "train.schedule.patience=-1"}), "recipe.range");
  EXPECT_EQ(fault({"train.schedule.patience=2"}), "recipe.unknown.field") << "cosine has no patience";
}

// How parameters begin, as a net of a recipe's layers makes them.
std::map<std::string, Tensor> beginning(const std::string& layers) {
  Graph graph;
  ParameterStore store(3);
  bool image = layers.find("linear") == layers.npos;
  make_net(lenet({"model.layers=" + layers}),
           0)(graph.feed("image", {DType::f32, image ? Shape{1, 4, 8, 8} : Shape{1, 20}}));
  for (Value parameter : graph.parameters()) store.ensure(graph.parameter_of(parameter));
  return store.snapshot();
}

TEST(InitialValues, AreThoseTheLayersName) {
  auto all = [](const Tensor& tensor, double value) {
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      if (tensor.at(i) != value) return false;
    return true;
  };
  for (const std::string layer : {"conv 4 3x3", "deconv 4 3x3", "linear 5"}) {
    auto plain = beginning("[\"" + layer + "\"]");
    auto given = beginning("[\"" + layer + " init=zeros bias_init=ones\"]");
    EXPECT_FALSE(all(plain["0.weight"], 0)) << layer;
    EXPECT_FALSE(all(plain["0.bias"], 1)) << layer;
    EXPECT_TRUE(all(given["0.weight"], 0)) << layer;
    EXPECT_TRUE(all(given["0.bias"], 1)) << layer;
    auto orthogonal = beginning("[\"" + layer + " init=orthogonal\"]");
    const Tensor& rows = orthogonal["0.weight"];
    std::int64_t columns = rows.shape().elements(1, rows.shape().rank());
    double length = 0, product = 0;  // of the first row, and with the second
    for (std::int64_t i = 0; i < columns; ++i) {
      length += rows.at(i) * rows.at(i);
      product += rows.at(i) * rows.at(columns + i);
    }
    EXPECT_NEAR(length, 1, 1e-6) << layer;
    EXPECT_NEAR(product, 0, 1e-6) << layer;
    EXPECT_EQ(fault({"model.layers=[\"" + layer + " bias_init=orthogonal\"]"}), "recipe.unknown.word");
  }
  EXPECT_EQ(fault({"model.layers=[\"maxpool 2x2 init=zeros\"]"}), "recipe.unknown.option");
}

TEST(InitialValues, OfALayer) {
  for (const char* word : {"kaiming_normal", "orthogonal", "xavier_uniform"})
    EXPECT_EQ(fault({std::string("model.layers=[\"flatten\", \"linear 10 init=") + word + "\"]"}), "");
  EXPECT_EQ(fault({"model.layers=[\"flatten\", \"linear 10 init=kaiming\"]"}), "recipe.unknown.word");
}

}  // namespace
}  // namespace percept::recipe
