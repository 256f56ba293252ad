#include "percept/recipe/inspection.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/io/image.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/runs.hpp"

namespace percept::recipe {
namespace {

// A small network, trained for an epoch on few digits.
class Inspected : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new TemporaryFolder;
    Recipe recipe = parse_recipe(R"(name = "small"
[data]
source = "digits"
limit = 300
[model]
layers = ["conv 4 5x5", "relu", { id = "pool", op = "maxpool 2" }, "flatten", "dropout 0.5", "linear 10"]
[train]
epochs = 1
)",
                                 "small.toml")
                        .value();
    run = train_recipe(recipe, {.runs = folder->path()}).start.run;
  }
  static void TearDownTestSuite() { delete folder; }
  static inline TemporaryFolder* folder = nullptr;
  static inline std::string run;

  Model model() { return open_model(run); }
};

TEST_F(Inspected, APictureGoesThroughEveryLayer) {
  Model opened = model();
  std::string file = (*folder / "three.png").string();
  Tensor picture = predict_examples(opened, "digits:test", 1).front().image;
  io::write_png(file, picture).value();
  Prediction want = predict_files(opened, {file}).front();

  Inspector inspector(model());
  Inspection seen = inspector.inspect(picture);
  ASSERT_EQ(seen.layers.size(), 6u);
  EXPECT_EQ(seen.layers[0].path, "0");
  EXPECT_EQ(seen.layers[0].op, "conv 4 5x5");
  EXPECT_EQ(seen.layers[0].output.shape(), (Shape{4, 24, 24}));
  EXPECT_EQ(seen.layers[2].path, "pool");
  EXPECT_EQ(seen.layers[2].output.shape(), (Shape{4, 12, 12}));
  for (std::int64_t i = 0; i < seen.layers[0].output.size(); ++i)
    ASSERT_EQ(seen.layers[1].output.at(i), std::max(0.0, seen.layers[0].output.at(i)));
  ASSERT_EQ(seen.probabilities.size(), 10u);
  auto best = std::max_element(seen.probabilities.begin(), seen.probabilities.end());
  EXPECT_EQ(inspector.model().card.classes[std::size_t(best - seen.probabilities.begin())],
            want.top[0].label);
  EXPECT_NEAR(*best, want.top[0].probability, 1e-6);
}

TEST_F(Inspected, BlackOnWhiteIsTurnedOver) {
  Inspector inspector(model());
  Tensor white = Tensor::full(DType::u8, {50, 40, 3}, 255);
  Inspection seen = inspector.inspect(white);
  EXPECT_TRUE(seen.inverted);
  EXPECT_EQ(seen.image.shape(), (Shape{28, 28, 1}));
  EXPECT_EQ(seen.image.at(0), 0);
}

TEST_F(Inspected, AReviewIsTheEvaluationLayerByLayer) {
  Model opened = model();
  data::DatasetPtr data = open_fitting(opened, "digits:test", true);
  train::Evaluation want =
      train::Evaluator(*opened.store, opened.net, trainer_config(opened.recipe).loss, train::roles_of(*data))
          .evaluate(data::take(data, 600), opened.card.normalization);
  Inspector inspector(model());
  std::vector<std::int64_t> indices(600);
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = std::int64_t(i);
  NetReview review = inspector.review(*data, indices);

  EXPECT_EQ(review.count, 600);
  EXPECT_NEAR(review.loss, want.loss, 1e-5);
  EXPECT_EQ(review.accuracy, want.accuracy);
  double loss = 0;
  for (std::size_t i = 0; i < review.examples.size(); ++i) {
    EXPECT_EQ(review.examples[i].index, std::int64_t(i));
    loss += review.examples[i].loss / 600;
  }
  EXPECT_NEAR(loss, want.loss, 1e-5);
  ASSERT_EQ(review.layers.size(), 6u);
  EXPECT_EQ(review.layers[0].units, 4);
  EXPECT_EQ(review.layers[0].dead, 0);
  EXPECT_GT(review.layers[1].zeros, review.layers[0].zeros);
  EXPECT_EQ(review.layers[5].units, 10);
  ASSERT_EQ(review.parameters.size(), 4u);
  EXPECT_EQ(review.parameters[0].path, "0.bias");
}

