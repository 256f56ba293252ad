// Recipes of models that no gradient trains, through the verbs that networks have, and their files.
#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/export.hpp"
#include "percept/recipe/gradients.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const Words kKinds = {"perceptron", "mark1", "nearest-mean", "knn"};

std::string code(const std::string& name, const Words& overrides) {
  Result<Recipe> recipe = load_recipe(name, overrides);
  return recipe ? "" : recipe.problem().code();
}

TEST(ClassicRecipe, WrittenAndReadAgainItIsTheSame) {
  for (const std::string& name : kKinds) {
    std::string text = format_recipe(load_recipe(name, {"seed=3"}).value());
    Recipe again = parse_recipe(text, "again.toml").value();
    EXPECT_EQ(format_recipe(again), text);
    EXPECT_EQ(again.model.kind, name);
    EXPECT_FALSE(again.model.is_network());
  }
  Recipe knn = load_recipe("knn", {"model.k=7"}).value();
  EXPECT_EQ(
      std::get<classic::NeighboursConfig>(parse_recipe(format_recipe(knn), "x").value().model.classic).k, 7);
}

TEST(ClassicRecipe, WhatOnlyANetworkHasIsRefusedAsThat) {
  for (const char* word : {"train.optimizer.lr=1", "train.batch=3", "train.loss=cross_entropy", "init.from=x",
                           "model.layers=[\"relu\"]", "model.freeze=[\"0\"]", "train.schedule.name=constant"})
    EXPECT_EQ(code("perceptron", {word}), "recipe.kind.field") << word;
  EXPECT_EQ(code("knn", {"train.epochs=2"}), "recipe.kind.field");
  EXPECT_EQ(render(load_recipe("knn", {"train.epochs=2"}).problem(), Language::english),
            "a model of the kind knn has no 'train.epochs'\n"
            "  hint  take it out, or take model.kind out for a network of layers\n"
            "  at    train.epochs=2");
}

TEST(ClassicRecipe, WhatNobodyHasIsAWrongWord) {
  EXPECT_EQ(code("perceptron", {"model.k=3"}), "recipe.unknown.field") << "that is knn's";
  EXPECT_EQ(code("perceptron", {"train.bath=3"}), "recipe.unknown.field");
  EXPECT_EQ(code("linear", {"model.k=3"}), "recipe.unknown.field");
  EXPECT_EQ(code("perceptron", {"model.kind=percepton"}), "recipe.unknown.kind");
  EXPECT_EQ(code("perceptron", {"model.numbers=byte"}), "recipe.unknown.word");
  EXPECT_EQ(code("perceptron", {"train.precision=bf16"}), "recipe.unknown.word");
}

TEST(ClassicRecipe, CountsHaveBounds) {
  for (const char* word : {"model.k=0", "model.k=-1", "model.k=65537", "model.k=9223372036854775807"})
    EXPECT_EQ(code("knn", {word}), "recipe.range") << word;
  EXPECT_EQ(code("mark1", {"model.units=0"}), "recipe.range");
  EXPECT_EQ(code("mark1", {"model.connections=0"}), "recipe.range");
  EXPECT_EQ(code("mark1", {"model.units=1e3"}), "recipe.type");
}

