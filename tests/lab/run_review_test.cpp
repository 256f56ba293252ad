// The review of a run: what it says of examples and layers, its alarms, and what it says of a training that
// goes on.
#include "percept/lab/run_review.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "io/temporary_folder.hpp"
#include "lab/review_rows.hpp"
#include "lab/run_weights.hpp"
#include "percept/io/files.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/runs.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const char* const kSmall = R"(name = "small"
[data]
source = "digits"
limit = 300
[model]
layers = ["conv 4 5x5", "relu", "maxpool 2", "flatten", "linear 10"]
[train]
epochs = 1
)";

fs::path trained(const TemporaryFolder& runs, const std::string& text) {
  recipe::Recipe recipe = recipe::parse_recipe(text, "a.toml").value();
  return recipe::train_recipe(recipe, {.runs = runs.path()}).start.run;
}

ReviewProgress ended(RunReview& review) {
  for (;;) {
    ReviewProgress progress = review.progress();
    if (!progress.working) return progress;
    std::this_thread::sleep_for(5ms);
  }
}

ReviewResult looked(RunReview& review, const fs::path& run, ReviewWish wish = {}) {
  review.begin(run, wish);
  ReviewProgress progress = ended(review);
  EXPECT_FALSE(progress.failure) << render(*progress.failure, Language::english);
  return progress.result.value();
}

bool alarmed(const std::vector<ReviewAlarm>& alarms, const std::string& kind) {
  return std::any_of(alarms.begin(), alarms.end(), [&](auto& each) { return each.kind == kind; });
}

TEST(RunReview, SaysOfExamplesWhatAnEvaluationOfThemSays) {
  TemporaryFolder folder;
  fs::path run = trained(folder, kSmall);
  RunReview review;
  ReviewResult result = looked(review, run, {.count = 500});
  EXPECT_EQ(result.weights, "best");
  EXPECT_EQ(result.count, 500);

  recipe::Model model = recipe::open_model(run.string());
  data::DatasetPtr test = recipe::open_fitting(model, "digits:test", true);
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < 500; ++i) indices.push_back(i * test->size() / 500);
  train::Evaluation want = train::Evaluator(*model.store, model.net,
                                            recipe::trainer_config(model.recipe).loss, train::roles_of(*test))
                               .evaluate(data::select(test, indices), model.card.normalization);
  EXPECT_EQ(result.accuracy, want.accuracy);
  EXPECT_NEAR(result.loss.value(), want.loss, 1e-5);

  std::int64_t sum = 0, right = 0;
  for (std::int64_t i = 0; i < 100; ++i) {
    sum += result.confusion[std::size_t(i)];
    if (i % 11 == 0) right += result.confusion[std::size_t(i)];
  }
  EXPECT_EQ(sum, 500);
  EXPECT_EQ(double(right) / 500, want.accuracy);
  ASSERT_EQ(result.worst.size(), 20u);
  EXPECT_EQ(result.samples.size(), 64u);
  for (std::size_t i = 1; i < 20; ++i)
    EXPECT_LE(result.worst[i].loss.value(), result.worst[i - 1].loss.value());
  EXPECT_EQ(result.worst[0].height, 28);
  EXPECT_EQ(result.worst[0].channels, 1);
  EXPECT_EQ(result.worst[0].pixels.size(), (28 * 28 + 2) / 3 * 4u);
  EXPECT_FALSE(alarmed(result.alarms, "vanishing"));

  // All of a cell come from it, and there are as many as the matrix says.
  const ReviewedImage& worst = result.worst[0];
  ReviewedCell cell = review.cell(worst.truth, worst.guess);
  EXPECT_EQ(cell.count, result.confusion[std::size_t(worst.truth * 10 + worst.guess)]);
  EXPECT_EQ(cell.images[0].index, worst.index);
  for (const ReviewedImage& image : cell.images) EXPECT_EQ(image.truth, worst.truth);
  EXPECT_THROW(review.cell(10, 0), Error);
  EXPECT_THROW(review.cell(0, -1), Error);
}

TEST(RunReview, ShowsTheNumbersOfAParameterAsAHistogram) {
  TemporaryFolder folder;
  fs::path run = trained(folder, kSmall);
  RunReview review;
  EXPECT_THROW(review.histogram("0.weight"), Error);
  looked(review, run, {.count = 100});
  ParameterHistogram histogram = review.histogram("0.weight");
  Tensor weight = recipe::open_model(run.string()).store->find("0.weight")->value;
  EXPECT_EQ(histogram.size, 100);
  double least = INFINITY, sum = 0;
  for (std::int64_t i = 0; i < weight.size(); ++i) {
    least = std::min(least, weight.at(i));
    sum += weight.at(i);
  }
  EXPECT_EQ(histogram.least, least);
  EXPECT_NEAR(histogram.mean, sum / 100, 1e-12);
  std::int64_t counted = 0;
  for (std::int64_t count : histogram.counts) counted += count;
  EXPECT_EQ(counted, 100);
  EXPECT_THROW(review.histogram("../etc/passwd"), Error);
}

