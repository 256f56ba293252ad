// Layers of recipes that arrange images: what they make of one.
#include <gtest/gtest.h>

#include "percept/recipe/network.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::recipe {
namespace {

Recipe with_layer(const std::string& layer) {
  return parse_recipe("[model]\nlayers = [\"" + layer + "\"]\n", "net.toml").value();
}

/// The layer on two channels of 2 x 3: 1, 2, ... 12.
Tensor made_of(const std::string& layer) {
  Graph graph;
  ParameterStore store;
  Value y = make_net(with_layer(layer), 0)(graph.feed("image", {DType::f32, {1, 2, 2, 3}}));
  Tensor image(DType::f32, {1, 2, 2, 3});
  for (int i = 0; i < 12; ++i) image.set(i, i + 1);
  Interpreter interpreter(graph, store);
  interpreter.reset({{"image", image}});
  return interpreter.value(y).clone();
}

std::vector<double> numbers(const Tensor& tensor) {
  std::vector<double> all;
  for (std::int64_t i = 0; i < tensor.size(); ++i) all.push_back(tensor.at(i));
  return all;
}

std::string code(const std::string& layer) {
  try {
    Graph graph;
    make_net(with_layer(layer), 0)(graph.feed("image", {DType::f32, {1, 2, 2, 3}}));
    return "";
  } catch (const Error& error) {
    return error.problem().code();
  }
}

TEST(ImageLayers, PadPutsAValueAround) {
  Tensor padded = made_of("pad 1 value=-1");
  EXPECT_EQ(padded.shape(), (Shape{1, 2, 4, 5}));
  std::vector<double> all = numbers(padded);
  EXPECT_EQ((std::vector<double>(all.begin(), all.begin() + 20)),
            (std::vector<double>{-1, -1, -1, -1, -1, -1, 1, 2, 3, -1, -1, 4, 5, 6, -1, -1, -1, -1, -1, -1}));
  EXPECT_EQ(all[26], 7);
  EXPECT_EQ(made_of("pad 2").shape(), (Shape{1, 2, 6, 7}));
  EXPECT_EQ(made_of("pad 2").at(0), 0);
}

TEST(ImageLayers, ChannelsTakesSomeFromOneOn) {
  EXPECT_EQ(numbers(made_of("channels 1 from=1")), (std::vector<double>{7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(made_of("channels 2").shape(), (Shape{1, 2, 2, 3}));
  EXPECT_EQ(code("channels 2 from=1"), "recipe.layer.channels");
}

TEST(ImageLayers, RescaleAndResize) {
  EXPECT_EQ(numbers(made_of("rescale 2 shift=-1"))[11], 23);
  EXPECT_EQ(made_of("resize 4x9").shape(), (Shape{1, 2, 4, 9}));
  EXPECT_EQ(numbers(made_of("resize 1 mode=area")), (std::vector<double>{3.5, 9.5}));
}

TEST(ImageLayers, BlocksTakeTheirOptions) {
  EXPECT_EQ(made_of("residual 4 stride=2 shortcut=pad").shape(), (Shape{1, 4, 1, 2}));
  EXPECT_EQ(made_of("separable 5").shape(), (Shape{1, 5, 2, 3}));
  EXPECT_EQ(made_of("inception 1 2 3 4 5 6 norm=false").shape(), (Shape{1, 15, 2, 3}));
  EXPECT_EQ(made_of("squeeze_excite 1").shape(), (Shape{1, 2, 2, 3}));
  EXPECT_EQ(numbers(made_of("bias")), numbers(made_of("channels 2"))) << "zeros at first";
  EXPECT_EQ(parse_recipe("[model]\nlayers = [\"residual 4 shortcut=other\"]\n", "x").problem().code(),
            "recipe.unknown.word");
  EXPECT_EQ(parse_recipe("[model]\nlayers = [\"inception 1 2 3\"]\n", "x").problem().code(),
            "recipe.layer.missing");
}

}  // namespace
}  // namespace percept::recipe
