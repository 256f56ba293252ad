// Schedules, freezing and initial values as recipes name them.
#include <gtest/gtest.h>

#include "percept/recipe/recipe.hpp"
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
  optim::any_schedule([](auto any) {
    Recipe recipe = lenet({std::string("train.schedule.name=") + std::string(any.kName),
                           "train.schedule.warmup_steps=3", "train.freeze=[\"0\", \"3.weight\"]"});
    std::string text = format_recipe(recipe);
    Recipe again = parse_recipe(text, "again.toml").value();
    EXPECT_EQ(format_recipe(again), text);
    EXPECT_EQ(again.train.schedule.name, any.kName);
    EXPECT_EQ(again.train.schedule.warmup_steps, 3);
    EXPECT_EQ(again.train.freeze, (std::vector<std::string>{"0", "3.weight"}));
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

TEST(InitialValues, OfALayer) {
  for (const char* word : {"kaiming_normal", "orthogonal", "xavier_uniform"})
    EXPECT_EQ(fault({std::string("model.layers=[\"flatten\", \"linear 10 init=") + word + "\"]"}), "");
  EXPECT_EQ(fault({"model.layers=[\"flatten\", \"linear 10 init=kaiming\"]"}), "recipe.unknown.word");
}

}  // namespace
}  // namespace percept::recipe
