// init.from, init.skip and model.freeze: a new head on an old body.
#include "recipe/initial_weights.hpp"

#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "ops/compare.hpp"
#include "percept/base/log.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/training.hpp"
#include "recipe/trainings.hpp"

namespace percept::recipe {
namespace {

using proof::same_bits;

// The digits as three classes: the rest of a division by 3.
data::DatasetPtr thirds(std::int64_t count) {
  data::Examples examples = data::generate_digits(count, 0);
  for (std::int64_t i = 0; i < count; ++i) examples.labels.set(i, double(int(examples.labels.at(i)) % 3));
  return data::in_memory("thirds", std::move(examples), {"0", "1", "2"});
}

constexpr const char* kLayers =
    "model.layers=['flatten', 'linear 48', 'batch_norm', 'relu', { id = \"head\", op = \"linear classes\" }]";

Recipe small(std::vector<std::string> overrides) {
  overrides.insert(overrides.begin(), {kLayers, "data.limit=2000", "train.epochs=2", "name=small"});
  return load_recipe("linear", overrides).value();
}

class InitialWeights : public testing::Test {
 protected:
  /// A run that learnt to tell the thirds apart, as `runs/thirds-1`.
  void SetUp() override {
    Recipe recipe = small({"name=thirds"});
    train::TrainerConfig config = trainer_config(recipe);
    config.loader.normalization = data::compute_normalization(*thirds(100));
    ParameterStore store(1);
    train::Trainer(store, make_net(recipe, 3), {thirds(1000), thirds(100)}, std::move(config)).run();
    body_ = train::weights_of(store);
    train::ModelCard card{
        .name = "thirds", .recipe = format_recipe(recipe), .classes = {"0", "1", "2"}, .outputs = 3};
    card.input = {1, 28, 28};
    card.normalization = data::compute_normalization(*thirds(100));
    std::filesystem::create_directories(runs() / "thirds-1");
    ASSERT_TRUE(train::write_model(runs() / "thirds-1/best.safetensors", {card, body_}));
  }
  std::filesystem::path runs() const { return folder_ / "runs"; }
  TrainResult train(const std::vector<std::string>& overrides) {
    return train_recipe(small(overrides), {.runs = runs()});
  }
  /// What is wrong before there is any data.
  Problem fault(const std::vector<std::string>& overrides) {
    return problem_of([&] {
      Recipe recipe = small(overrides);
      ParameterStore store;
      initialize_from(store, recipe, make_net(recipe, 10), {1, 28, 28}, runs());
    });
  }
  static Problem problem_of(const std::function<void()>& f) {
    try {
      f();
    } catch (const Error& error) {
      return error.problem();
    }
    return {};
  }

  TemporaryFolder folder_;
  std::map<std::string, Tensor> body_;
};

TEST_F(InitialWeights, ANewHeadLearnsOnAnOldBody) {
  std::vector<std::string> remarks;
  set_log([&](const Message& message) { remarks.push_back(message.id); });
  TrainResult result = train({"init.from=thirds-1", "init.skip=['head']",
                              "model.freeze=['1', '2.weight', '2.bias']", "train.optimizer.lr=0.2"});
  set_log(nullptr);
  EXPECT_EQ(remarks, std::vector<std::string>{"recipe.init.loaded"});
  Model model = open_model(result.start.run);
  for (const char* path : {"1.weight", "1.bias", "2.weight", "2.bias"})
    EXPECT_TRUE(same_bits(model.store->find(path)->value, body_.at(path))) << path;
  EXPECT_FALSE(same_bits(model.store->find("2.running_mean")->value, body_.at("2.running_mean")))
      << "statistics go on: only what is trained is frozen";
  EXPECT_EQ(model.store->find("head.weight")->value.shape(), (Shape{10, 48}));
  EXPECT_EQ(result.start.parameters, 490) << "the head's";
  EXPECT_GT(result.outcome.last->accuracy, 0.4) << "a tenth would be chance";
}

TEST_F(InitialWeights, TheFirstStepSeesThem) {
  TrainResult result = train({"init.from=" + (runs() / "thirds-1/best.safetensors").string(),
                              "init.skip=['head']", "train.epochs=0"});
  Model model = open_model(result.start.run);
  for (const auto& [path, value] : body_)
    if (!path.starts_with("head")) EXPECT_TRUE(same_bits(model.store->find(path)->value, value)) << path;
  ParameterStore drawn;
  Graph graph;
  trace_one_image(graph, make_net(small({}), 10), {1, 28, 28});
  for (Value value : graph.parameters()) drawn.ensure(graph.parameter_of(value));
  EXPECT_TRUE(same_bits(model.store->find("head.weight")->value, drawn.find("head.weight")->value))
      << "as it would begin without init.from";
}

TEST_F(InitialWeights, WhatDoesNotFitIsToldBeforeAnythingIsMade) {
  Problem head = fault({"init.from=thirds-1"});
  EXPECT_EQ(
      render(head, Language::english),
      (runs() / "thirds-1/best.safetensors").string() +
          R"(: the weights are not the net's: 6 of its 8 parameters fit; 0 missing, 0 unexpected, 2 of another shape, 0 of another type
  shape  head.weight  f32[3, 48] in the file, f32[10, 48] in the net
  shape  head.bias    f32[3] in the file, f32[10] in the net
  hint   correct them, or let them begin afresh: init.skip = ["head"]
  at     init.from=thirds-1)");
  Problem other = fault({"init.from=thirds-1", "model.layers=['flatten', 'linear 10']"});
  EXPECT_EQ(other.hint->id, "recipe.init.hint");
  EXPECT_EQ(fault({"init.from=thirds-2"}).code(), "recipe.run.unknown");
  EXPECT_EQ(fault({"init.from=thirds-2"}).where, "init.from=thirds-2");
  EXPECT_EQ(fault({"init.from=gone.npz"}).code(), "io.not_found");
  EXPECT_EQ(fault({"init.from=thirds-1", "init.skip=['head', 'tail']"}).code(), "train.weights");
  std::vector<std::string> nowhere = {"init.from=thirds-1", "init.skip=['head']", "model.freeze=['body']"};
  EXPECT_EQ(problem_of([&] { train(nowhere); }).code(), "train.freeze");
  EXPECT_EQ(problem_of([&] { train({"init.from=thirds-1"}); }).code(), "train.weights");
  EXPECT_EQ(load_recipe("linear", {"init.skip=['1']"}).problem().code(), "recipe.range");
  int folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(runs())) folders += entry.is_directory();
  EXPECT_EQ(folders, 1) << "no run was begun";
}

TEST_F(InitialWeights, FieldsAreWrittenAndReadAgain) {
  Recipe recipe = small({"init.from=thirds-1", "init.skip=['head', '2']"});
  Recipe again = parse_recipe(format_recipe(recipe), "again.toml").value();
  EXPECT_EQ(again.init.from, "thirds-1");
  EXPECT_EQ(again.init.skip, (std::vector<std::string>{"head", "2"}));
  EXPECT_EQ(format_recipe(small({})).find("[init]"), std::string::npos) << "nothing to say";
}

}  // namespace
}  // namespace percept::recipe
