// The layers beside Conv2d and Linear: names of their parameters, what training and inference do, how they
// join.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "percept/nn/layers.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/check_gradients.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

/// A module on an input of 0, 1, 2, ...: its output's shape and its parameters, "path shape" each.
struct Traced {
  std::string output;
  std::vector<std::string> trainable, state;
  Traced(const nn::Module& module, Shape input, Mode mode = Mode::train) {
    Graph graph(mode);
    output = to_string(module(graph.feed("x", {DType::f32, std::move(input)})).shape());
    for (Value p : graph.parameters())
      if (p.name() != kRandomCounter)
        (graph.parameter_of(p).trainable ? trainable : state)
            .push_back(p.name() + " " + to_string(p.shape()));
  }
};
using Strings = std::vector<std::string>;

TEST(Modules, HavePyTorchsShapesAndKeys) {
  Traced conv1d(nn::Conv1d({.out = 6, .kernel = 3, .dilation = 2, .groups = 2, .causal = true}), {2, 4, 9});
  EXPECT_EQ(conv1d.output, "[2, 6, 9]");
  EXPECT_EQ(conv1d.trainable, (Strings{"weight [6, 2, 3]", "bias [6]"}));
  Traced conv3d(nn::Conv3d({.out = 5, .kernel = {1, 2, 3}, .padding = 1}), {2, 3, 4, 5, 6});
  EXPECT_EQ(conv3d.output, "[2, 5, 6, 6, 6]");
  EXPECT_EQ(conv3d.trainable, (Strings{"weight [5, 3, 1, 2, 3]", "bias [5]"}));
  Traced deconv(nn::ConvTranspose2d({.out = 3, .kernel = 4, .stride = 2, .padding = 1}), {2, 5, 4, 4});
  EXPECT_EQ(deconv.output, "[2, 3, 8, 8]");
  EXPECT_EQ(deconv.trainable, (Strings{"weight [5, 3, 4, 4]", "bias [3]"}));
  Traced deconv1d(nn::ConvTranspose1d({.out = 2, .kernel = 4, .stride = 2, .bias = false}), {1, 3, 5});
  EXPECT_EQ(deconv1d.output, "[1, 2, 12]");
  EXPECT_EQ(deconv1d.trainable, (Strings{"weight [3, 2, 4]"}));
  Traced deconv3d(nn::ConvTranspose3d({.out = 2, .kernel = 2, .stride = 2}), {1, 3, 2, 3, 4});
  EXPECT_EQ(deconv3d.output, "[1, 2, 4, 6, 8]");
  Traced batch_norm(nn::BatchNorm(), {4, 3, 2, 2});
  EXPECT_EQ(batch_norm.trainable, (Strings{"weight [3]", "bias [3]"}));
  EXPECT_EQ(batch_norm.state, (Strings{"running_mean [3]", "running_var [3]"}));
  EXPECT_EQ(Traced(nn::LayerNorm({.axes = 2}), {4, 3, 5}).trainable,
            (Strings{"weight [3, 5]", "bias [3, 5]"}));
  EXPECT_EQ(Traced(nn::GroupNorm({.groups = 2}), {4, 6, 5}).trainable, (Strings{"weight [6]", "bias [6]"}));
  EXPECT_EQ(Traced(nn::InstanceNorm(), {4, 6, 5}).trainable, Strings{});
  EXPECT_EQ(Traced(nn::RmsNorm(), {4, 6}).trainable, (Strings{"weight [6]"}));
  EXPECT_EQ(Traced(nn::PRelu({.slopes = 0}), {4, 6}).trainable, (Strings{"weight [6]"}));
  EXPECT_EQ(Traced(nn::Upsample({.scale = {2, 3}, .mode = "linear"}), {1, 2, 4, 5}).output, "[1, 2, 8, 15]");
  EXPECT_EQ(Traced(nn::AdaptiveAveragePool2d({.size = 7}), {1, 2, 9, 5}).output, "[1, 2, 7, 7]");
  EXPECT_EQ(Traced(nn::AdaptiveMaxPool2d({.size = {3, 2}}), {1, 2, 9, 5}).output, "[1, 2, 3, 2]");
  EXPECT_EQ(Traced(nn::GlobalAveragePool(), {1, 2, 9, 5}).output, "[1, 2, 1, 1]");
  Traced block(nn::BasicBlock({.out = 4, .stride = 2}), {1, 2, 6, 8});
  EXPECT_EQ(block.output, "[1, 4, 3, 4]");
  EXPECT_EQ(block.trainable, (Strings{"conv1.weight [4, 2, 3, 3]", "bn1.weight [4]", "bn1.bias [4]",
                                      "conv2.weight [4, 4, 3, 3]", "bn2.weight [4]", "bn2.bias [4]",
                                      "downsample.0.weight [4, 2, 1, 1]", "downsample.1.weight [4]",
                                      "downsample.1.bias [4]"}));
  EXPECT_EQ(Traced(nn::BasicBlock(), {1, 4, 6, 8}).trainable.size(), 6u)
      << "the shortcut is the input itself";
  EXPECT_EQ(Traced(nn::TransformerEncoderLayer({.heads = 2, .hidden = 6, .batch_first = true}), {2, 5, 4})
                .trainable,
            (Strings{"self_attn.in_proj_weight [12, 4]", "self_attn.in_proj_bias [12]",
                     "self_attn.out_proj.weight [4, 4]", "self_attn.out_proj.bias [4]", "norm1.weight [4]",
                     "norm1.bias [4]", "linear1.weight [6, 4]", "linear1.bias [6]", "linear2.weight [4, 6]",
                     "linear2.bias [4]", "norm2.weight [4]", "norm2.bias [4]"}));
  EXPECT_EQ(Traced(nn::Maxout({.pieces = 5}), {3, 20}).output, "[3, 4]");
  EXPECT_EQ(Traced(nn::Glu({.axis = 1}), {3, 20, 2}).output, "[3, 10, 2]");
}

