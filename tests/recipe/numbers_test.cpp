// Networks that say numbers instead of classes.
#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

// What TensorFlow's Playground calls a plane: a linear function of two features.
Recipe plane(const std::vector<std::string>& overrides = {}) {
  return parse_recipe(
             "[data]\nsource = \"plane\"\n[model]\nlayers = [\"linear classes\"]\n"
             "[train]\nloss = \"mean_squared_error\"\nbatch = 10\nepochs = 20\nmetrics = [\"r2\"]\n"
             "optimizer = { name = \"sgd\", lr = 0.05 }\n",
             "plane.toml", overrides)
      .value();
}

TEST(Numbers, AreLearntEvaluatedAndPredicted) {
  TemporaryFolder folder;
  TrainResult result = train_recipe(plane(), {.runs = folder / "runs"});
  EXPECT_TRUE(std::isnan(result.outcome.test->accuracy));
  EXPECT_GT(result.outcome.test->metrics.at("r2"), 0.99);
  Model model = open_model("plane-1", folder / "runs");
  EvaluationResult evaluated = evaluate(model, "plane");
  EXPECT_EQ(evaluated.evaluation.loss, result.outcome.best->loss);
  EXPECT_EQ(evaluated.evaluation.confusion.classes(), 0);
  std::vector<Prediction> predictions = predict_examples(model, "plane:test", 3);
  ASSERT_EQ(predictions.size(), 3u);
  for (const Prediction& prediction : predictions) {
    EXPECT_TRUE(prediction.top.empty());
    EXPECT_NEAR(prediction.numbers.at(0), prediction.true_numbers.at(0), 0.1);
  }
  EXPECT_THROW(predict_files(model, {"picture.png"}), Error);
}

TEST(Numbers, ALossOfClassesIsRefused) {
  TemporaryFolder folder;
  try {
    train_recipe(plane({"train.loss=cross_entropy"}), {.runs = folder / "runs"});
    FAIL() << "it trained";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "recipe.loss.numbers");
    EXPECT_EQ(error.problem().where, "train.loss=cross_entropy");
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

}  // namespace
}  // namespace percept::recipe
