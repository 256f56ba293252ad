// The losses that a recipe can name.
#include <gtest/gtest.h>

#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/recipe/network.hpp"
#include "percept/runtime/interpreter.hpp"
#include "recipe/trainings.hpp"

namespace percept::recipe {
namespace {

class LossWord : public testing::TestWithParam<const char*> {
 protected:
  static train::Loss loss() {
    std::string words = R"(model.layers=["flatten", "linear 10"])";
    return loss_of(load_recipe("lenet", {words, std::string("train.loss=") + GetParam()}).value());
  }
};

TEST_P(LossWord, PullsTheLabelUpAndNoOtherClass) {
  Graph graph;
  Value scores = graph.feed("scores", {DType::f32, {2, 3}}), labels = graph.feed("labels", {DType::i64, {2}});
  Value value = loss()(scores, labels), slope = differentiate(value, {scores})[0];
  ParameterStore store;
  Interpreter interpreter(graph, store);
  auto at = [&](std::initializer_list<float> numbers) {
    interpreter.reset({{"scores", Tensor::from<float>({2, 3}, numbers)},
                       {"labels", Tensor::from<std::int64_t>({2}, {2, 0})}});
    return interpreter.value(value).item();
  };
  double right = at({0, 0, 1, 1, 0, 0}), wrong = at({1, 0, 0, 0, 0, 1});
  EXPECT_LT(right, wrong);
  const Tensor& gradient = interpreter.value(slope);
  for (int i : {2, 3}) EXPECT_LT(gradient.at(i), 0);
  for (int i : {0, 1, 4, 5}) EXPECT_GE(gradient.at(i), 0);
}

TEST(LossWords, OfTwoClassesOneOutputIsHowMuchItIsTheSecond) {
  Recipe recipe = load_recipe("lenet", {"train.loss=binary_cross_entropy_with_logits",
                                        R"(model.layers=["flatten", "linear 1"])"})
                      .value();
  Graph graph;
  Value image = graph.feed("image", {DType::f32, {2, 1, 28, 28}});
  EXPECT_EQ(make_net(recipe, 2)(image).shape(), (Shape{2, 1}));
  EXPECT_THROW(make_net(recipe, 3)(image), Error) << "of three classes it does not";
  recipe.train.loss = "cross_entropy";
  EXPECT_THROW(make_net(recipe, 2)(image), Error);

  Value scores = graph.feed("scores", {DType::f32, {2, 1}}), labels = graph.feed("labels", {DType::i64, {2}});
  recipe.train.loss = "binary_cross_entropy_with_logits";
  Value value = loss_of(recipe)(scores, labels);
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"image", Tensor(DType::f32, {2, 1, 28, 28})},
                     {"scores", Tensor::from<float>({2, 1}, {2, -1})},
                     {"labels", Tensor::from<std::int64_t>({2}, {1, 1})}});
  EXPECT_NEAR(interpreter.value(value).item(), (std::log1p(std::exp(-2)) + std::log1p(std::exp(1))) / 2,
              1e-6);
}

TEST(LossWords, CrossEntropySpreadsAShareOfTheLabel) {
  Recipe recipe = load_recipe("lenet", {"train.label_smoothing=0.3"}).value();
  Graph graph;
  Value scores = graph.feed("scores", {DType::f32, {1, 3}}), labels = graph.feed("labels", {DType::i64, {1}});
  Value value = loss_of(recipe)(scores, labels);
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset(
      {{"scores", Tensor::from<float>({1, 3}, {2, 0, 0})}, {"labels", Tensor::from<std::int64_t>({1}, {0})}});
  double all = std::log(std::exp(2) + 2);
  EXPECT_NEAR(interpreter.value(value).item(), 0.8 * (all - 2) + 0.2 * all, 1e-6);

  Problem problem = load_recipe("lenet", {"train.label_smoothing=0.3", "train.loss=focal_loss"}).problem();
  EXPECT_EQ(problem.where, "train.label_smoothing=0.3");
}

INSTANTIATE_TEST_SUITE_P(All, LossWord,
                         testing::Values("cross_entropy", "nll_loss", "focal_loss", "multi_margin_loss",
                                         "mean_squared_error", "mean_squared_error_of_signs",
                                         "perceptron_loss", "binary_cross_entropy_with_logits"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace percept::recipe
