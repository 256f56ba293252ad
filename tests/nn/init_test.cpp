// Initial values: statistics, orthogonality, convolutions that change nothing; freezing.
#include <gtest/gtest.h>

#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/program.hpp"

namespace percept::nn {
namespace {

Tensor drawn(const Initializer& initializer, Shape shape) {
  Tensor tensor(DType::f32, std::move(shape));
  initializer(tensor, RandomStream(7, "some.weight"));
  return tensor;
}

struct Statistics {
  double mean = 0, deviation = 0, least = 1e9, most = -1e9;
};
Statistics statistics_of(const Tensor& tensor) {
  Statistics s;
  auto n = double(tensor.size());
  for (std::int64_t i = 0; i < tensor.size(); ++i) {
    s.mean += tensor.at(i) / n;
    s.least = std::min(s.least, tensor.at(i));
    s.most = std::max(s.most, tensor.at(i));
  }
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    s.deviation += (tensor.at(i) - s.mean) * (tensor.at(i) - s.mean) / n;
  s.deviation = std::sqrt(s.deviation);
  return s;
}

TEST(Initializers, HaveTheirMeanAndDeviation) {
  Shape shape = {120, 60, 3, 3};  // 64,800 draws; fans 540 and 1080
  struct Row {
    const char* name;
    Initializer initializer;
    double mean, deviation;
    bool uniform;
  };
  double relu = std::sqrt(2.0);
  for (const Row& row : {
           Row{"uniform", uniform(-1, 3), 1, 4 / std::sqrt(12.0), true},
           Row{"normal", normal(2, 0.5), 2, 0.5, false},
           Row{"xavier_uniform", xavier_uniform(2), 0, 2 * std::sqrt(2.0 / 1620), true},
           Row{"xavier_normal", xavier_normal(), 0, std::sqrt(2.0 / 1620), false},
           Row{"kaiming_uniform", kaiming_uniform({.a = std::sqrt(5.0)}), 0, std::sqrt(2.0 / 6 / 540), true},
           Row{"kaiming_normal", kaiming_normal({.mode = FanMode::fan_out, .nonlinearity = "relu"}), 0,
               relu / std::sqrt(1080.0), false},
           Row{"lecun_uniform", lecun_uniform(), 0, 1 / std::sqrt(540.0), true},
           Row{"lecun_normal", lecun_normal(), 0, 1 / std::sqrt(540.0), false},
           // Of the standard normal within [-2, 2]: variance 1 - 4 phi(2) / (2 Phi(2) - 1).
           Row{"truncated_normal", truncated_normal(), 0, std::sqrt(0.7737413035), false},
       }) {
    Tensor tensor = drawn(row.initializer, shape);
    Statistics s = statistics_of(tensor);
    double error = row.deviation / std::sqrt(double(tensor.size()));
    EXPECT_NEAR(s.mean, row.mean, 5 * error) << row.name;
    EXPECT_NEAR(s.deviation, row.deviation, 5 * error) << row.name;
    double reach = std::sqrt(3.0) * row.deviation;
    if (row.uniform) {
      EXPECT_GE(s.least, row.mean - reach * (1 + 1e-6)) << row.name;
      EXPECT_LE(s.most, row.mean + reach * (1 + 1e-6)) << row.name;
    } else if (std::string(row.name) != "truncated_normal") {
      EXPECT_GT(s.most - row.mean, 3 * row.deviation) << row.name << " is not normal";
    }
  }
  Statistics cut = statistics_of(drawn(truncated_normal({.mean = 1, .low = 0.5, .high = 4}), shape));
  EXPECT_GE(cut.least, 0.5);
  EXPECT_LE(cut.most, 4);
}

TEST(Initializers, OrthogonalRowsOrColumns) {
  for (Shape shape : {Shape{20, 33}, Shape{33, 20}, Shape{7, 7}, Shape{8, 3, 5, 5}}) {
    Tensor tensor = drawn(orthogonal(1.5), shape);
    std::int64_t rows = shape[0], columns = shape.elements(1, shape.rank()), fewer = std::min(rows, columns);
    auto at = [&](std::int64_t vector, std::int64_t i) {
      return rows <= columns ? tensor.at(vector * columns + i) : tensor.at(i * columns + vector);
    };
    for (std::int64_t a = 0; a < fewer; ++a)
      for (std::int64_t b = 0; b <= a; ++b) {
        double product = 0;
        for (std::int64_t i = 0; i < std::max(rows, columns); ++i) product += at(a, i) * at(b, i);
        EXPECT_NEAR(product, a == b ? 2.25 : 0, 1e-5) << to_string(shape);
      }
  }
}

TEST(Initializers, DiracAndIdentityChangeNothing) {
  EXPECT_EQ(statistics_of(drawn(identity(), {4, 6})).mean, 4.0 / 24);
  EXPECT_EQ(drawn(identity(), {2, 3}).at(4), 1);
  for (std::int64_t groups : {1, 2}) {
    ParameterStore store;
    Program program(store, [groups](Graph& graph) {
      Conv2d conv(
          {.out = 4, .kernel = Extent2d{3, 5}, .padding = Padding2d(1), .groups = groups, .bias = false});
      conv.initialize("weight", dirac(groups));
      graph.fetch("y", conv(graph.feed("x")));
    });
    Tensor x = drawn(normal(1), {2, 4, 6, 7});
    const Tensor& y = program.run({{"x", x}})["y"];
    // The kernel is 5 wide and the border 1: the output lacks a column at each side.
    ASSERT_EQ(y.shape(), (Shape{2, 4, 6, 5}));
    for (std::int64_t row = 0; row < 2 * 4 * 6; ++row)
      for (std::int64_t c = 0; c < 5; ++c) EXPECT_EQ(y.at(row * 5 + c), x.at(row * 7 + c + 1));
  }
}

TEST(Initializers, SparseColumns) {
  Tensor tensor = drawn(sparse(0.3, 1), {10, 50});
  for (std::int64_t c = 0; c < 50; ++c) {
    int none = 0;
    for (std::int64_t r = 0; r < 10; ++r) none += tensor.at(r * 50 + c) == 0;
    EXPECT_EQ(none, 3);
  }
}

TEST(Initializers, FansAndGainsOfPyTorch) {
  EXPECT_EQ(fans_of({6, 3, 5, 5}).in, 75);
  EXPECT_EQ(fans_of({6, 3, 5, 5}).out, 150);
  EXPECT_EQ(gain_of("tanh"), 5.0 / 3);
  EXPECT_EQ(gain_of("relu"), std::sqrt(2.0));
  EXPECT_EQ(gain_of("leaky_relu"), std::sqrt(2 / 1.0001));
  EXPECT_EQ(gain_of("selu"), 0.75);
  EXPECT_THROW(fans_of({6}), Error);
  EXPECT_THROW(gain_of("gelu"), Error);
  EXPECT_THROW(drawn(dirac(4), {6, 3, 5, 5}), Error);
  EXPECT_THROW(drawn(identity(), {6}), Error);
}

// What a step over two layers reads, differentiates and changes.
struct Trained {
  Graph graph;
  std::vector<std::string> trainable, assigned;
  std::int64_t backward = 0;
  explicit Trained(Sequential net, const std::vector<std::string>& frozen = {}) {
    for (const std::string& path : frozen) graph.freeze(path);
    Value x = graph.feed("image", {DType::f32, {2, 5}}), labels = graph.feed("label", {DType::i64, {2}});
    optim::Sgd().minimize(cross_entropy(net(x), labels));
    for (Value value : graph.trainable()) trainable.push_back(value.name());
    for (const auto& assign : graph.assigns()) assigned.push_back(assign.first.name());
    for (const Node& node : graph.nodes()) backward += node.backward;
  }
};

TEST(Freezing, LeavesNoGradient) {
  using Names = std::vector<std::string>;
  auto net = [](bool first_frozen) {
    Linear first({.out = 4});
    first.freeze(first_frozen);
    return Sequential(std::move(first), Relu(), Linear({.out = 3}));
  };
  Trained all(net(false)), by_module(net(true)), by_path(net(false), {"0"}), other(net(false), {"2.bias"}),
      none(net(false), {"00"});
  EXPECT_EQ(all.trainable, (Names{"0.weight", "0.bias", "2.weight", "2.bias"}));
  EXPECT_EQ(by_module.trainable, (Names{"2.weight", "2.bias"}));
  EXPECT_EQ(by_module.assigned, by_module.trainable);
  EXPECT_EQ(by_path.trainable, by_module.trainable);
  EXPECT_EQ(other.trainable, (Names{"0.weight", "0.bias", "2.weight"}));
  EXPECT_EQ(none.trainable, all.trainable) << "a path, not the beginning of a name";
  EXPECT_EQ(by_path.backward, by_module.backward);
  EXPECT_LT(by_module.backward, all.backward);
  for (const Node& node : by_module.graph.nodes())
    EXPECT_FALSE(node.backward && node.path == "0") << "a gradient node of the frozen layer";
  Trained within(Sequential(frozen(net(false)), Linear({.out = 3})));
  EXPECT_EQ(within.trainable, (Names{"1.weight", "1.bias"})) << "freezing reaches the modules within";
}

}  // namespace
}  // namespace percept::nn
