#include "percept/recipe/recipe.hpp"

#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"

namespace percept::recipe {
namespace {

constexpr const char* kSmall = "[model]\nlayers = [\"flatten\", \"linear classes\"]\n";

Recipe parsed(const std::vector<std::string>& overrides, const std::string& text = kSmall) {
  return parse_recipe(text, "small.toml", overrides).value();
}

std::string code(const std::vector<std::string>& overrides, const std::string& text = kSmall) {
  Result<Recipe> recipe = parse_recipe(text, "small.toml", overrides);
  return recipe ? "" : recipe.problem().code();
}

TEST(Recipe, ReadsEveryField) {
  Recipe recipe = parse_recipe(R"(
name = "mine"
seed = 7
[data]
source = "mnist:/data:train"
test = "mnist:/other:test"
limit = 100
augment = ["shift 2", "flip p=0.3"]
balance = true
workers = 3
[model]
input = [3, 32, 16]
layers = ["conv 8 3x5 stride=2 pad=1", { id = "a", op = "relu" }, { id = "b", op = "relu", from = ["a"] },
          { op = "add", from = ["a", "b"] }, "flatten", "linear 10 bias=false"]
[train]
loss = "cross_entropy"
optimizer = { name = "sgd", lr = 1, momentum = 0.5, weight_decay = 1e-4 }
schedule = { name = "constant" }
batch = 8
epochs = 0
)",
                               "x.toml")
                      .value();
  EXPECT_EQ(recipe.name, "mine");
  EXPECT_EQ(recipe.seed, 7);
  EXPECT_EQ(recipe.data.source, "mnist:/data:train");
  EXPECT_EQ(recipe.data.test, "mnist:/other:test");
  EXPECT_EQ(recipe.data.limit, 100);
  EXPECT_EQ(recipe.data.augment, (std::vector<std::string>{"shift 2", "flip p=0.3"}));
  EXPECT_TRUE(recipe.data.balance);
  EXPECT_EQ(recipe.data.workers, 3);
  EXPECT_EQ(recipe.model.input, (std::vector<std::int64_t>{3, 32, 16}));
  ASSERT_EQ(recipe.model.layers.size(), 6u);
  EXPECT_EQ(recipe.model.layers[3].from, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(std::get<optim::SgdConfig>(recipe.train.optimizer.config).lr, 1) << "a whole number will do";
  EXPECT_EQ(std::get<optim::SgdConfig>(recipe.train.optimizer.config).weight_decay, 1e-4);
  EXPECT_EQ(recipe.train.schedule.name, "constant");
  EXPECT_EQ(recipe.train.batch, 8);
  EXPECT_EQ(recipe.train.epochs, 0);
  EXPECT_EQ(recipe.place("train.batch"), "x.toml:19");
  EXPECT_EQ(recipe.place("model.layers.2"), "x.toml:13");
}

TEST(Recipe, WhatIsLeftOutHasDefaults) {
  Recipe recipe = parsed({});
  EXPECT_EQ(recipe.name, "small") << "the file's";
  EXPECT_EQ(recipe.data.source, "digits");
  EXPECT_TRUE(recipe.model.input.empty());
  EXPECT_EQ(recipe.train.batch, 64);
}

TEST(Recipe, WrittenAndReadAgainItIsTheSame) {
  for (const std::string& name : builtin_recipes()) {
    if (!load_recipe(name).value().model.is_network()) continue;  // classic_test.cpp has these
    Recipe recipe = load_recipe(name, {"train.optimizer.lr=0.1", "seed=3"}).value();
    std::string text = format_recipe(recipe);
    Recipe again = parse_recipe(text, "again.toml").value();
    EXPECT_EQ(format_recipe(again), text);
    EXPECT_EQ(list_fields(again).at("train.optimizer.lr"), "0.1");
    EXPECT_EQ(again.seed, 3);
    EXPECT_EQ(again.name, name);
  }
  Recipe odd = parsed({}, "[data]\nsource = 'mnist:C:\\x\"y\t'\n" + std::string(kSmall));
  EXPECT_EQ(parse_recipe(format_recipe(odd), "again.toml").value().data.source, odd.data.source);
}

TEST(Recipe, AugmentationIsWrittenAndReadAgain) {
  Recipe recipe = parsed(
      {"data.augment=[\"rotate -5 10 fill=reflect\", \"mixup 0.2\"]", "data.balance=true", "data.workers=2"});
  Recipe again = parse_recipe(format_recipe(recipe), "again.toml").value();
  EXPECT_EQ(again.data.augment, recipe.data.augment);
  EXPECT_TRUE(again.data.balance);
  EXPECT_EQ(again.data.workers, 2);
}

TEST(Recipe, AFaultOfAugmentationNamesItsLineAndWord) {
  std::string text = "[data]\naugment = [\n  \"shift 2\",\n  \"rotat 10\",\n]\n" + std::string(kSmall);
  EXPECT_EQ(render(parse_recipe(text, "small.toml").problem(), Language::english),
            "there is no augmentation 'rotat'\n"
            "  hint  did you mean 'rotate'?\n"
            "  at    small.toml:4, augmentation 2: \"rotat 10\"");
  EXPECT_EQ(code({"data.augment=[\"mixup 0.2\", \"flip\"]"}), "data.augment.after_mixup");
  EXPECT_EQ(code({"data.augment=[3]"}), "recipe.type");
  EXPECT_EQ(code({"data.augment=flip"}), "recipe.type");
}

TEST(Overrides, AreTomlOrBareWords) {
  EXPECT_EQ(parsed({"train.epochs=10"}).train.epochs, 10);
  EXPECT_EQ(parsed({"data.source=mnist:/a b/c=d"}).data.source, "mnist:/a b/c=d");
  EXPECT_EQ(parsed({"data.source=\"shapes\""}).data.source, "shapes");
  EXPECT_EQ(std::get<optim::SgdConfig>(parsed({"train.optimizer.lr=0.25"}).train.optimizer.config).lr, 0.25);
  EXPECT_EQ(std::get<optim::SgdConfig>(parsed({"train.optimizer={lr=0.5}"}).train.optimizer.config).lr, 0.5);
  EXPECT_EQ(parsed({"seed=1", "seed=2"}).seed, 2) << "the last counts";
  EXPECT_EQ(parsed({"model.layers=[\"flatten\", \"linear 3\"]"}).model.layers[1].op, "linear 3");
  EXPECT_EQ(parsed({"name=other"}).name, "other");
}

TEST(Overrides, FaultsNameTheWord) {
  auto where = [](const char* word) { return parse_recipe(kSmall, "small.toml", {word}).problem().where; };
  EXPECT_EQ(where("train.epochs=-1"), "train.epochs=-1");
  EXPECT_EQ(where("train.epohcs=1"), "train.epohcs=1");
  EXPECT_EQ(where("train.optimizer={lrr=1}"), "train.optimizer={lrr=1}");
  EXPECT_EQ(where("data.source=[1"), "data.source=[1");
  EXPECT_EQ(code({"train.epochs=ten"}), "recipe.type");
  EXPECT_EQ(code({"train.epochs"}), "recipe.override");
  EXPECT_EQ(code({"=3"}), "recipe.override");
  EXPECT_EQ(code({"train..epochs=3"}), "recipe.override");
  EXPECT_EQ(code({"seed=1\nname=\"x\""}), "recipe.override");
  EXPECT_EQ(code({"model.layers.1=relu"}), "recipe.override.within");
  EXPECT_EQ(code({"train=3"}), "recipe.type");
  EXPECT_EQ(code({"data.source=\"x"}), "recipe.toml");
}

TEST(Ranges, AreChecked) {
  for (const char* word : {"train.batch=0",
                           "train.batch=9999999",
                           "train.epochs=-1",
                           "train.optimizer.lr=-0.1",
                           "train.optimizer.nesterov=true",
                           "train.schedule={name=\"plateau\", factor=2}",
                           "train.schedule={name=\"one_cycle\", pct_start=1.5}",
                           "train.optimizer.lr=nan",
                           "train.optimizer.lr=inf",
                           "train.optimizer.momentum=1",
                           "train.optimizer.weight_decay=-1",
                           "data.limit=-1",
                           "data.workers=-1",
                           "data.workers=65",
                           "seed=-1",
                           "name=../x",
                           "name=.x",
                           "name=",
                           "train.optimizer.dampening=1",
                           "train.optimizer.clip_norm=-1",
                           "train.optimizer={name=\"adam\", beta1=1}",
                           "train.optimizer={name=\"adam\", beta2=1}",
                           "train.optimizer={name=\"adam\", epsilon=-1}",
                           "train.optimizer={name=\"adadelta\", rho=1}",
                           "train.optimizer={name=\"rmsprop\", alpha=1}",
                           "model.input=[1, 1, 28, 28]",
                           "data.holdout=1",
                           "train.accumulate=0",
                           "train.label_smoothing=1",
                           "train.ema=1",
                           "train.patience=-1",
                           "train.checkpoint=-1",
                           "model.input=[0, 28, 28]",
                           "model.layers=[]"})
    EXPECT_EQ(code({word}), "recipe.range") << word;
  EXPECT_EQ(code({"train.optimizer.lr=0", "train.epochs=0"}), "");
}

const optim::AnyConfig& config_of(const Recipe& recipe) { return recipe.train.optimizer.config; }

// A visitor that gives every number and switch of an optimiser another value.
struct Alter {
  void operator()(std::string_view, double& number, std::string_view) { number = number / 2 + 0.0625; }
  void operator()(std::string_view, bool& flag, std::string_view) { flag = !flag; }
};
// A visitor that lists them.
struct List {
  std::vector<std::pair<std::string, double>> found;
  void operator()(std::string_view name, double number, std::string_view) {
    found.emplace_back(name, number);
  }
};

std::vector<std::pair<std::string, double>> fields_of(optim::AnyConfig config) {
  List list;
  std::visit([&](auto& chosen) { chosen.fields(list); }, config);
  return list.found;
}

TEST(Optimizers, EveryFieldOfEachIsWrittenAndRead) {
  int kinds = 0;
  optim::any_alternative<optim::AnyConfig>([&](auto config) {
    auto defaults = fields_of(config);
    Recipe recipe = parsed({"train.optimizer.name=" + std::string(config.kName)});
    EXPECT_EQ(fields_of(config_of(recipe)), defaults) << config.kName;
    Alter alter;
    config.fields(alter);
    recipe.train.optimizer.config = config;
    recipe.train.optimizer.around = {.clip_value = 0.5, .clip_norm = 2, .max_norm = 3};
    std::string text = format_recipe(recipe);
    Recipe again = parse_recipe(text, "again.toml").value();
    EXPECT_EQ(again.train.optimizer.name, config.kName);
    EXPECT_TRUE(std::holds_alternative<decltype(config)>(config_of(again))) << config.kName;
    EXPECT_EQ(fields_of(config_of(again)), fields_of(config)) << config.kName;
    for (std::size_t i = 0; i < defaults.size(); ++i)
      EXPECT_NE(fields_of(config_of(again))[i], defaults[i]) << config.kName << ", " << defaults[i].first;
    EXPECT_EQ(again.train.optimizer.around.clip_value, 0.5);
    EXPECT_EQ(again.train.optimizer.around.clip_norm, 2);
    EXPECT_EQ(again.train.optimizer.around.max_norm, 3);
    EXPECT_EQ(format_recipe(again), text) << config.kName;
    return ++kinds, false;
  });
  EXPECT_EQ(kinds, 11);
}

TEST(Optimizers, SwitchesAreRead) {
  EXPECT_TRUE(std::get<optim::SgdConfig>(config_of(parsed({"train.optimizer={nesterov=true, momentum=0.9}"})))
                  .nesterov);
  EXPECT_FALSE(std::get<optim::SgdConfig>(config_of(parsed({"train.optimizer.nesterov=false"}))).nesterov);
  EXPECT_TRUE(
      std::get<optim::AdamConfig>(config_of(parsed({"train.optimizer={name=\"adam\", amsgrad=true}"})))
          .amsgrad);
  EXPECT_EQ(code({"train.optimizer.nesterov=1"}), "recipe.type");
  EXPECT_EQ(code({"train.optimizer.nesterov=yes"}), "recipe.type");
}

TEST(Optimizers, AFieldOfAnotherIsRefused) {
  Problem problem =
      parse_recipe(kSmall, "small.toml", {"train.optimizer.name=adam", "train.optimizer.momentum=0.5"})
          .problem();
  EXPECT_EQ(render(problem, Language::english),
            "there is no field 'train.optimizer.momentum'\n"
            "  hint  known: name, lr, beta1, beta2, epsilon, weight_decay, amsgrad, clip_value, clip_norm, "
            "max_norm\n"
            "  at    train.optimizer.momentum=0.5");
  EXPECT_EQ(code({"train.optimizer.beta1=0.5"}), problem.code()) << "of sgd";
  EXPECT_EQ(code({"train.optimizer.name=lion", "train.optimizer.epsilon=0.5"}), problem.code());
  EXPECT_EQ(code({"train.optimizer.name=nadam", "train.optimizer.amsgrad=true"}), problem.code());
}

// Each brings its own defaults: what the file says of another goes, what it says around the step too.
TEST(Optimizers, AnotherThanTheFilesDropsItsFields) {
  ASSERT_EQ(std::get<optim::SgdConfig>(config_of(load_recipe("lenet").value())).momentum, 0.9);
  auto lenet = [](const std::vector<std::string>& overrides) {
    return config_of(load_recipe("lenet", overrides).value());
  };
  EXPECT_EQ(fields_of(lenet({"train.optimizer.name=adam"})), fields_of(optim::AdamConfig()));
  EXPECT_EQ(fields_of(lenet({"train.optimizer.name=\"adam\""})), fields_of(optim::AdamConfig()));
  EXPECT_EQ(fields_of(lenet({"train.optimizer.lr=0.5", "train.optimizer.name=adam"})),
            fields_of(optim::AdamConfig{.lr = 0.5}));
  EXPECT_EQ(fields_of(lenet({"train.optimizer={name=\"adam\"}"})), fields_of(optim::AdamConfig()));
  for (const char* same : {"train.optimizer.name=sgd", "train.optimizer.name=\"sgd\""}) {
    EXPECT_EQ(fields_of(lenet({same})), fields_of(lenet({}))) << same;
    std::string unnamed = "[train]\noptimizer = { lr = 0.5 }\n" + std::string(kSmall);
    EXPECT_EQ(std::get<optim::SgdConfig>(config_of(parsed({same}, unnamed))).lr, 0.5) << same;
  }
}

TEST(Load, AFileOrABuiltInOne) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "small.toml", kSmall));
  EXPECT_EQ(load_recipe((folder / "small.toml").string()).value().name, "small");
  EXPECT_EQ(load_recipe((folder / "gone.toml").string()).problem().code(), "io.not_found");
  EXPECT_EQ(load_recipe("lenett").problem().code(), "recipe.unknown.recipe");
  EXPECT_EQ(render(*load_recipe("lenett").problem().hint, Language::english), "did you mean 'lenet'?");
}

}  // namespace
}  // namespace percept::recipe
