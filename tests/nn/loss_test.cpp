// Every loss against PyTorch's values and gradients (tests/golden/losses.safetensors, written by
// tools/goldens/losses.py), its gradient against central differences, and what the file does not hold:
// published numbers, the graph of the usual cross-entropy, mistakes.
#include "percept/nn/loss.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "nn/loss_cases.hpp"
#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/check_gradients.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

// What f64 and f32 may differ from PyTorch's f64, relative to the largest element.
constexpr double kBoundF64 = 1e-13, kBoundF32 = 1e-5;

const io::Safetensors& golden_file() {
  static const io::Safetensors file =
      io::read_safetensors(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/losses.safetensors").value();
  return file;
}

std::set<std::string> golden_names() {
  std::set<std::string> names;
  for (const auto& [key, tensor] : golden_file().tensors) names.insert(key.substr(0, key.rfind('/')));
  return names;
}

const Tensor* golden(const std::string& name, const std::string& part) {
  auto found = golden_file().tensors.find(name + "/" + part);
  return found == golden_file().tensors.end() ? nullptr : &found->second;
}

/// A case written into a graph, its floats in `type` and its whole numbers in `labels`.
struct TracedLoss {
  TracedLoss(const std::string& name, const LossCall& call, DType type, DType labels = DType::i64) {
    for (int i = 0; const Tensor* input = golden(name, std::to_string(i)); ++i) {
      std::string feed = std::to_string(i);
      feeds[feed] = input->to(is_float(input->dtype()) ? type : labels);
      inputs.push_back(graph.feed(feed, {feeds[feed].dtype(), feeds[feed].shape()}));
      if (golden(name, "gradient." + feed)) {
        leaves.push_back(inputs.back());
        expected.push_back(golden(name, "gradient." + feed)->to(type));
      }
    }
    value = call(inputs);
    total = value;
    if (const Tensor* weights = golden(name, "weights"))
      total = reduce_sum(value * graph.constant(weights->to(type)));
  }

  Graph graph;
  ParameterStore store;
  Feeds feeds;
  LossInputs inputs, leaves;
  std::vector<Tensor> expected;  // gradients of the leaves
  Value value, total;
};

class GoldenLoss : public testing::TestWithParam<std::string> {
 protected:
  TracedLoss traced(DType type, DType labels = DType::i64) {
    return TracedLoss(GetParam(), loss_cases().at(GetParam()), type, labels);
  }
  // On the interpreter, and on a plan of the best kernels.
  void expect_golden(DType type, double bound) {
    TracedLoss loss = traced(type);
    loss.graph.fetch("value", loss.value);
    if (!loss.leaves.empty()) {
      std::vector<Value> gradients = differentiate(loss.total, loss.leaves);
      for (std::size_t i = 0; i < gradients.size(); ++i)
        loss.graph.fetch("gradient." + loss.leaves[i].name(), gradients[i]);
    }
    Fetches shown = Interpreter(loss.graph, loss.store).run(loss.feeds);
    Plan plan(loss.graph, loss.store);
    if (type == DType::f32)
      for (const PlanStep& step : plan.steps())
        EXPECT_FALSE(step.op == "fused" && step.kernel == "reference") << "a slow way: " << step.path;
    const Fetches& ran = plan.run(loss.feeds);
    for (const Fetches* fetched : {static_cast<const Fetches*>(&shown), &ran}) {
      SCOPED_TRACE(fetched == &shown ? "interpreter" : "plan");
      EXPECT_LE(relative_error((*fetched)["value"], golden(GetParam(), "value")->to(type)), bound);
      for (std::size_t i = 0; i < loss.leaves.size(); ++i) {
        std::string name = "gradient." + loss.leaves[i].name();
        EXPECT_LE(relative_error((*fetched)[name], loss.expected[i]), bound) << name;
      }
    }
  }
};

TEST_P(GoldenLoss, IsPyTorchsInDoublePrecision) { expect_golden(DType::f64, kBoundF64); }
TEST_P(GoldenLoss, IsPyTorchsInSinglePrecision) { expect_golden(DType::f32, kBoundF32); }

TEST_P(GoldenLoss, HasTheGradientOfCentralDifferences) {
  TracedLoss loss = traced(DType::f64);
  for (const GradientCheck& check : check_gradients(loss.total, loss.leaves, loss.feeds, loss.store))
    EXPECT_LE(check.max_relative_error, 1e-6) << "input " << check.name;
}

TEST_P(GoldenLoss, TakesWholeNumbersOfAnyType) {
  for (DType labels : {DType::i32, DType::i8}) {
    TracedLoss loss = traced(DType::f64, labels);
    Interpreter interpreter(loss.graph, loss.store);
    interpreter.reset(loss.feeds);
    EXPECT_LE(relative_error(interpreter.value(loss.value), *golden(GetParam(), "value")), kBoundF64);
  }
}

INSTANTIATE_TEST_SUITE_P(All, GoldenLoss, testing::ValuesIn(golden_names()), [](const auto& info) {
  std::string name;
  for (char c : info.param) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name + "_" + std::to_string(info.index);
});

TEST(Losses, FileAndTableHoldTheSameCases) {
  std::set<std::string> known;
  for (const auto& [name, call] : loss_cases()) known.insert(name);
  EXPECT_EQ(golden_names(), known);
  EXPECT_GE(known.size(), 137u);
  EXPECT_TRUE(golden_file().metadata.at("torch").starts_with("1.13"));
  EXPECT_EQ(golden_file().metadata.at("made by"), "tools/goldens/losses.py");
}

double at_once(Graph& graph, Value value) {
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset({});
  return interpreter.value(value).item();
}

Value doubles(Graph& graph, Shape shape, std::initializer_list<double> values) {
  return graph.constant(Tensor::from<double>(std::move(shape), values));
}

Value whole_numbers(Graph& graph, Shape shape, std::initializer_list<std::int64_t> values) {
  return graph.constant(Tensor::from<std::int64_t>(std::move(shape), values));
}

// CS231n's example: the sum over the other classes, where PyTorch takes the mean over all.
TEST(Losses, PublishedNumbers) {
  Graph graph;
  Value scores = doubles(graph, {1, 3}, {-2.85, .86, .28}), label = whole_numbers(graph, {1}, {2});
  EXPECT_NEAR(3 * at_once(graph, nn::multi_margin_loss(scores, label)), 1.58, 1e-12);
  EXPECT_NEAR(at_once(graph, nn::cross_entropy(scores, label)), 1.04019, 5e-6);
  Value p = doubles(graph, {1}, {0.9}), yes = doubles(graph, {1}, {1}), no = doubles(graph, {1}, {0});
  EXPECT_NEAR(at_once(graph, nn::binary_cross_entropy(p, yes)), .10536052, 5e-9);
  EXPECT_NEAR(at_once(graph, nn::binary_cross_entropy(p, no)), 2.30258509, 5e-9);
}

// Rosenblatt's rule, from 0, at rate 1, on 00 01 10 11 in this order: mistakes of each epoch, and where it
// ends.
TEST(Losses, ThePerceptronsGradientIsRosenblattsRule) {
  struct Case {
    std::array<double, 4> labels;
    std::vector<int> mistakes;
    std::array<double, 3> end;  // weights and bias
  };
  for (const Case& each :
       {Case{{0, 0, 0, 1}, {1, 3, 3, 2, 1, 0}, {2, 1, -2}}, Case{{0, 1, 1, 1}, {1, 2, 1, 0}, {1, 1, 0}},
        Case{{0, 1, 1, 0}, {2, 3, 4, 4, 4, 4}, {-1, 0, 1}}}) {
    Graph graph;
    Value x = graph.feed("x", {DType::f64, {3}}), w = graph.feed("w", {DType::f64, {3}}),
          t = graph.feed("t", {DType::f64, {1}});
    Value slope = differentiate(nn::perceptron_loss(reshape(reduce_sum(x * w), Shape{1}), t), {w}).front();
    ParameterStore store;
    Interpreter interpreter(graph, store);
    Tensor weights = Tensor::zeros(DType::f64, {3});
    for (int wanted : each.mistakes) {
      int mistakes = 0;
      for (int i = 0; i < 4; ++i) {
        interpreter.reset({{"x", Tensor::from<double>({3}, {double(i / 2), double(i % 2), 1})},
                           {"w", weights},
                           {"t", Tensor::from<double>({1}, {2 * each.labels[std::size_t(i)] - 1})}});
        const Tensor& gradient = interpreter.value(slope);
        mistakes += gradient.at(2) != 0;
        Tensor next(DType::f64, {3});
        for (int k = 0; k < 3; ++k) next.set(k, weights.at(k) - gradient.at(k));
        weights = next;
      }
      EXPECT_EQ(mistakes, wanted);
    }
    for (int k = 0; k < 3; ++k) EXPECT_EQ(weights.at(k), each.end[std::size_t(k)]) << k;
  }
}

// Trained trajectories and its speed hang on these nodes.
TEST(Losses, TheUsualCrossEntropyIsSixNodes) {
  Graph graph;
  Value scores = graph.feed("scores", {DType::f32, {4, 3}}), labels = graph.feed("labels", {DType::i64, {4}});
  nn::cross_entropy(scores, labels);
  std::string nodes;
  for (const Node& node : graph.nodes()) nodes += node.op->name + " ";
  EXPECT_EQ(nodes, "feed feed log_softmax one_hot mul reduce_sum constant mul ");
}

TEST(Losses, BinaryCrossEntropyOfCertaintyHasAFiniteGradient) {
  Graph graph;
  Value p = graph.feed("p", {DType::f32, {4}}), y = graph.feed("y", {DType::f32, {4}});
  Value gradient = differentiate(nn::binary_cross_entropy(p, y), {p})[0];
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset(
      {{"p", Tensor::from<float>({4}, {0, 1, 0, 1})}, {"y", Tensor::from<float>({4}, {0, 1, 1, 0})}});
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(std::isfinite(interpreter.value(gradient).at(i))) << i;
}

TEST(Losses, NoVectorHasAFiniteGradient) {
  Graph graph;
  Value a = graph.feed("a", {DType::f64, {1, 3}}), b = graph.feed("b", {DType::f64, {1, 3}});
  Value gradient = differentiate(reduce_sum(nn::cosine_similarity(a, b)), {a})[0];
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"a", Tensor::zeros(DType::f64, {1, 3})}, {"b", Tensor::full(DType::f64, {1, 3}, 1)}});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(std::isfinite(interpreter.value(gradient).at(i))) << i;
}