TEST(ParameterHistogram, CountsWhatIsFiniteInEqualParts) {
  ParameterHistogram histogram = histogram_of("w", Tensor::from<float>({6}, {0, 1, 1, 40, NAN, INFINITY}));
  EXPECT_EQ(histogram.not_finite, 2);
  EXPECT_EQ(histogram.counts[0], 1);
  EXPECT_EQ(histogram.counts[1], 2);
  EXPECT_EQ(histogram.counts.back(), 1);
  EXPECT_EQ(histogram.mean, 10.5);
  EXPECT_EQ(histogram_of("w", Tensor::from<float>({2}, {3, 3})).counts[0], 2);
  EXPECT_EQ(histogram_of("w", Tensor::from<float>({1}, {NAN})).not_finite, 1);
}

// papers.md S2: each layer of sigmoids multiplies the gradient by a quarter at most.
TEST(RunReview, TellsOfGradientsThatVanishInADeepNetOfSigmoids) {
  std::string layers = R"("flatten")";
  for (int i = 0; i < 8; ++i) layers += R"(, "linear 128", "sigmoid")";
  TemporaryFolder folder;
  fs::path run =
      trained(folder, "name = \"deep\"\n[data]\nsource = \"digits\"\nlimit = 100\n[model]\nlayers = [" +
                          layers + ", \"linear 10\"]\n[train]\nepochs = 1\n");
  RunReview review;
  ReviewResult result = looked(review, run);
  EXPECT_TRUE(alarmed(result.alarms, "vanishing"));
  EXPECT_FALSE(alarmed(result.alarms, "dead"));
}

TEST(RunReview, IsQuietAboutLeNet) {
  recipe::Recipe recipe = recipe::load_recipe("lenet", {"data.limit=640", "train.epochs=1"}).value();
  TemporaryFolder folder;
  RunReview review;
  fs::path run = recipe::train_recipe(recipe, {.runs = folder.path()}).start.run;
  EXPECT_TRUE(looked(review, run).alarms.empty());
}

TEST(RunReview, CountsTheUnitsThatABiasKeepsShut) {
  TemporaryFolder folder;
  fs::path run = trained(folder, kSmall);
  train::ModelFile model = train::read_model(run / "best.safetensors").value();
  auto bias = model.weights.at("0.bias").data<float>();
  bias[0] = bias[2] = bias[3] = -100;
  train::write_model(run / "best.safetensors", model).value();
  RunReview review;
  ReviewResult result = looked(review, run);
  EXPECT_EQ(result.layers[1].op, "relu");
  EXPECT_EQ(result.layers[1].dead, 3);
  EXPECT_GT(result.layers[1].zeros, 0.75);
  std::int64_t told = std::count_if(result.alarms.begin(), result.alarms.end(),
                                    [](const ReviewAlarm& each) { return each.kind == "dead"; });
  EXPECT_EQ(told, 1) << "not again for the pooling behind it";
}

std::vector<ReviewedLayer> two_layers(double first, double last) {
  ReviewedLayer a{.path = "0", .op = "linear 4", .units = 4, .parameters = 8, .gradient = first}, b = a;
  b.path = "2";
  b.gradient = last;
  return {a, b};
}

TEST(ReviewAlarms, HaveTheirThresholds) {
  EXPECT_TRUE(alarmed(review_alarms(two_layers(0.99e-3, 1), {}), "vanishing"));
  EXPECT_FALSE(alarmed(review_alarms(two_layers(1.01e-3, 1), {}), "vanishing"));
  EXPECT_TRUE(alarmed(review_alarms(two_layers(3, 4), 0.0499), "exploding"));
  EXPECT_FALSE(alarmed(review_alarms(two_layers(3, 4), 0.0501), "exploding"));
  EXPECT_FALSE(alarmed(review_alarms(two_layers(3, 4), {}), "exploding"));
  std::vector<ReviewedLayer> layers = two_layers(1, 1);
  layers[1].finite = false;
  EXPECT_TRUE(alarmed(review_alarms(layers, {}), "exploding"));
  layers = two_layers(1, 1);
  layers[0].dead = 2;
  EXPECT_FALSE(alarmed(review_alarms(layers, {}), "dead"));
  layers[0].dead = 3;
  EXPECT_TRUE(alarmed(review_alarms(layers, {}), "dead"));
}

TEST(UpdateLengths, AreTheChangeOfAStep) {
  Weights before{{"a", Tensor::from<float>({2}, {1, 2})}, {"b", Tensor::from<float>({1}, {1})}};
  Weights after{{"a", Tensor::from<float>({2}, {7, 10})}, {"b", Tensor::from<float>({2}, {1, 1})}};
  std::map<std::string, double> lengths = update_lengths(before, after, 5);
  EXPECT_EQ(lengths.size(), 1u);
  EXPECT_EQ(lengths["a"], 2);  // (6, 8) in 5 steps
}

