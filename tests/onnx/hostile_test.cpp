// Models that lie: each is refused in words, in both languages, and nothing outside their folder is read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "onnx/model_builder.hpp"

namespace percept::proof {
namespace {

namespace fs = std::filesystem;

ModelBuilder valid() {
  ModelBuilder model;
  model.input("x", DType::f32, {-1, 2}).output("y");
  model.initial("w", Tensor::from<float>({2, 2}, {1.f, 2.f, 3.f, 4.f}));
  model.node("MatMul", {"x", "w"}, {"h"});
  model.node("Relu", {"h"}, {"y"});
  return model;
}

void expect_refused(const Result<onnx::Model>& model, const std::string& code) {
  ASSERT_FALSE(model.ok()) << code;
  EXPECT_EQ(model.problem().code(), code);
  expect_readable(model.problem());
}

TEST(HostileModel, ValidOnesAreRead) { EXPECT_TRUE(valid().parsed().ok()); }

TEST(HostileModel, Bytes) {
  expect_refused(onnx::parse_model({}, "empty"), "onnx.no_graph");
  expect_refused(onnx::parse_model(bytes_of("this is no model"), "text"), "onnx.protobuf");
  io::Bytes cut = valid().bytes();
  cut.resize(cut.size() / 2);
  expect_refused(onnx::parse_model(cut, "cut"), "onnx.protobuf");
}

TEST(HostileModel, Structure) {
  ModelBuilder circle;
  circle.input("x", DType::f32, {2}).output("b");
  circle.node("Add", {"x", "b"}, {"a"});
  circle.node("Relu", {"a"}, {"b"});
  expect_refused(circle.parsed(), "onnx.order");

  ModelBuilder twice = valid();
  twice.node("Relu", {"x"}, {"h"});
  expect_refused(twice.parsed(), "onnx.twice");

  ModelBuilder nowhere = valid();
  nowhere.output("z");
  expect_refused(nowhere.parsed(), "onnx.output");

  ModelBuilder again = valid();
  again.initial("w", Tensor::scalar(1.0f));
  expect_refused(again.parsed(), "onnx.initial_twice");

  ModelBuilder deep = valid();
  onnx::wire::GraphProto* graph = &deep.graph();
  for (int i = 0; i < 40; ++i)  // each is three messages deeper
    graph = &set_graph(ModelBuilder::add_node(*graph, "If", {"x"}, {"o" + std::to_string(i)}), "then_branch");
  expect_refused(deep.parsed(), "onnx.protobuf");
}

TEST(HostileModel, Tensors) {
  auto with = [](auto change) {
    ModelBuilder model = valid();
    change(*model.graph().mutable_initializer(0));
    return model.parsed();
  };
  using T = onnx::wire::TensorProto;
  expect_refused(with([](T& t) { t.set_dims(0, std::int64_t(1) << 40); }),
                 "onnx.tensor.bytes");  // promises terabytes
  expect_refused(with([](T& t) { t.set_dims(0, std::int64_t(1) << 62), t.set_dims(1, 8); }),
                 "onnx.tensor.overflow");
  expect_refused(with([](T& t) { t.set_dims(0, -2), t.set_dims(1, -2); }), "onnx.tensor.negative");
  expect_refused(with([](T& t) { t.set_data_type(T::STRING); }), "onnx.tensor.type");
  expect_refused(with([](T& t) { t.set_data_type(99); }), "onnx.tensor.type");
  expect_refused(with([](T& t) { t.clear_raw_data(); }), "onnx.tensor.count");
  expect_refused(with([](T& t) { t.clear_raw_data(), t.add_float_data(1); }), "onnx.tensor.count");
  expect_refused(with([](T& t) {
                   t.clear_raw_data();
                   for (int i = 0; i < 4; ++i) t.add_int32_data(i);  // numbers, but not this type's
                 }),
                 "onnx.tensor.count");
  ModelBuilder sparse = valid();
  auto& s = *sparse.graph().add_sparse_initializer();
  onnx::tensor_to_wire(Tensor::from<float>({1}, {1.f}), "s", *s.mutable_values());
  onnx::tensor_to_wire(Tensor::from<std::int64_t>({1}, {std::int64_t(7)}), "", *s.mutable_indices());
  s.add_dims(4);
  expect_refused(sparse.parsed(), "onnx.sparse");
  s.set_dims(0, std::int64_t(1) << 40);
  expect_refused(sparse.parsed(), "onnx.tensor.overflow");
}

// A model whose weight lies in `location`.
ModelBuilder external(const std::string& location, const std::string& offset = "0",
                      const std::string& length = "") {
  ModelBuilder model = valid();
  onnx::wire::TensorProto& tensor = *model.graph().mutable_initializer(0);
  tensor.clear_raw_data();
  tensor.set_data_location(onnx::wire::TensorProto::EXTERNAL);
  auto add = [&](const char* key, const std::string& value) {
    auto& entry = *tensor.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  };
  add("location", location);
  add("offset", offset);
  if (!length.empty()) add("length", length);
  return model;
}

TEST(ExternalData, LiesInTheModelsFolder) {
  TemporaryFolder folder;
  fs::path models = folder / "models";
  fs::create_directories(models / "weights");
  float values[] = {0, 1, 2, 3, 4};
  auto write = [&](const fs::path& path) {
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<char*>(values), sizeof values);
  };
  write(models / "w.bin");
  write(models / "weights/w.bin");
  write(folder / "secret.bin");
  Result<onnx::Model> good = external("w.bin", "4", "16").parsed(models);
  ASSERT_TRUE(good.ok()) << render(good.problem());
  EXPECT_EQ(good->weights().at("w").at(3), 4);
  EXPECT_TRUE(external("weights/w.bin").parsed(models).ok());