TEST(BatchNorm, FollowsTheBatchesInTrainingAndUsesThemInInference) {
  nn::BatchNorm layer({.momentum = 0.25});
  ParameterStore store;
  Tensor x = Tensor::from<float>({4, 1}, {1, 2, 3, 4});
  auto trace = [&](Graph& graph) { graph.fetch("y", layer(graph.feed("x"))); };
  Program train(store, trace), infer = Program::inference(store, trace);
  EXPECT_NEAR(train.run({{"x", x}})["y"].at(0), -1.34163542, 1e-6);
  // Mean 2.5; variance 1.25, without bias 5 / 3.
  double mean = 0.25 * 2.5, variance = 0.75 + 0.25 * 5 / 3;
  EXPECT_NEAR(store.find("running_mean")->value.at(0), mean, 1e-6);
  EXPECT_NEAR(store.find("running_var")->value.at(0), variance, 1e-6);
  EXPECT_NEAR(infer.run({{"x", x}})["y"].at(0), (1 - mean) / std::sqrt(variance + 1e-5), 1e-5);
  EXPECT_NEAR(store.find("running_mean")->value.at(0), mean, 1e-6) << "inference changes nothing";
}

TEST(BatchNorm, OfABatchOfOneDoesNotBreak) {
  nn::BatchNorm layer;
  ParameterStore store;
  Program train(store, [&](Graph& graph) { graph.fetch("y", layer(graph.feed("x"))); });
  EXPECT_EQ(train.run({{"x", Tensor::from<float>({1, 2}, {3, -7})}})["y"].at(1), 0);
  EXPECT_TRUE(std::isfinite(store.find("running_var")->value.at(0)));
}

TEST(BatchNorm, MayBeCalledTwice) {
  nn::BatchNorm layer;
  ParameterStore store;
  Program train(store, [&](Graph& graph) {
    Value first = layer(graph.feed("x")), second = layer(graph.feed("z"));
    graph.fetch("y", first + second);
  });
  train.run({{"x", Tensor::from<float>({2, 1}, {1, 3})}, {"z", Tensor::from<float>({2, 1}, {100, 300})}});
  EXPECT_NEAR(store.find("running_mean")->value.at(0), 0.2, 1e-6);
}

TEST(Conv2d, PadsInEveryMode) {
  Tensor x = Tensor::from<float>({1, 1, 1, 3}, {1, 2, 3});
  std::map<PadMode, double> first = {
      {PadMode::zeros, 3}, {PadMode::reflect, 5}, {PadMode::replicate, 4}, {PadMode::circular, 6}};
  for (auto [mode, expected] : first) {
    ParameterStore store;
    nn::Conv2d layer({.out = 1, .kernel = {1, 3}, .padding = {0, 1}, .padding_mode = mode, .bias = false});
    Program program(store, [&](Graph& graph) { graph.fetch("y", layer(graph.feed("x"))); });
    program.plan({{"x", x}});
    store.set("weight", Tensor::from<float>({1, 1, 1, 3}, {1, 1, 1}));
    EXPECT_EQ(program.run({{"x", x}})["y"].at(0), expected) << int(mode);
  }
}