TEST(ClassicRecipe, HasNoGradientToLookAt) {
  Recipe recipe = load_recipe("perceptron").value();
  EXPECT_THROW(find_rate(recipe), Error);
  EXPECT_THROW(check_recipe(recipe), Error);
  EXPECT_THROW(export_recipe(recipe), Error);
  TemporaryFolder folder;
  EXPECT_THROW(train_recipe(recipe, {.runs = folder.path(), .profile = true}), Error);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

/// A run on a few generated digits.
struct TrainedRun {
  TemporaryFolder folder;
  TrainResult result;
  fs::path path;

  explicit TrainedRun(const std::string& name, Words overrides = {}) {
    overrides.push_back("data.limit=2500");
    result = train_recipe(load_recipe(name, overrides).value(), {.runs = folder.path()});
    path = result.start.run;
  }
};

TEST(ClassicVerbs, ARunIsEvaluatedAndPredictsAsItWasTrained) {
  for (const std::string& name : kKinds) {
    SCOPED_TRACE(name);
    TrainedRun run(name);
    Model model = open_model(run.path.string());
    EXPECT_EQ(model.recipe.model.kind, name);
    EvaluationResult evaluated = evaluate(model, "digits:test");
    EXPECT_EQ(evaluated.evaluation.count, 4000);
    EXPECT_EQ(evaluated.evaluation.accuracy, run.result.outcome.best->accuracy);
    EXPECT_NEAR(evaluated.evaluation.loss, 1 - evaluated.evaluation.accuracy, 1e-6);
    EXPECT_GT(evaluated.evaluation.accuracy, 0.3) << "chance is 0.1";
    std::int64_t right = 0;
    for (const Prediction& prediction : predict_examples(model, "digits:test", 200)) {
      ASSERT_EQ(prediction.top.size(), 5u);
      EXPECT_TRUE(std::isfinite(prediction.top.front().probability));
      right += prediction.top.front().label == prediction.truth;
    }
    EXPECT_GT(right, 50);
    EXPECT_EQ(summarize(name, model.net, model.card.input).input, model.card.input);
  }
}

TEST(ClassicVerbs, AnExportedModelSaysTheSame) {
  for (const std::string& name : kKinds) {
    SCOPED_TRACE(name);
    TrainedRun run(name);
    Model own = open_model(run.path.string()), onnx = open_model((run.path / "model.onnx").string());
    auto said = predict_examples(own, "digits:test", 300), again = predict_examples(onnx, "digits:test", 300);
    for (std::size_t i = 0; i < said.size(); ++i)
      EXPECT_EQ(said[i].top.front().label, again[i].top.front().label) << i;
  }
}

TEST(ClassicVerbs, ARunThatWasStoppedGoesOnToTheSameModel) {
  for (const char* name : {"perceptron", "nearest-mean", "knn"}) {
    SCOPED_TRACE(name);
    TrainedRun whole(name);
    TemporaryFolder folder;
    std::atomic<bool> stop = false;
    TrainOptions options{.runs = folder.path(), .stop = &stop};
    options.listeners.push_back([&](const train::Event& event) {
      if (auto* step = std::get_if<train::StepFinished>(&event)) stop = step->step == 2;
    });
    Recipe recipe = load_recipe(name, {"data.limit=2500"}).value();
    TrainResult first = train_recipe(recipe, options);
    EXPECT_TRUE(first.outcome.interrupted);
    fs::path run = first.start.run;
    TrainResult rest = resume_run(run, load_run_recipe(run).value(), {.runs = folder.path()});
    EXPECT_FALSE(rest.outcome.interrupted);
    EXPECT_EQ(io::read_file(run / "best.safetensors").value(),
              io::read_file(whole.path / "best.safetensors").value());
    EXPECT_EQ(resume_run(run, load_run_recipe(run).value(), {.runs = folder.path()}).outcome.test->accuracy,
              whole.result.outcome.test->accuracy)
        << "a run that is done gives its outcome again";
  }
}

TEST(ClassicVerbs, ATableOfNumbersIsLearnt) {
  TemporaryFolder folder;
  fs::path table = folder.path() / "colours.csv";
  io::write_file(table, "x,y,colour\n5,8,red\n7,9,red\n6,10,red\n3,7,blue\n3,1,green\n").value();
  fs::path asked = folder.path() / "asked.csv";
  io::write_file(asked, "x,y,colour\n5,2,green\n").value();
  Recipe recipe =
      load_recipe("nearest-mean", {"data.source=csv:" + table.string(), "data.test=csv:" + asked.string()})
          .value();
  TrainResult result = train_recipe(recipe, {.runs = folder.path() / "runs"});
  Model model = open_model(result.start.run);
  Prediction prediction = predict_examples(model, "csv:" + asked.string(), 1).front();
  EXPECT_EQ(prediction.top.front().label, "green");
  // exp(-d^2 / 2) of each, over their sum: d^2 is 5, 29 and 50.
  double sum = std::exp(-2.5) + std::exp(-14.5) + std::exp(-25);
  EXPECT_NEAR(prediction.top.front().probability, std::exp(-2.5) / sum, 1e-6);
}

/// A model's file changed, and what becomes of it: the problem's code, or a class is still said.
std::string opened(const train::ModelFile& file, const fs::path& folder) {
  fs::path path = folder / "changed.safetensors";
  train::write_model(path, file).value();
  try {
    Model model = open_model(path.string());
    for (const Prediction& prediction : predict_examples(model, "digits:test", 3))
      if (prediction.top.empty()) return "nothing was said";
    return "";
  } catch (const Error& error) {
    return error.problem().code();
  }
}

TEST(ClassicFiles, ThatAreDamagedAreRefused) {
  TrainedRun run("knn", {"model.k=2"});
  train::ModelFile good = train::read_model(run.path / "best.safetensors").value();
  EXPECT_EQ(opened(good, run.folder.path()), "");
  const Tensor points = good.weights.at("examples.points"), labels = good.weights.at("examples.labels");
  auto with = [&](const std::string& path, const Tensor& tensor) {
    train::ModelFile changed = good;
    changed.weights[path] = tensor;
    return opened(changed, run.folder.path());
  };
  auto without = [&](const std::string& path) {
    train::ModelFile changed = good;
    changed.weights.erase(path);
    return opened(changed, run.folder.path());
  };
  EXPECT_NE(without("examples.points"), "");
  EXPECT_NE(without("examples.labels"), "");
  EXPECT_NE(with("examples.points", points.rows(0, 7).clone()), "") << "fewer than labels";
  EXPECT_NE(with("examples.labels", labels.rows(0, 7).clone()), "");
  EXPECT_NE(with("examples.labels", Tensor(DType::i64, {0})), "");
  EXPECT_NE(with("examples.labels", Tensor(DType::i64, {2500, 1})), "");
  EXPECT_NE(with("examples.points", Tensor(DType::u8, {2500, 783})), "");
  EXPECT_NE(with("more", labels), "");
  // Labels that are no class get no vote; a class is said all the same.
  EXPECT_EQ(with("examples.labels", Tensor::full(DType::i64, {2500}, 77)), "");
  train::ModelFile changed = good;
  for (const char* recipe : {"", "[model]\nkind = \"knn\"\nk = 60000", "[model]\nkind = \"knm\"",
                             "[model]\nkind = \"perceptron\""}) {
    changed.card.recipe = recipe;
    EXPECT_NE(opened(changed, run.folder.path()), "") << recipe;
  }
}

TEST(ClassicFiles, NumbersThatAreNoneSayAClassOrAreRefused) {
  TrainedRun run("perceptron", {"train.epochs=1"});
  train::ModelFile file = train::read_model(run.path / "best.safetensors").value();
  for (double number : {std::nan(""), HUGE_VAL, -HUGE_VAL, 1e308}) {
    file.weights["response.weight"] = Tensor::full(DType::f64, {10, 784}, number);
    EXPECT_EQ(opened(file, run.folder.path()), "");
  }
}

}  // namespace
}  // namespace percept::recipe
