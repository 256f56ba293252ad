// What PyTorch saved gives PyTorch's outputs: an LSTM, a ResNet and Transformer encoder layers, loaded by
// name (tests/golden/weights.safetensors, written by tools/goldens/weights.py).
#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "ops/compare.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/nn/layers.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"
#include "percept/train/weights.hpp"

namespace percept::proof {
namespace {

constexpr double kBound = 1e-5;  // relative to the largest element

using Named = std::map<std::string, Value>;
using Net = std::function<Named(const Named& inputs)>;

Net lstm() {
  return [](const Named& in) {
    nn::Sequences y = nn::Lstm({.hidden = 6, .layers = 2, .bidirectional = true})(in.at("x"), {});
    return Named{{"output", y.output}, {"hidden", y.hidden}, {"cell", y.cell}};
  };
}

nn::Sequential stage(std::int64_t channels, std::int64_t stride) {
  return nn::Sequential(nn::BasicBlock({.out = channels, .stride = stride}), nn::BasicBlock());
}

// ResNet-18 under torchvision's keys, with few channels.
Net resnet() {
  return [](const Named& in) {
    nn::Sequential net(
        nn::named("conv1", nn::Conv2d({.out = 4, .kernel = 7, .stride = 2, .padding = 3, .bias = false})),
        nn::named("bn1", nn::BatchNorm()), nn::Relu(),
        nn::MaxPool2d({.kernel = 3, .stride = 2, .padding = 1}), nn::named("layer1", stage(4, 1)),
        nn::named("layer2", stage(6, 2)), nn::named("layer3", stage(8, 2)), nn::named("layer4", stage(12, 2)),
        nn::GlobalAveragePool(), nn::Flatten(), nn::named("fc", nn::Linear({.out = 10})));
    return Named{{"output", net(in.at("x"))}};
  };
}

Net encoder_layer(const std::string& activation, bool norm_first) {
  return [=](const Named& in) {
    nn::TransformerEncoderLayer layer(
        {.heads = 2, .hidden = 12, .activation = activation, .norm_first = norm_first});
    nn::AttentionMasks masks{.padding = in.at("padding"), .pairs = in.at("pairs")};
    return Named{{"output", layer(in.at("x"))}, {"masked", layer(in.at("x"), masks)}};
  };
}

struct Case {
  const char* name;
  Net net;
};
const Case kCases[] = {
    {"lstm", lstm()},
    {"resnet", resnet()},
    {"encoder layer, relu", encoder_layer("relu", false)},
    {"encoder layer, relu, norm first", encoder_layer("relu", true)},
    {"encoder layer, gelu", encoder_layer("gelu", false)},
    {"encoder layer, gelu, norm first", encoder_layer("gelu", true)},
};

/// What the file holds of a case, by part (state, in, out) and name.
using Golden = std::map<std::string, std::map<std::string, Tensor>>;

std::map<std::string, Golden> goldens() {
  auto file =
      io::read_safetensors(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/weights.safetensors").value();
  EXPECT_TRUE(file.metadata["torch"].starts_with("1.13"));
  std::map<std::string, Golden> cases;
  for (const auto& [key, tensor] : file.tensors) {
    std::size_t part = key.find('/'), name = key.find('/', part + 1);
    cases[key.substr(0, part)][key.substr(part + 1, name - part - 1)][key.substr(name + 1)] = tensor;
  }
  return cases;
}

void expect_like_pytorch(const Net& net, const Golden& golden, const std::string& prefix) {
  TemporaryFolder folder;
  io::Safetensors saved;
  for (const auto& [key, tensor] : golden.at("state")) saved.tensors[prefix + key] = tensor;
  ASSERT_TRUE(io::write_safetensors(folder / "state_dict.safetensors", saved));

  Graph graph(Mode::infer);
  Feeds feeds;
  Named inputs;
  for (const auto& [name, tensor] : golden.at("in")) {
    inputs[name] = graph.feed(name, {tensor.dtype(), tensor.shape()});
    feeds[name] = tensor;
  }
  Named outputs = net(inputs);
  for (const auto& [name, y] : outputs) graph.fetch(name, y);
  ParameterStore store;
  train::WeightsReport report =
      train::load_weights(store, graph, train::read_weights(folder / "state_dict.safetensors").value());
  ASSERT_TRUE(report.ok()) << render(report.problem());
  EXPECT_EQ(report.removed, prefix);
  EXPECT_EQ(std::size_t(report.loaded() + report.count(train::Fit::ignored)), golden.at("state").size());

  Fetches exact = Interpreter(graph, store).run(feeds);
  Plan plan(graph, store);
  const Fetches& planned = plan.run(feeds);
  EXPECT_EQ(outputs.size(), golden.at("out").size());
  for (const auto& [name, expected] : golden.at("out")) {
    EXPECT_LE(relative_error(exact[name], expected), kBound) << name;
    EXPECT_LE(relative_error(planned[name], expected), kBound) << name << " in a plan";
  }
}

TEST(PyTorchWeights, GivePyTorchsOutputs) {
  std::map<std::string, Golden> all = goldens();
  EXPECT_EQ(all.size(), std::size(kCases));
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    expect_like_pytorch(c.net, all.at(c.name), "");
  }
}

TEST(PyTorchWeights, OfDataParallelToo) { expect_like_pytorch(resnet(), goldens().at("resnet"), "module."); }

}  // namespace
}  // namespace percept::proof