// A mask of logits: impossible classes have no share in the sums.
TEST(Losses, AnImpossibleClassCostsNothingWhereItIsNotTheLabel) {
  Graph graph;
  Value scores = doubles(graph, {2, 3}, {0, 0, -INFINITY, 0, -INFINITY, 0});
  Value labels = whole_numbers(graph, {2}, {1, 0});
  nn::CrossEntropyOptions sum{.reduction = nn::Reduction::sum};
  EXPECT_NEAR(at_once(graph, nn::cross_entropy(scores, labels, sum)), 2 * std::log(2), 1e-15);
}

// As in the usual cross-entropy; PyTorch refuses them.
TEST(Losses, ALabelThatIsNoClassAddsNothing) {
  Graph graph;
  Value q = doubles(graph, {3, 2}, {-1, -2, -3, -4, -5, -6}), labels = whole_numbers(graph, {3}, {1, -1, 2});
  EXPECT_EQ(at_once(graph, nn::nll_loss(q, labels, {.reduction = nn::Reduction::sum})), 2);
}

TEST(Losses, TwoEmptyMasksAreAlike) {
  Graph graph;
  Value none = graph.constant(Tensor::zeros(DType::f64, {1, 4}));
  EXPECT_EQ(at_once(graph, nn::dice_loss(none, none)), 0);
}