// A training on a thread of its own, slowly.
class Slow {
 public:
  explicit Slow(const TemporaryFolder& runs) {
    recipe::Recipe recipe =
        recipe::parse_recipe(std::string(kSmall) + "batch = 100\n[train.optimizer]\nlr = 0.01\n", "a.toml")
            .value();
    recipe.train.epochs = 10'000;
    thread_ = std::thread([this, recipe, runs = runs.path()] {
      recipe::train_recipe(recipe,
                           {.runs = runs,
                            .started =
                                [this](const recipe::TrainStart& start) {
                                  run = start.run;
                                  begun = true;
                                },
                            .listeners = {[](const train::Event&) { std::this_thread::sleep_for(2ms); }},
                            .stop = &stop_});
    });
    while (!begun) std::this_thread::sleep_for(2ms);
  }
  ~Slow() {
    stop_ = true;
    thread_.join();
  }
  std::string run;
  std::atomic<bool> begun = false;

 private:
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

TEST(RunReview, LooksAtATrainingThatGoesOnAgainAndAgain) {
  TemporaryFolder folder;
  Slow slow(folder);
  RunReview review;
  ReviewResult first = looked(review, slow.run, {.count = 100, .repeated = true});
  EXPECT_EQ(first.weights, "live");
  ASSERT_TRUE(first.layers[0].update.has_value());
  EXPECT_GT(first.layers[0].update.value(), 0);
  EXPECT_NEAR(first.layers[0].ratio.value(), first.layers[0].update.value() / first.layers[0].norm.value(),
              1e-12);
  EXPECT_FALSE(first.layers[1].update) << "relu has no parameters";
  ReviewProgress progress;
  do progress = review.progress(1);
  while (progress.version == 1);
  EXPECT_GT(progress.result.value().step, first.step);
  EXPECT_FALSE(review.progress(progress.version).result) << "the page has it";
}

TEST(RunReview, BreaksOffWhereItIsAskedAnewOrStopped) {
  TemporaryFolder folder;
  fs::path run = trained(folder, kSmall);
  RunReview review;
  for (int i = 0; i < 20; ++i) review.begin(run, {.count = 4000});
  EXPECT_EQ(looked(review, run, {.split = "train", .count = 100}).split, "train");
  review.begin(run, {.count = 4000});
  review.stop();
  EXPECT_FALSE(review.progress().working);
  EXPECT_THROW(review.cell(0, 0), Error);
}

TEST(RunReview, RefusesNonsense) {
  TemporaryFolder folder;
  RunReview review;
  EXPECT_THROW(review.begin(folder.path(), {.count = 99}), Error);
  EXPECT_THROW(review.begin(folder.path(), {.count = 10'001}), Error);
  EXPECT_THROW(review.begin(folder.path(), {.split = "secret"}), Error);
  review.begin(folder.path(), {});
  EXPECT_TRUE(ended(review).failure) << "there is no run";
  fs::path run = trained(folder, kSmall);
  review.begin(run, {.split = "val"});
  EXPECT_EQ(ended(review).failure.value().id, "lab.review.no_val");
}

TEST(RunReview, OfNumbersThatAreLearntThereAreLayersButNoClasses) {
  TemporaryFolder folder;
  std::string table = "x,y\n";
  for (int i = 0; i < 200; ++i) table += std::to_string(i * 0.01) + "," + std::to_string(i * 0.02) + "\n";
  io::write_file(folder / "line.csv", table).value();
  fs::path run =
      trained(folder, "name = \"line\"\n[data]\nsource = \"csv:" + (folder / "line.csv").string() +
                          "\"\n[model]\nlayers = [\"linear 4\", \"relu\", \"linear 1\"]\n[train]\nloss = "
                          "\"mean_squared_error\"\nepochs = 1\n");
  RunReview review;
  ReviewResult result = looked(review, run, {.count = 100});
  EXPECT_FALSE(result.accuracy);
  EXPECT_TRUE(result.classes.empty());
  EXPECT_TRUE(result.worst.empty());
  EXPECT_EQ(result.layers.size(), 3u);
  EXPECT_TRUE(result.loss);
}

TEST(RunWeights, WhatIsNoAnswerIsRefused) {
  auto fails = [](const std::string& line) { return !parse_run_weights(line); };
  std::string good =
      R"({"ok":{"step":3,"tensors":[{"path":"a","dtype":"f32","shape":[1],"data":"AACAPw=="}]}})";
  Result<RunWeights> weights = parse_run_weights(good);
  ASSERT_TRUE(weights);
  EXPECT_EQ(weights->step, 3);
  EXPECT_EQ(weights->tensors.at("a").at(0), 1);
  auto with = [&](const std::string& from, const std::string& to) {
    std::string line = good;
    return line.replace(line.find(from), from.size(), to);
  };
  for (const std::string& line :
       {std::string(), std::string("[]"), std::string(R"({"error":{}})"), std::string(1000, '['),
        with("3", "-3"), with("[1]", "[2]"), with("[1]", "[4611686018427387904,4]"), with("[1]", "[-1]"),
        with("f32", "f64"), with("AACAPw==", "&"), with("\"path\":\"a\",", ""), with("\"a\"", "7")})
    EXPECT_TRUE(fails(line)) << line;
}

}  // namespace
}  // namespace percept::lab