// The slope of the loss along the gradient is the gradient's length: (L(w + h g/|g|) - L(w - h g/|g|)) / 2h.
TEST_F(Inspected, TheLengthOfAGradientIsTheSlopeAlongIt) {
  Model opened = model();
  data::DatasetPtr data = open_fitting(opened, "digits:test", true);
  std::vector<std::int64_t> indices = {5, 3, 300, 299, 17};
  Inspector inspector(model());
  double length = 0;
  for (const ParameterReview& each : inspector.review(*data, indices).parameters)
    if (each.path == "5.bias") length = each.gradient;
  // Of the last bias the gradient is known: the mean of p - y.
  std::map<std::string, Tensor> weights = opened.store->snapshot();
  std::vector<double> gradient(10);
  data::DatasetPtr chosen = data::select(data, indices);
  std::vector<Tensor> fields = data::allocate_batch(*chosen, 5);
  chosen->read(std::vector<std::int64_t>{0, 1, 2, 3, 4}, fields);
  for (std::int64_t i = 0; i < 5; ++i) {
    Inspection seen =
        inspector.inspect(io::read_planes(fields[0].rows(i, i + 1).data<float>(), Shape{1, 28, 28}));
    for (std::size_t c = 0; c < 10; ++c)
      gradient[c] += (seen.probabilities[c] - (fields[1].at(i) == double(c))) / 5;
  }
  double want = 0;
  for (double g : gradient) want += g * g;
  EXPECT_NEAR(length, std::sqrt(want), 1e-5);
}

TEST_F(Inspected, OtherWeightsGiveOtherAnswers) {
  Inspector inspector(model());
  Tensor picture = Tensor::full(DType::u8, {28, 28, 1}, 0);
  std::map<std::string, Tensor> weights = inspector.model().store->snapshot();
  weights["5.weight"] = Tensor::zeros(DType::f32, weights["5.weight"].shape());
  weights["5.bias"] = Tensor::zeros(DType::f32, {10});
  inspector.set_weights(weights);
  for (double p : inspector.inspect(picture).probabilities) EXPECT_NEAR(p, 0.1, 1e-7);
  NetReview review = inspector.review(*open_fitting(inspector.model(), "digits:test", true), {0, 1, 2});
  EXPECT_EQ(review.layers[5].dead, 10);
  EXPECT_EQ(review.layers[5].zeros, 1);
  EXPECT_NEAR(review.loss, std::log(10.0), 1e-6);
  weights.erase("5.bias");
  EXPECT_THROW(inspector.set_weights(weights), Error);
}

TEST_F(Inspected, ACheckpointOpensWithTheCardOfItsManifest) {
  Model best = model(), last = open_checkpoint(run);
  EXPECT_EQ(train::to_metadata(last.card), train::to_metadata(best.card));
  EXPECT_EQ(last.store->snapshot().size(), best.store->snapshot().size());
  EXPECT_THROW(open_checkpoint(folder->path()), Error);
}

TEST_F(Inspected, AUnitsMeanIsTakenBeforeItsSign) {
  Inspector inspector(model());
  std::map<std::string, Tensor> weights = inspector.model().store->snapshot();
  weights["5.weight"] = Tensor::zeros(DType::f32, weights["5.weight"].shape());
  weights["5.bias"] = Tensor(DType::f32, {10});
  for (std::int64_t i = 0; i < 10; ++i)
    weights["5.bias"].set(i, i < 5 ? -3.0 : double(i));  // -3 x 5, 5 ... 9
  inspector.set_weights(weights);
  NetReview review = inspector.review(*open_fitting(inspector.model(), "digits:test", true), {0, 1, 2});
  EXPECT_NEAR(review.layers[5].mean, 2, 1e-6);
  EXPECT_NEAR(review.layers[5].unit_mean, 4, 1e-6);  // the median of 3 x 5, 5, 6, 7, 8, 9
}

// What `inspect` shows of a recipe is what its training begins with, by its seed.
TEST_F(Inspected, ANetworkBeforeItHasLearnt) {
  TemporaryFolder untrained;
  Recipe recipe = parse_recipe(model().card.recipe, "small.toml", {"train.epochs=0", "seed=3"}).value();
  std::string begun = train_recipe(recipe, {.runs = untrained.path()}).start.run;
  std::map<std::string, Tensor> want = open_checkpoint(begun).store->snapshot(),
                                have = initial_model(recipe).store->snapshot();
  ASSERT_EQ(have.size(), want.size());
  for (const auto& [path, tensor] : want) {
    ASSERT_TRUE(have.contains(path)) << path;
    for (std::int64_t i = 0; i < tensor.size(); ++i) ASSERT_EQ(have[path].at(i), tensor.at(i)) << path;
  }
  EXPECT_THROW(initial_model(load_recipe("knn").value()), Error);
}

TEST_F(Inspected, NonsenseIsRefused) {
  Inspector inspector(model());
  EXPECT_THROW(inspector.review(*open_fitting(inspector.model(), "digits:test", true), {}), Error);
  EXPECT_THROW(inspector.review(*open_fitting(inspector.model(), "digits:test", true), {1'000'000}), Error);
  EXPECT_THROW(inspector.inspect(Tensor::zeros(DType::f32, {28, 28, 1})), Error);
}

}  // namespace
}  // namespace percept::recipe
