// What an exported model says: names, types, shapes, and which of ONNX's ops stand for ours.
#include "percept/onnx/export.hpp"

#include <gtest/gtest.h>

#include "percept/nn/layers.hpp"
#include "percept/ops/ops.hpp"
#include "wire.pb.h"

namespace percept::proof {
namespace {

using Strings = std::vector<std::string>;
using Net = std::function<Value(Value)>;

/// A network of one input x, [N, ...], exported for any batch with parameters of zeros.
struct Written {
  onnx::wire::ModelProto file;
  Written(const Shape& example, const Net& net, const onnx::ExportOptions& options = {}) {
    auto trace = [&](std::int64_t batch) {
      auto graph = std::make_unique<Graph>(Mode::infer);
      std::vector<std::int64_t> dims = {batch};
      dims.insert(dims.end(), example.begin(), example.end());
      graph->fetch("y", net(graph->feed("x", {DType::f32, Shape(dims)})));
      return graph;
    };
    std::unique_ptr<Graph> graph = trace(1);
    auto zeros = [&](const std::string& path) {
      for (Value parameter : graph->parameters())
        if (parameter.name() == path) return Tensor::zeros(parameter.dtype(), parameter.shape());
      throw std::runtime_error("no parameter " + path);
    };
    EXPECT_TRUE(file.ParseFromString(onnx::export_model(trace, zeros, options).bytes));
  }
  const onnx::wire::GraphProto& graph() const { return file.graph(); }
  Strings ops() const {
    Strings ops;
    for (const auto& node : graph().node()) ops.push_back(node.op_type());
    return ops;
  }
  Strings node_names() const {
    Strings names;
    for (const auto& node : graph().node()) names.push_back(node.name());
    return names;
  }
  Strings initializers() const {
    Strings names;
    for (const auto& tensor : graph().initializer()) names.push_back(tensor.name());
    return names;
  }
};

std::string shape_of(const onnx::wire::ValueInfoProto& value) {
  std::string said;
  for (const auto& dim : value.type().tensor_type().shape().dim())
    said += (said.empty() ? "" : " ") + (dim.has_dim_value()   ? std::to_string(dim.dim_value())
                                         : dim.has_dim_param() ? dim.dim_param()
                                                               : "?");
  return said;
}

TEST(OnnxExport, SaysLayersParametersAndMetadata) {
  nn::Sequential net(nn::Conv2d({.out = 6, .kernel = 5}), nn::BatchNorm(), nn::Relu(), nn::MaxPool2d(),
                     nn::Flatten(), nn::Linear({.out = 10}));
  Written model({1, 12, 12}, [&](Value x) { return net(x); },
                {.name = "small", .metadata = {{"classes", "[\"a\"]"}, {"name", "small"}}});
  EXPECT_EQ(model.file.ir_version(), 8);
  EXPECT_EQ(model.file.opset_import(0).version(), 17);
  EXPECT_EQ(model.file.producer_name(), "percept");
  EXPECT_EQ(model.graph().name(), "small");
  EXPECT_EQ(model.file.metadata_props(0).key(), "classes");
  EXPECT_EQ(model.file.metadata_props(0).value(), "[\"a\"]");
  EXPECT_EQ(model.ops(), (Strings{"Conv", "BatchNormalization", "Relu", "MaxPool", "Reshape", "Gemm"}));
  EXPECT_EQ(model.node_names(), (Strings{"0", "1", "2", "3", "4", "5"}));
  EXPECT_EQ(model.initializers(), (Strings{"0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean",
                                           "1.running_var", "constant.0", "5.weight", "5.bias"}));
  EXPECT_EQ(shape_of(model.graph().input(0)), "N 1 12 12");
  EXPECT_EQ(shape_of(model.graph().output(0)), "N 10");
  EXPECT_EQ(model.graph().output(0).name(), "y");
}

TEST(OnnxExport, NamesEveryNodeOfALayer) {
  Written model({4}, [](Value x) { return nn::Sequential(nn::Silu(), nn::Linear({.out = 2}))(x); });
  EXPECT_EQ(model.node_names(), (Strings{"0/Sigmoid", "0/Mul", "1"}));
}

TEST(OnnxExport, LeavesBroadcastsToONNX) {
  Written model({3, 4}, [](Value x) { return nn::Bias()(x * 2.0); });
  EXPECT_EQ(model.ops(), (Strings{"Mul", "Add"}));
  // Where both sides grow, one has to be said.
  Written wide({3}, [](Value x) {
    Value row = x.graph().constant(Tensor::full(DType::f32, {3}, 1));
    return broadcast_to(row, x.shape()) * broadcast_to(row + 1.0, x.shape());
  });
  EXPECT_EQ(wide.ops(), (Strings{"Add", "Shape", "Concat", "Expand", "Mul"}));
}

TEST(OnnxExport, ReshapesWithoutComputingSizes) {
  auto shapes = [](const Written& model) {
    Strings said;
    for (const auto& tensor : model.graph().initializer()) {
      std::string numbers;
      const auto* data = reinterpret_cast<const std::int64_t*>(tensor.raw_data().data());
      for (std::int64_t i = 0; i < tensor.dims(0); ++i) numbers += std::to_string(data[i]) + " ";
      said.push_back(numbers);
    }
    return said;
  };
  Written model({4, 6}, [](Value x) {
    std::int64_t n = x.shape()[0];
    Value rows = reshape(x, {n * 4, 6});
    return reshape(rows, {n, 2, 12});
  });
  EXPECT_EQ(shapes(model), (Strings{"-1 6 ", "-1 2 12 "}));
  EXPECT_EQ(shapes(Written({4, 6},
                           [](Value x) {
                             return reshape(x, {x.shape()[0], 24});
                           })),
            Strings{"0 24 "});
  EXPECT_EQ(shapes(Written({4, 6}, [](Value x) { return reshape(x, {0, -1}); })), Strings{"0 24 "});
}

TEST(OnnxExport, ComputesSizesWhereNothingSimplerDoes) {
  Written model({3}, [](Value x) { return ones_like(x); });
  EXPECT_EQ(model.ops(), (Strings{"Shape", "Concat", "ConstantOfShape"}));
  Written half({3}, [](Value x) { return slice(x, {.axis = 0, .end = x.shape()[0] - 1}); });
  EXPECT_EQ(half.ops(), (Strings{"Shape", "Add", "Slice"}));
  EXPECT_EQ(shape_of(half.graph().output(0)), "? 3");
}

TEST(OnnxExport, HasTheOpsThatONNXHas) {
  auto ops = [](const Shape& example, const Net& net) { return Written(example, net).ops(); };
  EXPECT_EQ(ops({4}, [](Value x) { return nn::LayerNorm()(x); }), Strings{"LayerNormalization"});
  EXPECT_EQ(ops({4, 5}, [](Value x) { return nn::InstanceNorm({.affine = true})(x); }),
            Strings{"InstanceNormalization"});
  EXPECT_EQ(ops({4, 2}, [](Value x) { return nn::PRelu({.slopes = 0})(x); }), (Strings{"Reshape", "PRelu"}));
  EXPECT_EQ(ops({4, 2, 3}, [](Value x) { return nn::GlobalAveragePool()(x); }), Strings{"GlobalAveragePool"});
  EXPECT_EQ(ops({4, 2, 3}, [](Value x) { return nn::Upsample({.mode = "linear"})(x); }), Strings{"Resize"});
  EXPECT_EQ(ops({5}, [](Value x) { return reduce_mean(x, {.axes = {0}}); }), Strings{"ReduceMean"});
}

TEST(OnnxExport, FoldsTheLayerBeforeIntoARecurrentOne) {
  Written model({5, 4}, [](Value x) { return nn::Lstm({.hidden = 3, .batch_first = true})(x); });
  Strings ops = model.ops();
  EXPECT_EQ(std::count(ops.begin(), ops.end(), "LSTM"), 1);
  EXPECT_EQ(std::count(ops.begin(), ops.end(), "Gemm"), 0);
  Strings initializers = model.initializers();
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"})
    EXPECT_EQ(std::count(initializers.begin(), initializers.end(), name), 1) << name;
}

TEST(OnnxExport, LeavesOutWhatNobodyNeeds) {
  Written model({4}, [](Value x) {
    nn::named("unused", nn::Linear({.out = 3}))(x);
    return relu(x);
  });
  EXPECT_EQ(model.ops(), Strings{"Relu"});
  EXPECT_EQ(model.initializers(), Strings{});
}

TEST(OnnxExport, GivesAFeedOnUnderAnotherName) {
  Written model({4}, [](Value x) { return x; });
  EXPECT_EQ(model.ops(), Strings{"Identity"});
  EXPECT_EQ(model.graph().node(0).output(0), "y");
}

TEST(OnnxExport, TakesAFedScalarAsAnInputWithADefault) {
  Written model({4}, [](Value x) { return x * x.graph().scalar("scale", 0.5); });
  EXPECT_EQ(model.graph().input_size(), 2);
  EXPECT_EQ(model.initializers(), Strings{"scale"});
}

std::string refusal(const Shape& example, const Net& net) {
  try {
    Written model(example, net);
  } catch (const Error& error) {
    return error.what();
  }
  return "exported";
}

TEST(OnnxExport, RefusesAllAtOnce) {
  std::string said = refusal({4}, [](Value x) {
    Graph::Scope scope(x.graph(), "noise");
    Value noisy = x + random_normal(x.graph(), {4});
    Graph::Scope inner(x.graph(), "norm");
    return batch_norm(noisy, {}, {}).output;
  });
  EXPECT_NE(said.find("'noise': random_normal has no counterpart in ONNX"), said.npos) << said;
  EXPECT_NE(said.find("'noise.norm': batch_norm has no counterpart in ONNX"), said.npos) << said;
}

TEST(OnnxExport, RefusesWhatDependsOnTheBatchInAnotherWay) {
  // The number of examples as a number of the computation.
  EXPECT_NE(refusal({4}, [](Value x) { return x * double(x.shape()[0]); }).find("depends on the number"),
            std::string::npos);
  // N * N pairs.
  EXPECT_NE(refusal({4},
                    [](Value x) {
                      Value pairs = matmul(x, x, {.transpose_b = true});
                      return reshape(pairs, {pairs.shape().elements()});
                    })
                .find("depends on the number"),
            std::string::npos);
  EXPECT_NE(refusal({4}, [](Value x) { return x.shape()[0] == 1009 ? relu(x) : tanh(x); })
                .find("the network is another one"),
            std::string::npos);
  EXPECT_NE(refusal({},
                    [](Value x) {
                      return slice(reshape(x, {1, -1}), {.axis = 1, .end = 3});
                    })
                .find("exported"),
            std::string::npos);
}

TEST(OnnxExport, RefusesWhatATrainingDoes) {
  std::string said = refusal({4}, [](Value x) {
    Value mean = x.graph().parameter({.path = "mean", .type = {DType::f32, {4}}});
    x.graph().assign(mean, reduce_mean(x, {.axes = {0}}));
    return x - mean;
  });
  EXPECT_NE(said.find("traced for inference"), said.npos) << said;
}

TEST(OnnxExport, RefusesWhatONNXsLSTMDoesNotShow) {
  std::string said = refusal({5, 4}, [](Value x) {
    Value weight = x.graph().constant(Tensor::zeros(DType::f32, {4, 1}));
    return lstm(transpose(x, {1, 0, 2}), weight).cells;
  });
  EXPECT_NE(said.find("does not give 'cells'"), said.npos) << said;
}

TEST(OnnxExport, KeepsTheSizesOfOneTrace) {
  Graph graph(Mode::infer);
  Value x = graph.feed("x", {DType::f32, {2, 3}});
  graph.fetch("y", reshape(x, {3, 2}));
  graph.fetch("z", ones_like(x));
  onnx::Exported model = onnx::export_graph(graph, {});
  onnx::wire::ModelProto file;
  ASSERT_TRUE(file.ParseFromString(model.bytes));
  EXPECT_EQ(shape_of(file.graph().input(0)), "2 3");
  EXPECT_EQ(model.outputs, (Strings{"y", "z"}));
  EXPECT_EQ(model.nodes, 2);
}

}  // namespace
}  // namespace percept::proof
