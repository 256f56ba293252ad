// What command line and studio share: summary, training, evaluation, prediction.
#include <gtest/gtest.h>

#include <cstring>

#include "io/temporary_folder.hpp"
#include "percept/graph/gradient_context.hpp"
#include "percept/io/image.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/gradients.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;

Recipe recipe_of(const std::string& layers, const std::string& input = "[1, 28, 28]") {
  return parse_recipe("[model]\ninput = " + input + "\nlayers = " + layers, "net.toml").value();
}

std::vector<std::int64_t> parameters_of(const Summary& summary) {
  std::vector<std::int64_t> counts;
  for (const SummaryRow& row : summary.layers)
    if (row.parameters) counts.push_back(row.parameters);
  return counts;
}

TEST(Summarize, TheLecturesTable) {
  Summary summary = summarize(load_recipe("lectures-cnn").value());
  EXPECT_EQ(parameters_of(summary), (std::vector<std::int64_t>{608, 3216, 48120, 10164, 850}));
  EXPECT_EQ(summary.parameters, 62'958);
  EXPECT_EQ(summary.layers[0].output, (Shape{8, 28, 28}));
  EXPECT_EQ(summary.layers[0].size, 6272);
  EXPECT_EQ(summary.layers[0].macs, 8 * 28 * 28 * 75);
  EXPECT_EQ(summary.layers[3].macs, 16 * 10 * 10 * 200);
  EXPECT_EQ(summary.layers[7].macs, 400 * 120);
}

TEST(Summarize, TheOtherBuiltInRecipes) {
  EXPECT_EQ(summarize(load_recipe("lenet").value()).parameters, 61'706);
  EXPECT_EQ(summarize(load_recipe("mlp").value()).parameters,
            784 * 512 + 512 + 512 * 512 + 512 + 512 * 10 + 10);
  EXPECT_EQ(summarize(load_recipe("linear", {"data.source=shapes"}).value()).parameters, 30'730);
}

TEST(Summarize, SizesBeyondAnyMachineAreRefused) {
  Recipe recipe = recipe_of(R"(["relu", "flatten", "linear 10"])", "[16777216, 16777216, 16777216]");
  EXPECT_THROW(summarize(recipe), Error);
}

TEST(Summarize, NeedsNoDataWhereTheRecipeSaysAll) {
  EXPECT_EQ(summarize(load_recipe("lenet", {"data.source=mnist:/nowhere"}).value()).parameters, 61'706);
}

TEST(Summarize, LayersWithSeveralInputs) {
  Summary summary = summarize(recipe_of(
      R"([{ id = "a", op = "conv 4 3x3 pad=1" }, "relu", { id = "b", op = "conv 4 3x3 pad=1" },
          { id = "sum", op = "add", from = ["a", "b"] }, "flatten", "linear 10"])"));
  EXPECT_EQ(summary.layers[0].path, "a");
  EXPECT_EQ(summary.layers[1].path, "1");
  EXPECT_EQ(summary.layers[3].path, "sum");
  EXPECT_EQ(summary.layers[3].op, "add");
  EXPECT_EQ(summary.parameters, 40 + 148 + 31'370);
}

TEST(Summarize, SaysWhatIsFrozen) {
  Summary summary = summarize(load_recipe("lenet", {"model.freeze=['0', '3.weight']"}).value());
  EXPECT_EQ(summary.parameters, 61'706);
  EXPECT_EQ(summary.frozen, 156 + 16 * 6 * 25);
  EXPECT_EQ(summary.layers[0].frozen, 156);
  EXPECT_EQ(summary.layers[3].frozen, 2400);
  EXPECT_EQ(summary.layers[3].parameters, 2416);
  EXPECT_NE(to_table(summary).find("frozen"), std::string::npos);
  EXPECT_EQ(to_table(summarize(load_recipe("lenet").value())).find("frozen"), std::string::npos);
  try {
    summarize(load_recipe("lenet", {"model.freeze=['0', 'conv1']"}).value());
    FAIL() << "a path of nothing";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "train.freeze");
    EXPECT_EQ(error.problem().where, "model.freeze=['0', 'conv1']");
    EXPECT_NE(std::string(error.what()).find("0.weight, 0.bias, 3.weight"), std::string::npos)
        << error.what();
  }
}

// Mistakes in a model: each is told with the recipe's line and the layer.
TEST(Summarize, EveryActivation) {
  std::vector<std::string> words = {"relu",
                                    "sigmoid",
                                    "tanh",
                                    "leaky_relu slope=0.2",
                                    "elu alpha=0.5",
                                    "celu alpha=2",
                                    "selu",
                                    "gelu",
                                    "gelu tanh=true",
                                    "silu",
                                    "mish",
                                    "softplus beta=2",
                                    "softsign",
                                    "log_sigmoid",
                                    "relu6",
                                    "hard_sigmoid",
                                    "hard_swish",
                                    "hard_tanh low=-2 high=3",
                                    "hard_shrink bound=1e-1",
                                    "soft_shrink",
                                    "tanh_shrink",
                                    "threshold threshold=1 value=-1",
                                    "softmax",
                                    "log_softmax"};
  std::string layers = "model.layers=['flatten', 'linear classes'";
  for (const std::string& layer : words) layers += ", '" + layer + "'";
  Summary summary = summarize(load_recipe("linear", {layers + "]"}).value());
  ASSERT_EQ(summary.layers.size(), words.size() + 2);
  for (std::size_t i = 0; i < words.size(); ++i)
    EXPECT_EQ(summary.layers[i + 2].op, words[i].substr(0, words[i].find(' ')));
}

TEST(WrongModels, SayWhereTheyAre) {
  auto problem = [](const Recipe& recipe) {
    try {
      summarize(recipe);
    } catch (const Error& error) {
      return error.problem();
    }
    return Problem("none");
  };
  Problem window = problem(recipe_of("[\"conv 6 5x5\",\n \"conv 6 30x30\"]"));
  EXPECT_EQ(window.code(), "ops.window");
  EXPECT_EQ(window.where, "net.toml:4, layer 2: \"conv 6 30x30\"");
  EXPECT_EQ(problem(recipe_of("[\"linear 10\"]")).where, "net.toml:3, layer 1: \"linear 10\"");
  EXPECT_EQ(problem(recipe_of("[\"conv 6 5x5 groups=4\"]")).where,
            "net.toml:3, layer 1: \"conv 6 5x5 groups=4\"");
  Problem sum =
      problem(recipe_of(R"([{ id = "a", op = "conv 2 3x3" }, { op = "add", from = ["a", "input"] }])"));
  EXPECT_EQ(sum.where, "net.toml:3, layer 2: \"add\"");
  Problem built_in = problem(load_recipe("lenet", {"model.input=[1, 8, 8]"}).value());
  EXPECT_EQ(built_in.where, "recipe lenet:9, layer 4: \"conv 16 5x5\"");
}

TEST(CheckRecipe, FindsAWrongGradientInItsLayer) {
  Recipe lenet = load_recipe("lenet").value();
  auto errors = [&] {
    std::vector<double> found;
    for (const GradientCheck& check : check_recipe(lenet, {.samples = 4}).parameters)
      found.push_back(check.max_relative_error);
    return found;
  };
  for (double error : errors()) EXPECT_LE(error, 1e-6);
  set_gradient_hook([](const Node& node, int input, Value gradient) {
    return node.op->name == "conv2d" && node.path == "3" && input == 1 ? -gradient : gradient;
  });
  std::vector<double> wrong = errors();
  set_gradient_hook(nullptr);
  ASSERT_EQ(wrong.size(), 10u);
  for (std::size_t i = 0; i < wrong.size(); ++i)
    EXPECT_EQ(wrong[i] > 0.5, i == 2) << "parameter " << i << ": " << wrong[i];
}

TEST(CheckRecipe, NeedsNoDataWhereTheRecipeSaysAll) {
  Recipe recipe = recipe_of(R"(["flatten", "linear 10"])");
  recipe.data.source = "mnist:/nowhere";
  EXPECT_EQ(check_recipe(recipe, {.batch = 2}).input.shape, (Shape{2, 1, 28, 28}));
}

class Trained : public testing::Test {
 protected:
  // One run for all tests of this kind.
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    Recipe recipe = load_recipe("linear", {"data.limit=1500", "train.epochs=1"}).value();
    TrainOptions options{.runs = folder_->path() / "runs"};
    result_ = new TrainResult(train_recipe(recipe, options));
  }
  static void TearDownTestSuite() {
    delete result_;
    delete folder_;
  }
  fs::path runs() const { return folder_->path() / "runs"; }
  Model model() const { return open_model("linear-1", runs()); }
  fs::path file(const std::string& name) const { return folder_->path() / name; }

  static TemporaryFolder* folder_;
  static TrainResult* result_;
};
TemporaryFolder* Trained::folder_ = nullptr;
TrainResult* Trained::result_ = nullptr;

TEST_F(Trained, LeavesARunFolder) {
  EXPECT_EQ(fs::path(result_->start.run), runs() / "linear-1");
  EXPECT_EQ(result_->start.parameters, 7850);
  EXPECT_EQ(result_->start.train_examples, 1500);
  EXPECT_EQ(result_->outcome.steps, 24);
  EXPECT_TRUE(is_run("linear-1", runs()));
  EXPECT_TRUE(is_run((runs() / "linear-1").string(), "elsewhere"));
  Recipe again = load_recipe((runs() / "linear-1/recipe.toml").string()).value();
  EXPECT_EQ(again.data.limit, 1500);
}

TEST_F(Trained, EvaluatesAsItWasTested) {
  Model opened = model();
  EvaluationResult result = evaluate(opened, "digits");
  EXPECT_EQ(result.data, "digits:test");
  EXPECT_EQ(result.evaluation.count, 4000);
  EXPECT_EQ(result.evaluation.accuracy, result_->outcome.best->accuracy);
  EXPECT_EQ(result.evaluation.loss, result_->outcome.best->loss);
  EXPECT_GT(result.evaluation.accuracy, 0.3);
}

TEST_F(Trained, RefusesDataThatDoesNotFit) {
  Model opened = model();
  EXPECT_THROW(evaluate(opened, "shapes"), Error);
  EXPECT_THROW(evaluate(opened, "mnits"), Error);
  EXPECT_THROW(predict_examples(opened, "shapes:test", 3), Error);
}

TEST_F(Trained, PredictsExamples) {
  Model opened = model();
  std::vector<Prediction> predictions = predict_examples(opened, "digits:test", 130);
  ASSERT_EQ(predictions.size(), 130u);
  int right = 0;
  for (const Prediction& prediction : predictions) {
    ASSERT_EQ(prediction.top.size(), 5u);
    EXPECT_GE(prediction.top[0].probability, prediction.top[1].probability);
    EXPECT_EQ(prediction.image.shape(), (Shape{28, 28, 1}));
    right += prediction.truth == prediction.top[0].label;
  }
  EXPECT_GT(right, 40);
  EXPECT_EQ(predictions[7].file, "digits:test#7");
}

TEST_F(Trained, TurnsBlackInkOnWhitePaperOver) {
  Model opened = model();
  Prediction example = predict_examples(opened, "digits:test", 1)[0];
  Tensor inverted = example.image.clone();
  for (std::uint8_t& pixel : inverted.data<std::uint8_t>()) pixel = std::uint8_t(255 - pixel);
  ASSERT_TRUE(io::write_png(file("white-on-black.png"), example.image));
  ASSERT_TRUE(io::write_png(file("black-on-white.png"), inverted));
  ASSERT_TRUE(io::write_png(file("large.png"), io::resize_image(inverted, 280, 280)));
  std::vector<Prediction> read = predict_files(
      opened,
      {file("white-on-black.png").string(), file("black-on-white.png").string(), file("large.png").string()});
  EXPECT_FALSE(read[0].inverted);
  EXPECT_TRUE(read[1].inverted);
  EXPECT_TRUE(read[2].inverted);
  for (int i : {0, 1}) EXPECT_EQ(read[std::size_t(i)].top[0].probability, example.top[0].probability);
  EXPECT_NEAR(read[2].top[0].probability, example.top[0].probability, 0.2);
}

TEST_F(Trained, MissingAndDamagedRunsAreTold) {
  auto code = [&](const std::string& run) {
    try {
      open_model(run, runs());
    } catch (const Error& error) {
      EXPECT_TRUE(error.problem().hint) << run;
      return error.problem().code();
    }
    return std::string();
  };
  EXPECT_EQ(code("linear-7"), "recipe.run.unknown");
  fs::create_directories(runs() / "empty-1");
  EXPECT_EQ(code("empty-1"), "recipe.run.no_weights");
  fs::copy(runs() / "linear-1", runs() / "cut-1");
  fs::resize_file(runs() / "cut-1/best.safetensors", 5000);
  EXPECT_TRUE(code("cut-1").starts_with("io.safetensors")) << code("cut-1");
  train::ModelFile file = train::read_model(runs() / "linear-1/best.safetensors").value();
  file.weights.erase("1.bias");
  ASSERT_TRUE(train::write_model(runs() / "cut-1/best.safetensors", file));
  EXPECT_EQ(code("cut-1"), "train.weights");
}

TEST_F(Trained, WhatFailsBeforeTheFirstStepLeavesNoFolder) {
  fs::path fresh = folder_->path() / "fresh";
  for (const std::vector<std::string>& overrides :
       std::vector<std::vector<std::string>>{{"model.layers=[\"flatten\", \"linear 12\"]"},
                                             {"data.source=mnist:/nowhere"},
                                             {"data.source=shapes"}})
    EXPECT_THROW(train_recipe(load_recipe("mlp", overrides).value(), {.runs = fresh}), Error);
  EXPECT_FALSE(fs::exists(fresh));
}

TEST(Polarity, OnlyClearCasesAreTurnedOver) {
  EXPECT_TRUE(is_inverted(0.9, 0.02));
  EXPECT_TRUE(is_inverted(0.1, 0.9));
  EXPECT_FALSE(is_inverted(0.1, 0.02));
  EXPECT_FALSE(is_inverted(0.9, 0.5)) << "photographs";
}

}  // namespace
}  // namespace percept::recipe
