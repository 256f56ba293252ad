// The blocks of image nets: shapes, names of parameters, values where they are plain, gradients.
#include <gtest/gtest.h>

#include <map>

#include "percept/nn/layers.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/check_gradients.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::proof {
namespace {

using Strings = std::vector<std::string>;

struct Traced {
  std::string output;
  Strings trainable;
  Traced(const nn::Module& module, Shape input) {
    Graph graph;
    output = to_string(module(graph.feed("x", {DType::f32, std::move(input)})).shape());
    for (Value p : graph.trainable()) trainable.push_back(p.name() + " " + to_string(p.shape()));
  }
};

double error_of(const nn::Module& module, Shape input) {
  return largest_error(check_module([&](Value x) { return module(x); }, input));
}

TEST(BasicBlock, HasThreeWaysPastAChangeOfShape) {
  nn::BasicBlock plain({.out = 4, .stride = 2, .shortcut = nn::Shortcut::conv, .bias = true});
  Traced conv(plain, {1, 2, 6, 8});
  EXPECT_EQ(conv.output, "[1, 4, 3, 4]");
  EXPECT_EQ(conv.trainable,
            (Strings{"conv1.weight [4, 2, 3, 3]", "conv1.bias [4]", "bn1.weight [4]", "bn1.bias [4]",
                     "conv2.weight [4, 4, 3, 3]", "conv2.bias [4]", "bn2.weight [4]", "bn2.bias [4]",
                     "downsample.0.weight [4, 2, 1, 1]", "downsample.0.bias [4]"}));
  nn::BasicBlock padded({.out = 5, .stride = 2, .shortcut = nn::Shortcut::pad});
  Traced pad(padded, {1, 2, 6, 8});
  EXPECT_EQ(pad.output, "[1, 5, 3, 4]");
  EXPECT_EQ(pad.trainable.size(), 6u);
  for (const nn::BasicBlock& block : {plain, padded}) EXPECT_LE(error_of(block, {2, 2, 5, 4}), 1e-6);
}

// With weights of zero only the shortcut is left: every second place, its channels in the middle.
TEST(BasicBlock, PadsTheShortcutAroundItsChannels) {
  Graph graph;
  nn::BasicBlock block({.out = 5, .stride = 2, .shortcut = nn::Shortcut::pad});
  Value x = graph.feed("x", {DType::f32, {1, 2, 3, 4}}), y = block(x);
  ParameterStore store;
  Tensor image(DType::f32, {1, 2, 3, 4});
  for (int i = 0; i < 24; ++i) image.set(i, i + 1);
  Interpreter interpreter(graph, store);
  for (Value p : graph.trainable())
    store.ensure(graph.parameter_of(p)).value = Tensor::full(DType::f32, p.shape(), 0);
  interpreter.reset({{"x", image}});
  const Tensor& out = interpreter.value(y);
  for (int channel = 0; channel < 5; ++channel)
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) {
        bool own = channel == 1 || channel == 2;
        EXPECT_EQ(out.at(channel * 4 + i * 2 + j), own ? image.at((channel - 1) * 12 + i * 8 + j * 2) : 0);
      }
}

TEST(Separable, SeesEachChannelAndThenAll) {
  nn::Separable block({.out = 6, .stride = 2});
  Traced traced(block, {1, 3, 6, 8});
  EXPECT_EQ(traced.output, "[1, 6, 3, 4]");
  EXPECT_EQ(traced.trainable, (Strings{"conv1.weight [3, 1, 3, 3]", "bn1.weight [3]", "bn1.bias [3]",
                                       "conv2.weight [6, 3, 1, 1]", "bn2.weight [6]", "bn2.bias [6]"}));
  EXPECT_LE(error_of(block, {2, 3, 5, 4}), 1e-6);
}

TEST(Inception, JoinsFourBranches) {
  nn::InceptionConfig config{
      .one = 2, .before_three = 3, .three = 4, .before_five = 1, .five = 5, .pooled = 6, .norm = false};
  Traced traced(nn::Inception(config), {1, 3, 6, 8});
  EXPECT_EQ(traced.output, "[1, 17, 6, 8]");
  EXPECT_EQ(traced.trainable, (Strings{"branch1.conv.weight [2, 3, 1, 1]", "branch1.conv.bias [2]",
                                       "branch2.0.conv.weight [3, 3, 1, 1]", "branch2.0.conv.bias [3]",
                                       "branch2.1.conv.weight [4, 3, 3, 3]", "branch2.1.conv.bias [4]",
                                       "branch3.0.conv.weight [1, 3, 1, 1]", "branch3.0.conv.bias [1]",
                                       "branch3.1.conv.weight [5, 1, 5, 5]", "branch3.1.conv.bias [5]",
                                       "branch4.1.conv.weight [6, 3, 1, 1]", "branch4.1.conv.bias [6]"}));
  EXPECT_LE(error_of(nn::Inception(config), {2, 3, 4, 4}), 1e-6);
  config.norm = true;
  EXPECT_EQ(Traced(nn::Inception(config), {1, 3, 6, 8}).trainable[1], "branch1.bn.weight [2]");
}

TEST(SqueezeExcite, WeighsEachChannelOfEachImage) {
  nn::SqueezeExcite block({2});
  Traced traced(block, {2, 4, 3, 5});
  EXPECT_EQ(traced.output, "[2, 4, 3, 5]");
  EXPECT_EQ(traced.trainable,
            (Strings{"fc1.weight [2, 4, 1, 1]", "fc1.bias [2]", "fc2.weight [4, 2, 1, 1]", "fc2.bias [4]"}));
  EXPECT_LE(error_of(block, {2, 4, 3, 2}), 1e-6);
}

TEST(Bias, HasANumberForEachPlace) {
  Traced traced(nn::Bias(), {2, 3, 4, 5});
  EXPECT_EQ(traced.output, "[2, 3, 4, 5]");
  EXPECT_EQ(traced.trainable, (Strings{"bias [3, 4, 5]"}));
  EXPECT_LE(error_of(nn::Bias(), {2, 3, 2}), 1e-6);
}

}  // namespace
}  // namespace percept::proof
