// Every built-in recipe as an ONNX model.
#include <gtest/gtest.h>

#include "onnx/examples.hpp"
#include "onnx/recipes.hpp"
#include "ops/compare.hpp"
#include "percept/onnx/model.hpp"
#include "percept/recipe/network.hpp"

namespace percept::proof {
namespace {

class OnnxRecipe : public testing::TestWithParam<recipe::Known> {};

TEST_P(OnnxRecipe, IsExportedForAnyBatch) {
  ExportedRecipe exported(GetParam());
  EXPECT_EQ(exported.model.inputs, std::vector<std::string>{"input"});
  EXPECT_EQ(exported.model.outputs, std::vector<std::string>{"output"});
  EXPECT_GT(exported.model.nodes, 0);

  if (!examples_folder()) return;
  std::vector<OnnxExample> examples;
  for (std::int64_t batch : {1, 5, 32}) {  // of 32 Winograd's algorithm may be chosen
    std::vector<std::int64_t> dims = {batch};
    dims.insert(dims.end(), GetParam().input.begin(), GetParam().input.end());
    Tensor input(DType::f32, Shape(dims));
    RandomStream random(std::uint64_t(batch), GetParam().name);
    for (std::int64_t i = 0; i < input.size(); ++i) input.set(i, random.normal(std::uint64_t(i)));
    auto trace = [&](Graph& graph) { graph.fetch("output", exported.net(graph.feed("input"))); };
    examples.push_back(OnnxExample::of(exported.store, trace, {{"input", input}}));
  }
  write_onnx(examples_folder(), std::string("recipe-") + GetParam().name, exported.model, examples);
}

// On the same kernels the same numbers, bit for bit, in either precision. lecun1989 begins by shrinking its
// images, which ONNX says as products of matrices: another kernel, which adds in another order.
TEST_P(OnnxRecipe, ReturnsAsItWas) {
  ExportedRecipe exported(GetParam());
  auto bytes = std::as_bytes(std::span(exported.model.bytes.data(), exported.model.bytes.size()));
  onnx::Model model = onnx::parse_model(bytes, "exported.onnx").value();
  std::vector<std::int64_t> dims = {3};
  dims.insert(dims.end(), GetParam().input.begin(), GetParam().input.end());
  Tensor input(DType::f32, Shape(dims));
  RandomStream random(7, GetParam().name);
  for (std::int64_t i = 0; i < input.size(); ++i) input.set(i, random.normal(std::uint64_t(i)));
  for (Precision precision : {Precision::exact, Precision::single}) {
    Program own = Program::inference(
        exported.store, [&](Graph& graph) { graph.fetch("output", exported.net(graph.feed("input"))); },
        precision);
    ParameterStore store;
    Program back = Program::inference(
        store, [&](Graph& graph) { model.trace(graph); }, precision);
    const Tensor &made = back.run({{"input", input}})["output"],
                 &wanted = own.run({{"input", input}})["output"];
    if (GetParam().name == std::string("lecun1989"))
      EXPECT_LT(relative_error(made, wanted), 1e-5);
    else
      EXPECT_TRUE(same_bits(made, wanted));
  }
}

INSTANTIATE_TEST_SUITE_P(All, OnnxRecipe, testing::ValuesIn(recipe::kZoo), [](const auto& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace percept::proof