  for (const char* path :
       {"../secret.bin", "weights/../../secret.bin", "/etc/passwd", "", "./w.bin", "weights//../w.bin"})
    expect_refused(external(path).parsed(models), "onnx.external.path");
  expect_refused(external((folder / "secret.bin").string()).parsed(models), "onnx.external.path");
  fs::create_symlink(folder / "secret.bin", models / "link.bin");
  expect_refused(external("link.bin").parsed(models), "onnx.external.link");
  fs::create_directory_symlink("..", models / "up");
  expect_refused(external("up/secret.bin").parsed(models), "onnx.external.link");
  fs::create_hard_link(folder / "secret.bin", models / "hard.bin");
  expect_refused(external("hard.bin").parsed(models), "onnx.external.link");
  expect_refused(external("weights").parsed(models), "onnx.external.link");
  expect_refused(external("w.bin", "8").parsed(models), "onnx.external.short");
  expect_refused(external("w.bin", "9223372036854775807").parsed(models), "onnx.external.short");
  expect_refused(external("w.bin", "0", "12").parsed(models), "onnx.tensor.bytes");
  expect_refused(external("w.bin", "-4").parsed(models), "onnx.external.number");
  expect_refused(external("w.bin", "four").parsed(models), "onnx.external.number");
  expect_refused(external("w.bin").parsed(), "onnx.external.none");
  EXPECT_FALSE(external("missing.bin").parsed(models).ok());
}

// Sizes that only show when the model is traced.
TEST(HostileModel, WhatIsTraced) {
  auto code = [](ModelBuilder& model) {
    try {
      run(model.parsed().value(), {{"x", Tensor::from<float>({1, 2}, {1.f, 2.f})}});
    } catch (const Error& error) {
      expect_readable(error.problem().hint ? error.problem()
                                           : Problem(error.problem()).with_hint("onnx.damaged.hint"));
      return error.problem().code();
    }
    return std::string();
  };
  auto model = [] {
    ModelBuilder m;
    m.input("x", DType::f32, {1, 2}).output("y");
    return m;
  };
  ModelBuilder huge = model();
  huge.initial("size", Tensor::from<std::int64_t>({2}, {std::int64_t(1) << 30, std::int64_t(1) << 30}));
  huge.node("ConstantOfShape", {"size"}, {"y"});
  EXPECT_NE(code(huge), "");
  ModelBuilder tiled = model();
  tiled.initial("times", Tensor::from<std::int64_t>({2}, {std::int64_t(1) << 31, std::int64_t(1) << 31}));
  tiled.node("Tile", {"x", "times"}, {"y"});
  EXPECT_NE(code(tiled), "");
  ModelBuilder padded = model();
  padded.initial("pads",
                 Tensor::from<std::int64_t>({4}, {std::int64_t(1) << 62, 0, std::int64_t(1) << 62, 0}));
  padded.node("Pad", {"x", "pads"}, {"y"});
  EXPECT_NE(code(padded), "");
  ModelBuilder range = model();
  range.initial("a", Tensor::scalar(0.0f))
      .initial("b", Tensor::scalar(1e30f))
      .initial("c", Tensor::scalar(1.0f));
  range.node("Range", {"a", "b", "c"}, {"y"});
  EXPECT_EQ(code(range), "onnx.refused.range");
  ModelBuilder axis = model();
  set(axis.node("Softmax", {"x"}, {"y"}), "axis", std::int64_t(9));
  EXPECT_EQ(code(axis), "graph.axis");
  ModelBuilder window = model();
  set(window.node("MaxPool", {"x"}, {"y"}), "kernel_shape", {std::int64_t(1) << 40});
  EXPECT_NE(code(window), "");
  ModelBuilder lacking = model();
  lacking.node("Add", {"x"}, {"y"});
  EXPECT_EQ(code(lacking), "onnx.input_missing");
}

TEST(HostileModel, SurvivesMutation) {
  ModelBuilder model = valid();
  onnx::wire::NodeProto& branch = model.node("If", {"y"}, {"z"});
  onnx::wire::GraphProto& body = set_graph(branch, "then_branch");
  ModelBuilder::add_node(body, "Relu", {"h"}, {"inner"});
  body.add_output()->set_name("inner");
  // Many flipped bits change a number or a name that nothing uses, so a model may well stay one.
  io::Bytes bytes = model.bytes();
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    RandomSequence random(RandomStream(7, "onnx", std::uint64_t(round)));
    io::Bytes damaged = mutated(bytes, random);
    Result<onnx::Model> parsed = onnx::parse_model(damaged, "damaged");
    if (parsed) continue;
    ++refused;
    expect_readable(parsed.problem());
  }
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace percept::proof