TEST(Conv1d, CausalLayersSeeNoLaterInputInAnyPaddingMode) {
  for (PadMode mode : {PadMode::zeros, PadMode::replicate}) {
    ParameterStore store;
    nn::Conv1d layer({.out = 1, .kernel = 3, .dilation = 2, .causal = true, .padding_mode = mode});
    Program program(store, [&](Graph& graph) { graph.fetch("y", layer(graph.feed("x"))); });
    Tensor x = Tensor::zeros(DType::f32, {1, 1, 9});
    Tensor before = program.run({{"x", x}})["y"].clone();
    x.set(5, 1);
    const Tensor& after = program.run({{"x", x}})["y"];
    for (int i = 0; i < 5; ++i) EXPECT_EQ(before.at(i), after.at(i)) << i;
    EXPECT_NE(before.at(5), after.at(5));
  }
}

TEST(Blocks, ResidualAddsAndNamesAsTorchvisionDoes) {
  nn::Residual block(
      nn::Sequential(nn::named("conv1", nn::Conv2d({.out = 4, .stride = 2, .padding = 1, .bias = false})),
                     nn::named("bn1", nn::BatchNorm())),
      nn::named("downsample", nn::Sequential(nn::Conv2d({.out = 4, .kernel = 1, .stride = 2}))));
  Traced traced(block, {2, 3, 8, 8});
  EXPECT_EQ(traced.output, "[2, 4, 4, 4]");
  EXPECT_EQ(traced.trainable, (Strings{"conv1.weight [4, 3, 3, 3]", "bn1.weight [4]", "bn1.bias [4]",
                                       "downsample.0.weight [4, 3, 1, 1]", "downsample.0.bias [4]"}));
  nn::Residual twice(nn::Apply("same", [](Value x) { return x; }));
  Graph graph;
  Value y = twice(graph.constant(Tensor::from<float>({2}, {1, 5})));
  ParameterStore store;
  EXPECT_EQ(Interpreter(graph, store).value(y).at(1), 10);
}

TEST(Blocks, ResidualRefusesAShortcutOfAnotherShape) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2, 3, 8, 8}});
  try {
    nn::Residual(nn::Conv2d({.out = 3}))(x);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "nn.residual");
  }
}

TEST(Blocks, HaveTheRightGradients) {
  EXPECT_LE(largest_error(check_module(nn::BasicBlock({.out = 3, .stride = 2}), Shape{2, 2, 5, 4})), 1e-6);
  for (bool norm_first : {false, true}) {
    nn::TransformerEncoderLayer layer({.heads = 2, .hidden = 6, .dropout = 0, .norm_first = norm_first});
    EXPECT_LE(largest_error(check_module(layer, Shape{3, 2, 4})), 1e-6);
  }
}

TEST(Attention, DropsItsWeightsInTrainingAlone) {
  for (Mode mode : {Mode::train, Mode::infer}) {
    Graph graph(mode);
    ParameterStore store;
    Value x = graph.constant(Tensor::from<float>({3, 1, 2}, {1, -1, 0.5, 2, -2, 0}));
    nn::Attention y = nn::MultiheadAttention({.dropout = 1})(x, x, x);
    graph.fetch("weights", y.weights);
    Fetches fetched = Interpreter(graph, store).run({});
    double sum = 0;
    for (float w : fetched["weights"].data<float>()) sum += double(w);
    EXPECT_NEAR(sum, mode == Mode::train ? 0 : 3, 1e-6);
  }
}

TEST(TransformerEncoderLayer, KnowsTwoActivations) {
  try {
    nn::TransformerEncoderLayer({.activation = "silu"});
    FAIL() << "PyTorch has no other by name either";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "nn.transformer.activation");
    EXPECT_NE(error.problem().where.find("modules_test.cpp"), std::string::npos);
  }
}

TEST(Blocks, BranchesStandOneBehindTheOther) {
  nn::Branches block(nn::Conv2d({.out = 4, .kernel = 1}), nn::named("pool", nn::MaxPool2d({.kernel = 1})));
  Traced traced(block, {2, 3, 8, 8});
  EXPECT_EQ(traced.output, "[2, 7, 8, 8]");
  EXPECT_EQ(traced.trainable, (Strings{"0.weight [4, 3, 1, 1]", "0.bias [4]"}));
}

}  // namespace
}  // namespace percept::proof
