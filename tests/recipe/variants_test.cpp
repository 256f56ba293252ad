// The variants of a recipe, and how well a run fits what it learnt from.
#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

constexpr const char* kNet = "[model]\nlayers = [\"flatten\", \"linear 10\"]\n";

Result<Recipe> with(const std::string& variants) {
  return parse_recipe("variants = " + variants + "\n" + kNet, "net.toml");
}

TEST(Variants, AreReadInTheirOrderAndAreNoField) {
  Recipe recipe =
      with(R"([{ name = "L2", change = ["train.l2=0.01"] }, { name = "bare", change = [] }])").value();
  ASSERT_EQ(recipe.variants.size(), 2u);
  EXPECT_EQ(recipe.variants[0].name, "L2");
  EXPECT_EQ(recipe.variants[0].change, std::vector<std::string>{"train.l2=0.01"});
  EXPECT_EQ(recipe.variants[1].name, "bare");
  EXPECT_EQ(format_recipe(recipe).find("variants"), std::string::npos);
  EXPECT_TRUE(parse_recipe(kNet, "net.toml").value().variants.empty());
}

TEST(Variants, FaultsAreToldWithTheirPlace) {
  Problem type = with("3").problem();
  EXPECT_EQ(type.code(), "recipe.type");
  EXPECT_EQ(type.where, "net.toml:1");
  EXPECT_EQ(with("[\"L2\"]").problem().code(), "recipe.type");
  EXPECT_EQ(with("[{ name = \"L2\", chnage = [] }]").problem().code(), "recipe.unknown.field");
  Problem name = with("[{ name = \"a b\", change = [] }]").problem();
  EXPECT_EQ(name.code(), "recipe.range");
  EXPECT_EQ(name.where, "net.toml:1");
  EXPECT_EQ(with("[{ change = [] }]").problem().code(), "recipe.range");
}

// Zhang et al. 2017: a net that is large enough learns drawn labels by heart, and knows nothing of others.
TEST(Fit, DrawnLabelsAreLearntByHeart) {
  TemporaryFolder folder;
  Recipe recipe = load_recipe(PERCEPT_SOURCE_DIR "/examples/experiments/overfitting.toml",
                              {"data.labels=random", "data.limit=300", "train.epochs=60"})
                      .value();
  std::string run = train_recipe(recipe, {.runs = folder.path()}).start.run;
  Fit fit = measure_fit(run);
  EXPECT_EQ(fit.examples, 300);
  EXPECT_GE(fit.train.accuracy, 0.99);
  EXPECT_EQ(fit.test.count, 4000);
  EXPECT_NEAR(fit.test.accuracy, 0.1, 0.03);
  EXPECT_GT(fit.test.loss, 2.4) << "it is sure of what it does not know";
}

// What dropout did to the examples in training is no part of the figure.
TEST(Fit, ExamplesAreMeasuredAsTheyAre) {
  TemporaryFolder folder;
  Recipe recipe = parse_recipe(R"(name = "noisy"
[data]
limit = 200
[model]
layers = ["flatten", "linear 64", "relu", "dropout 0.8", "linear 10"]
[train]
epochs = 20
batch = 20
)",
                               "noisy.toml")
                      .value();
  TrainResult result = train_recipe(recipe, {.runs = folder.path()});
  Fit fit = measure_fit(result.start.run);
  EXPECT_GT(fit.train.accuracy, result.outcome.train_accuracy + 0.1);
  EXPECT_NEAR(fit.test.accuracy, result.outcome.last->accuracy, 1e-12);
  EXPECT_THROW(measure_fit(folder.path()), Error);
}

}  // namespace
}  // namespace percept::recipe
