// Backpropagation by hand, against Mazur's figures, central differences and the graph.
#include "percept/lab/backpropagation.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "autograd/mazur_figures.hpp"

namespace percept::lab {
namespace {

void expect_near(const std::vector<double>& actual, const std::vector<double>& golden,
                 double bound = mazur::kBound) {
  ASSERT_EQ(actual.size(), golden.size());
  for (std::size_t i = 0; i < golden.size(); ++i) EXPECT_NEAR(actual[i], golden[i], bound) << i;
}

std::vector<double> flat(const std::vector<std::vector<double>>& rows) {
  std::vector<double> all;
  for (const auto& row : rows) all.insert(all.end(), row.begin(), row.end());
  return all;
}

TEST(HandStep, IsMazursFirst) {
  HandStep step = step_by_hand(mazur_net());
  EXPECT_NEAR(step.nets[0][0], .3775, mazur::kBound);
  expect_near(step.outs[0], mazur::kHidden);
  expect_near(step.outs[1], mazur::kOutput);
  expect_near(step.errors, mazur::kErrors);
  EXPECT_NEAR(step.error, mazur::kError, mazur::kBound);
  expect_near(flat(step.gradients[0].weights), mazur::kHiddenGradient);
  expect_near(flat(step.gradients[1].weights), mazur::kOutputGradient);
  expect_near(flat(step.after.layers[0].weights), mazur::kHiddenWeight);
  expect_near(flat(step.after.layers[1].weights), mazur::kOutputWeight);
  EXPECT_EQ(step.after.layers[1].biases, mazur_net().layers[1].biases);
  EXPECT_NEAR(error_of(step.after), mazur::kErrorAfter, mazur::kBound);
}

TEST(HandStep, ManyOfThem) {
  HandNet net = mazur_net(), biased = mazur_net(), wrong = mazur_net();
  int done = 0;
  for (const mazur::After& after : mazur::kErrorsAfter) {
    for (; done < after.steps; ++done) {
      net = step_by_hand(net).after;
      biased = step_by_hand(biased, {.train_biases = true}).after;
      wrong = step_by_hand(wrong, {.new_weights = true}).after;
      if (done == 0) EXPECT_NEAR(error_of(wrong), .2910279239, 1e-10) << "the post's figure";
    }
    EXPECT_NEAR(error_of(net), after.error, 1e-10) << done;
  }
  expect_near(step_by_hand(net).outs.back(), mazur::kOutputAfterTenThousand, 1e-9);
  EXPECT_NEAR(error_of(biased), mazur::kErrorWithBiases, 1e-12);
  EXPECT_NEAR(error_of(wrong), .0000350848, 1e-10);
  expect_near(step_by_hand(wrong).outs.back(), {.015912196, .984065734}, 1e-9);
}

TEST(HandStep, IsTheGraphs) {
  for (const char* sizes : {"2-2-2", "1-1", "3-5-4-2", "16-16", "2-1-1-1-3"})
    for (bool biases : {false, true}) {
      HandNet net = drawn_net(sizes, 7);
      GraphNet graph(net, biases);
      for (int i = 0; i < 20; ++i) {
        HandStep step = step_by_hand(net, {.train_biases = biases});
        EXPECT_LT(largest_difference(step, graph.step()), 1e-14) << sizes;
        net = step.after;
      }
    }
  GraphNet mazur(mazur_net());
  EXPECT_GT(largest_difference(step_by_hand(mazur_net(), {.new_weights = true}), mazur.step()), 1e-6)
      << "the mistake is seen";
}

// dE/dw by (E(w + h) - E(w - h)) / 2h, of every weight and bias.
TEST(HandStep, IsWhatDifferencesSay) {
  constexpr double h = 1e-5;
  const HandNet net = drawn_net("2-3-3-2", 11);
  HandStep step = step_by_hand(net);
  auto slope = [&](auto&& number) {
    HandNet above = net, below = net;
    number(above) += h;
    number(below) -= h;
    return (error_of(above) - error_of(below)) / (2 * h);
  };
  for (std::size_t l = 0; l < net.layers.size(); ++l)
    for (std::size_t unit = 0; unit < net.layers[l].weights.size(); ++unit) {
      for (std::size_t i = 0; i < net.layers[l].weights[unit].size(); ++i)
        EXPECT_NEAR(step.gradients[l].weights[unit][i],
                    slope([&](HandNet& n) -> double& { return n.layers[l].weights[unit][i]; }), 1e-10);
      EXPECT_NEAR(step.gradients[l].biases[unit],
                  slope([&](HandNet& n) -> double& { return n.layers[l].biases[unit]; }), 1e-10);
    }
}

TEST(HandNet, IsReadAsItIsWritten) {
  for (const HandNet& net : {mazur_net(), drawn_net("3-2-1", 5)})
    EXPECT_EQ(parse_hand_net(to_json(net)).value(), net);
  HandNet plain = parse_hand_net(R"({"inputs": [1], "targets": [0], "weights": [[[2]]]})").value();
  EXPECT_EQ(plain.layers[0].biases, (std::vector<double>{0}));
  EXPECT_EQ(plain.rate, 0.5);
  EXPECT_NE(drawn_net("2-2-2", 0), drawn_net("2-2-2", 1));
}

TEST(HandNet, WhatIsNoneIsRefused) {
  for (const char* text : {"", "[]", "{", R"({"inputs": []})", R"({"inputs": [1], "targets": [0]})",
                           R"({"inputs": [1], "targets": [0], "weights": []})",
                           R"({"inputs": [1], "targets": [0], "weights": [[]]})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[]]]})",
                           R"({"inputs": [1], "targets": [0], "weights": [[["a"]]]})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1, 2]]]})",
                           R"({"inputs": [1], "targets": [0, 1], "weights": [[[1]]]})",
                           R"({"inputs": [1e7], "targets": [0], "weights": [[[1]]]})",
                           R"({"inputs": [1e999], "targets": [0], "weights": [[[1]]]})",
                           R"({"inputs": 1, "targets": [0], "weights": [[[1]]]})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1]]], "biases": 3})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1]]], "biases": [[1, 2]]})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1]]], "rate": 0})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1]]], "rate": "much"})",
                           R"({"inputs": [1], "targets": [0], "weights": [[[1]]], "wieghts": 1})"})
    EXPECT_FALSE(parse_hand_net(text)) << text;
  EXPECT_FALSE(parse_hand_net(std::string(100'000, '[')));
  for (const char* sizes :
       {"", "2", "2-", "-2", "2-0", "2-17", "2x2", "1-1-1-1-1-1-1-1-1-1", "99999999999999999999-1"})
    EXPECT_THROW(drawn_net(sizes, 0), Error) << sizes;
}

TEST(HandNet, NamesAreTheLecturesOnes) {
  HandNet net = mazur_net();
  EXPECT_EQ(unit_name(net, 0, 1), "i2");
  EXPECT_EQ(unit_name(net, 1, 0), "h1");
  EXPECT_EQ(unit_name(net, 2, 1), "o2");
  EXPECT_EQ(weight_name(net, 0, 1, 0), "w3");
  EXPECT_EQ(weight_name(net, 1, 1, 1), "w8");
  EXPECT_EQ(bias_name(net, 1, 1), "b2");
  HandNet deep = drawn_net("2-3-2-1", 0);
  EXPECT_EQ(unit_name(deep, 2, 1), "h2.2");
  EXPECT_EQ(weight_name(deep, 2, 0, 1), "w14");
  EXPECT_EQ(bias_name(deep, 1, 1), "b5");
}

}  // namespace
}  // namespace percept::lab
