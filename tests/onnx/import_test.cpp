// What ONNX's own cases leave out: ops of other versions, weights and batches, functions, external data,
// what is refused and how it is told.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "io/temporary_folder.hpp"
#include "onnx/model_builder.hpp"
#include "ops/compare.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/recipe/prediction.hpp"

namespace percept::proof {
namespace {

using F = std::vector<float>;
using Ints = std::vector<std::int64_t>;

Tensor floats(Shape shape, F values) { return Tensor::from<float>(std::move(shape), values); }

F numbers(const Tensor& tensor) {
  F out;
  for (std::int64_t i = 0; i < tensor.size(); ++i) out.push_back(float(tensor.at(i)));
  return out;
}

void expect_near(const Tensor& have, const F& want, double bound = 1e-5) {
  ASSERT_EQ(have.size(), std::int64_t(want.size()));
  for (std::size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(have.at(std::int64_t(i)), want[i], bound) << i;
}

// One node from x to y.
Tensor of_node(int opset, const std::string& op, const Tensor& x,
               const std::function<void(onnx::wire::NodeProto&)>& attributes = {},
               const std::vector<std::pair<std::string, Tensor>>& others = {}) {
  ModelBuilder model(opset);
  model.input("x", x.dtype(), x.shape().dims()).output("y");
  std::vector<std::string> inputs = {"x"};
  for (const auto& [name, tensor] : others) {
    model.initial(name, tensor);
    inputs.push_back(name);
  }
  onnx::wire::NodeProto& node = model.node(op, inputs, {"y"});
  if (attributes) attributes(node);
  return run(model.parsed().value(), {{"x", x}})["y"];
}

TEST(Import, OpsWithoutACase) {
  Tensor x = floats({1, 1, 2, 2}, {1, -2, 3, -4});
  expect_near(of_node(1, "GlobalLpPool", x, [](auto& n) { set(n, "p", std::int64_t(2)); }),
              {float(std::sqrt(30.0))});
  expect_near(of_node(11, "LpPool", x,
                      [](auto& n) {
                        set(n, "kernel_shape", {1, 2}), set(n, "p", std::int64_t(1));
                      }),
              {3, 7});
  expect_near(of_node(1, "LpNormalization", floats({1, 2}, {3, 4})), {0.6f, 0.8f});
  expect_near(
      of_node(1, "LpNormalization", floats({1, 2}, {3, -1}), [](auto& n) { set(n, "p", std::int64_t(1)); }),
      {0.75f, -0.25f});
  expect_near(of_node(20, "Gelu", floats({2}, {1, -1})), {0.841345f, -0.158655f});
  expect_near(of_node(20, "Gelu", floats({2}, {1, -1}), [](auto& n) { set(n, "approximate", "tanh"); }),
              {0.841192f, -0.158808f});
  expect_near(of_node(18, "Mish", floats({2}, {1, -1})), {0.865098f, -0.303401f});
  Tensor groups = of_node(18, "GroupNormalization", floats({1, 4, 1}, {1, 3, 5, 9}),
                          [](auto& n) { set(n, "num_groups", std::int64_t(2)), set(n, "epsilon", 0.0); },
                          {{"scale", floats({2}, {1, 2})}, {"bias", floats({2}, {0, 1})}});
  expect_near(groups, {-1, 1, -1, 3});
  expect_near(of_node(23, "RMSNormalization", floats({1, 2}, {3, 4}), [](auto& n) { set(n, "epsilon", 0.0); },
                      {{"scale", floats({2}, {1, 1})}}),
              {0.848528f, 1.131371f});
  expect_near(of_node(18, "ReduceMax", floats({2, 2}, {1, 2, 3, 4}),
                      [](auto& n) { set(n, "keepdims", std::int64_t(0)); },
                      {{"axes", Tensor::from<std::int64_t>({1}, {1})}}),
              {2, 4});
  Tensor drawn = of_node(17, "Multinomial", floats({1, 2}, {-100, 100}),
                         [](auto& n) { set(n, "sample_size", std::int64_t(5)); });
  EXPECT_EQ(drawn.dtype(), DType::i32);
  EXPECT_EQ(numbers(drawn), (F{1, 1, 1, 1, 1}));
  Tensor uniform = of_node(17, "RandomUniformLike", floats({1000}, F(1000)),
                           [](auto& n) { set(n, "low", 2.0), set(n, "high", 3.0); });
  for (float number : numbers(uniform)) EXPECT_TRUE(number >= 2 && number < 3);
}

// Attributes that later became inputs, and broadcasting that had to be asked for.
TEST(Import, OldOpsets) {
  Tensor x = floats({2, 2}, {1, 2, 3, 4});
  expect_near(of_node(6, "Clip", x, [](auto& n) { set(n, "min", 2.0), set(n, "max", 3.0); }), {2, 2, 3, 3});
  expect_near(of_node(6, "Add", x,
                      [](auto& n) { set(n, "broadcast", std::int64_t(1)), set(n, "axis", std::int64_t(0)); },
                      {{"b", floats({2}, {10, 20})}}),
              {11, 12, 23, 24});
  expect_near(
      of_node(9, "Slice", x,
              [](auto& n) { set(n, "starts", Ints{0}), set(n, "ends", Ints{1}), set(n, "axes", Ints{1}); }),
      {1, 3});
  expect_near(of_node(10, "Pad", floats({2}, {1, 2}),
                      [](auto& n) {
                        set(n, "pads", {1, 0}), set(n, "value", 7.0);
                      }),
              {7, 1, 2});
  expect_near(of_node(11, "Softmax", floats({1, 2, 2}, {0, 0, 0, 0})), {.25f, .25f, .25f, .25f});
  expect_near(of_node(13, "Softmax", floats({1, 2, 2}, {0, 0, 0, 0})), {.5f, .5f, .5f, .5f});
  expect_near(of_node(9, "TopK", floats({3}, {1, 3, 2}), [](auto& n) { set(n, "k", std::int64_t(2)); }),
              {3, 2});
}

// A convolution, as another framework would write it: a name for the batch, weights that are trained.
ModelBuilder small_net(std::int64_t batch = -1) {
  ModelBuilder model;
  model.input("image", DType::f32, {batch, 1, 4, 4}).output("scores");
  Tensor w(DType::f32, {2, 1, 3, 3}), head(DType::f32, {3, 8});
  for (std::int64_t i = 0; i < w.size(); ++i) w.set(i, std::sin(double(i)));
  for (std::int64_t i = 0; i < head.size(); ++i) head.set(i, std::cos(double(i)));
  model.initial("conv.weight", w)
      .initial("bn.weight", floats({2}, {1, 2}))
      .initial("bn.bias", floats({2}, {0, 1}));
  model.initial("bn.mean", floats({2}, {.1f, .2f})).initial("bn.var", floats({2}, {1, 2}));
  model.initial("head.weight", head).initial("head.bias", floats({3}, {1, 2, 3}));
  model.node("Conv", {"image", "conv.weight"}, {"a"});
  model.node("BatchNormalization", {"a", "bn.weight", "bn.bias", "bn.mean", "bn.var"}, {"b"});
  model.node("Relu", {"b"}, {"c"});
  model.node("Flatten", {"c"}, {"d"});
  set(model.node("Gemm", {"d", "head.weight", "head.bias"}, {"scores"}), "transB", std::int64_t(1));
  return model;
}

Tensor images(std::int64_t count) {
  Tensor x(DType::f32, {count, 1, 4, 4});
  for (std::int64_t i = 0; i < x.size(); ++i) x.set(i, std::cos(double(i * i)));
  return x;
}

TEST(Import, AnyBatch) {
  onnx::Model model = small_net().parsed().value();
  Tensor five = run(model, {{"image", images(5)}})["scores"];
  EXPECT_EQ(five.shape(), (Shape{5, 3}));
  Tensor one = run(model, {{"image", images(1)}})["scores"];
  expect_near(one, numbers(five.rows(0, 1)));
}

// As a layer of a network a model that takes two images at once takes five in three goes.
TEST(Import, ADeclaredBatchIsUsedAsOftenAsNeeded) {
  train::Net net = recipe::net_of(small_net(2).parsed().value());
  ParameterStore store;
  Program program =
      Program::inference(store, [&](Graph& graph) { graph.fetch("scores", net(graph.feed("x"))); });
  Tensor wanted = run(small_net().parsed().value(), {{"image", images(5)}})["scores"];
  const Tensor& made = program.run({{"x", images(5)}})["scores"];
  ASSERT_EQ(made.shape(), (Shape{5, 3}));
  expect_near(made, numbers(wanted));
}

// The scores before a softmax at the end are what a loss and `predict` want.
TEST(Import, ScoresStandBeforeASoftmax) {
  ModelBuilder model;
  model.input("x", DType::f32, {-1, 2}).output("y");
  model.node("Relu", {"x"}, {"h"});
  model.node("Softmax", {"h"}, {"y"});
  EXPECT_EQ(model.parsed().value().scores(), "h");
  EXPECT_EQ(small_net().parsed().value().scores(), "scores");
}

TEST(Import, RefusesWhatDoesNotFit) {
  onnx::Model model = small_net(1).parsed().value();
  try {
    run(model, {{"image", images(2)}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "onnx.feed");
    EXPECT_NE(std::string(error.what()).find("f32[1, 1, 4, 4]"), std::string::npos) << error.what();
  }
}

TEST(Import, WeightsAreTrained) {
  onnx::Model model = small_net().parsed().value();
  std::map<std::string, Tensor> weights = model.weights();
  EXPECT_EQ(weights.size(), 7u);
  Graph graph(Mode::train);
  graph.offer("image", {DType::f32, {2, 1, 4, 4}});
  model.trace(graph);
  EXPECT_EQ(graph.trainable().size(), 5u);  // not the running mean and variance
  EXPECT_EQ(graph.assigns().size(), 2u);    // which are kept up

  // A few steps of descent lower the loss.
  ParameterStore store;
  Program step(store, [&](Graph& g) {
    Value x = g.feed("image");
    Value scores = model.apply(g, {{"image", x}}, {"scores"}).front();
    Value loss = reduce_mean(square(scores - g.feed("wanted")));
    g.fetch("loss", loss);
    optim::Sgd({.momentum = 0.9}).minimize(loss);
  });
  Feeds feeds = {{"image", images(2)}, {"wanted", floats({2, 3}, {1, 0, 0, 0, 1, 0})}, {"lr", 0.01}};
  double first = step.run(feeds).number("loss"), last = first;
  for (int i = 0; i < 50; ++i) last = step.run(feeds).number("loss");
  EXPECT_LT(last, first / 2);
}

TEST(Import, APartOfAModel) {
  onnx::Model model = small_net().parsed().value();
  Graph graph(Mode::infer);
  Value x = graph.feed("x", {DType::f32, {2, 1, 4, 4}});
  Value features = model.apply(graph, {{"image", x}}, {"d"}).front();
  EXPECT_EQ(features.shape(), (Shape{2, 8}));
  for (const Node& node : graph.nodes()) EXPECT_NE(node.op->name, "linear");
}

TEST(Import, HalfPrecisionIsComputedInF32) {
  ModelBuilder model;
  model.input("x", DType::f16, {2, 2}).output("y", DType::f16).output("z", DType::f16);
  model.initial("w", floats({2, 2}, {1, .5f, .25f, 2}).to(DType::f16));
  model.node("MatMul", {"x", "w"}, {"y"});
  model.node("Transpose", {"y"}, {"z"});
  Fetches made = run(model.parsed().value(), {{"x", floats({2, 2}, {1, 2, 3, 4}).to(DType::f16)}});
  EXPECT_EQ(made["y"].dtype(), DType::f16);
  EXPECT_EQ(numbers(made["y"].to(DType::f32)), (F{1.5f, 4.5f, 4, 9.5f}));
  EXPECT_EQ(numbers(made["z"].to(DType::f32)), (F{1.5f, 4, 4.5f, 9.5f}));
}

// y = 2 x by a function of the model's own, whose factor is an attribute.
TEST(Import, FunctionsOfTheModel) {
  ModelBuilder model;
  model.input("x", DType::f32, {2}).output("y");
  onnx::wire::FunctionProto& function = *model.message().add_functions();
  function.set_name("Scaled");
  function.set_domain("own");
  function.add_input("a");
  function.add_output("b");
  function.add_attribute("factor");
  onnx::wire::NodeProto& constant = *function.add_node();
  constant.set_op_type("Constant");
  constant.add_output("f");
  onnx::wire::AttributeProto& value = *constant.add_attribute();
  value.set_name("value_float");
  value.set_ref_attr_name("factor");
  onnx::wire::NodeProto& product = *function.add_node();
  product.set_op_type("Mul");
  product.add_input("a"), product.add_input("f"), product.add_output("b");
  onnx::wire::NodeProto& call = model.node("Scaled", {"x"}, {"y"});
  call.set_domain("own");
  set(call, "factor", 2.0);
  expect_near(run(model.parsed().value(), {{"x", floats({2}, {1, 3})}})["y"], {2, 6});

  // One that calls itself would never end.
  product.set_op_type("Scaled");
  product.set_domain("own");
  product.mutable_input()->RemoveLast();
  EXPECT_THROW(run(model.parsed().value(), {{"x", floats({2}, {1, 3})}}), Error);
}

TEST(Import, TellsAllThatItCannotRun) {
  ModelBuilder model;
  model.input("x", DType::f32, {2}).output("y");
  model.node("Frobnicate", {"x"}, {"a"}).set_name("first");
  model.node("Relu", {"a"}, {"b"});
  onnx::wire::NodeProto& foreign = model.node("Attention", {"x"}, {"c"});
  foreign.set_domain("com.example");
  model.node("Add", {"b", "c"}, {"y"});
  onnx::Model parsed = model.parsed().value();
  std::optional<Problem> problem = parsed.unsupported();
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->reasons.size(), 2u);
  std::string said = render(*problem, Language::english);
  EXPECT_NE(said.find("first: there is no op Frobnicate"), said.npos) << said;
  EXPECT_NE(said.find("c: there is no op com.example:Attention"), said.npos) << said;
  try {
    run(parsed, {{"x", floats({2}, {1, 2})}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().reasons.size(), 2u) << error.what();
  }
}

TEST(Import, SaysWhichNodeIsWrong) {
  ModelBuilder model;
  model.input("x", DType::f32, {2, 3}).output("y");
  model.initial("w", floats({2, 2}, {1, 2, 3, 4}));
  model.node("MatMul", {"x", "w"}, {"y"}).set_name("product");
  try {
    run(model.parsed().value(), {{"x", floats({2, 3}, F(6))}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().where, "model.onnx: product (MatMul)");
  }
}

// y = x doubled until its largest number passes 100: how often depends on x.
void add_doubling(ModelBuilder& model) {
  model.initial("yes", Tensor::scalar(true));
  onnx::wire::NodeProto& loop = model.node("Loop", {"", "yes", "x"}, {"y"});
  onnx::wire::GraphProto& body = set_graph(loop, "body");
  for (const char* name : {"step", "condition", "v"}) body.add_input()->set_name(name);
  for (const char* name : {"again", "doubled"}) body.add_output()->set_name(name);
  onnx::tensor_to_wire(Tensor::scalar(100.0f), "limit", *body.add_initializer());
  ModelBuilder::add_node(body, "Add", {"v", "v"}, {"doubled"});
  set(ModelBuilder::add_node(body, "ReduceMax", {"doubled"}, {"largest"}), "keepdims", std::int64_t(0));
  ModelBuilder::add_node(body, "Less", {"largest", "limit"}, {"again"});
}

TEST(Import, ALoopThatDependsOnTheData) {
  ModelBuilder model;
  model.input("x", DType::f32, {}).output("y");
  add_doubling(model);
  onnx::Model parsed = model.parsed().value();
  EXPECT_EQ(run(parsed, {{"x", 3.0}}).number("y"), 192);
  EXPECT_EQ(run(parsed, {{"x", 60.0}}).number("y"), 120);
  try {
    run(parsed, {{"x", 0.0}});  // never
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "onnx.nodes");
  }
}

// It is evaluated and answers as one that can be planned: a class is one of 28 x 28 pixels here.
TEST(Import, AModelThatDependsOnTheDataIsEvaluated) {
  TemporaryFolder folder;
  ModelBuilder model;
  model.input("x", DType::f32, {-1, 1, 28, 28}).output("scores", DType::f32, {-1, 10});
  add_doubling(model);
  model.initial("w", Tensor::full(DType::f32, {784, 10}, 0.01));
  model.node("Flatten", {"y"}, {"flat"});
  model.node("MatMul", {"flat", "w"}, {"scores"});
  ASSERT_TRUE(io::write_file(folder / "loop.onnx", model.bytes()));
  recipe::Model read = recipe::open_onnx((folder / "loop.onnx").string());
  EXPECT_EQ(read.card.outputs, 10);
  recipe::EvaluationResult result = recipe::evaluate(read, "digits:test");
  EXPECT_NEAR(result.evaluation.loss, std::log(10.0), 1e-3);
  EXPECT_NEAR(recipe::predict_examples(read, "digits:test", 2).back().top[0].probability, 0.1, 1e-5);
}

}  // namespace
}  // namespace percept::proof