TEST(Losses, CtcHasNoSecondDerivative) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 1, 3}});
  Value loss = nn::ctc_loss(log_softmax(x), whole_numbers(graph, {1, 2}, {1, 2}),
                            whole_numbers(graph, {1}, {4}), whole_numbers(graph, {1}, {2}));
  Value slope = reduce_sum(differentiate(loss, {x})[0] * 2.0);
  try {
    differentiate(slope, {x});
    ADD_FAILURE() << "nothing was said";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "autograd.no_gradient");
  }
}

struct Wrong {
  const char* code;
  std::function<void(Graph&)> call;
};

TEST(Losses, RefuseWhatDoesNotFit) {
  auto f32 = [](Graph& g, Shape shape) { return g.constant(Tensor::zeros(DType::f32, std::move(shape))); };
  auto f64 = [](Graph& g, Shape shape) { return g.constant(Tensor::zeros(DType::f64, std::move(shape))); };
  auto i64 = [](Graph& g, Shape shape) { return g.constant(Tensor::zeros(DType::i64, std::move(shape))); };
  const Wrong wrong[] = {
      {"nn.target_shape",
       [&](Graph& g) {
         nn::huber_loss(f32(g, {3}), f32(g, {3, 1}));
       }},
      {"graph.same_dtype", [&](Graph& g) { nn::l1_loss(f32(g, {3}), f64(g, {3})); }},
      {"graph.float", [&](Graph& g) { nn::kl_div(i64(g, {3}), i64(g, {3})); }},
      {"nn.positive", [&](Graph& g) { nn::huber_loss(f32(g, {3}), f32(g, {3}), {.delta = 0}); }},
      {"nn.positive", [&](Graph& g) { nn::smooth_l1_loss(f32(g, {3}), f32(g, {3}), {.beta = -1}); }},
      {"ops.broadcast_to", [&](Graph& g) { nn::gaussian_nll_loss(f32(g, {3}), f32(g, {3}), f32(g, {2})); }},
      {"nn.pos_weight",
       [&](Graph& g) { nn::binary_cross_entropy(f32(g, {3}), f32(g, {3}), {.pos_weight = f32(g, {3})}); }},
      {"nn.places",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3, 4, 5}), i64(g, {2, 4, 4}));
       }},
      {"ops.integer",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3, 4}), f32(g, {2, 4}));
       }},
      {"nn.class_weight",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3}), i64(g, {2}), {.weight = f32(g, {2})});
       }},
      {"graph.same_dtype",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3}), f64(g, {2, 3}));
       }},
      {"nn.ignore_index",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3}), f32(g, {2, 3}), {.ignore_index = 1});
       }},
      {"nn.smoothing",
       [&](Graph& g) {
         nn::cross_entropy(f32(g, {2, 3}), i64(g, {2}), {.label_smoothing = 1.5});
       }},
      {"nn.rows",
       [&](Graph& g) {
         nn::nll_loss(f32(g, {2, 3}), i64(g, {3}));
       }},
      {"nn.labels",
       [&](Graph& g) {
         nn::focal_loss(f32(g, {2, 3}), f32(g, {2}));
       }},
      {"nn.margin_power",
       [&](Graph& g) {
         nn::multi_margin_loss(f32(g, {2, 3}), i64(g, {2}), {.p = 3});
       }},
      {"graph.same_shape",
       [&](Graph& g) {
         nn::multilabel_margin_loss(f32(g, {2, 3}), i64(g, {2, 2}));
       }},
      {"graph.same_shape", [&](Graph& g) { nn::margin_ranking_loss(f32(g, {3}), f32(g, {3}), f32(g, {2})); }},
      {"nn.vectors",
       [&](Graph& g) {
         nn::cosine_embedding_loss(f32(g, {2, 3, 4}), f32(g, {2, 3, 4}), f32(g, {2}));
       }},
      {"nn.vector_targets",
       [&](Graph& g) {
         nn::cosine_embedding_loss(f32(g, {2, 3}), f32(g, {2, 3}), f32(g, {3}));
       }},
      {"graph.same_shape",
       [&](Graph& g) {
         nn::cosine_similarity(f32(g, {2, 3}), f32(g, {3}));
       }},
      {"graph.axis",
       [&](Graph& g) {
         nn::cosine_similarity(f32(g, {2, 3}), f32(g, {2, 3}), {.axis = 2});
       }},
      {"nn.positive", [&](Graph& g) { nn::pairwise_distance(f32(g, {2}), f32(g, {2}), {.p = 0}); }},
      {"graph.same_shape",
       [&](Graph& g) {
         nn::triplet_margin_loss(f32(g, {2, 3}), f32(g, {2, 3}), f32(g, {2, 4}));
       }},
      {"graph.rank",
       [&](Graph& g) {
         nn::ctc_loss(f32(g, {4, 3}), i64(g, {1, 2}), i64(g, {1}), i64(g, {1}));
       }},
      {"ops.integer",
       [&](Graph& g) {
         nn::ctc_loss(f32(g, {4, 1, 3}), f32(g, {1, 2}), i64(g, {1}), i64(g, {1}));
       }},
      {"ops.ctc.batch",
       [&](Graph& g) {
         nn::ctc_loss(f32(g, {4, 1, 3}), i64(g, {1, 2}), i64(g, {2}), i64(g, {1}));
       }},
      {"ops.ctc.blank",
       [&](Graph& g) {
         nn::ctc_loss(f32(g, {4, 1, 3}), i64(g, {1, 2}), i64(g, {1}), i64(g, {1}), {.blank = 3});
       }},
  };
  for (std::size_t i = 0; i < std::size(wrong); ++i) {
    SCOPED_TRACE(i);
    Graph graph;
    try {
      wrong[i].call(graph);
      ADD_FAILURE() << "nothing was said";
    } catch (const Error& error) {
      EXPECT_EQ(error.problem().code(), wrong[i].code) << error.what();
      EXPECT_NE(error.problem().where.find("loss_test.cpp"), std::string::npos) << error.problem().where;
    }
  }
}

}  // namespace
}  // namespace percept::proof
