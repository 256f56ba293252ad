// Each pass leaves the values as they were and does what it is for.
#include <gtest/gtest.h>

#include <algorithm>

#include "autograd/random_graph.hpp"
#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/kernels/small.hpp"
#include "percept/ops/fused.hpp"
#include "percept/passes/passes.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

using Pass = std::function<std::unique_ptr<Graph>(const Graph&)>;

const std::vector<std::pair<const char*, Pass>> kPasses = {
    {"remove_dead_nodes", remove_dead_nodes},
    {"expand_elementwise", expand_elementwise},
    {"fold_constants", [](const Graph& g) { return fold_constants(g, evaluate_node); }},
    {"share_common_nodes", share_common_nodes},
    {"fuse_batch_norm", fuse_batch_norm},
    {"fuse_convolution", fuse_convolution},
    {"mask_before_unpooling", mask_before_unpooling},
    {"join_small_nodes", [](const Graph& g) { return join_small_nodes(g, is_small); }},
    {"fuse_elementwise", fuse_elementwise},
    {"optimise", [](const Graph& g) { return optimise(g, evaluate_node); }},
};

int count(const Graph& graph, const std::string& op) {
  return int(std::count_if(graph.nodes().begin(), graph.nodes().end(),
                           [&](const Node& n) { return n.op->name == op; }));
}

/// A random graph with its gradients fetched.
void trace_random(Graph& graph, std::uint64_t seed) {
  RandomGraph random(graph, seed);
  std::vector<Value> gradients = differentiate(random.loss, random.leaves);
  for (std::size_t i = 0; i < gradients.size(); ++i) graph.fetch("g" + std::to_string(i), gradients[i]);
}

TEST(Passes, KeepEveryBitOfRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Graph graph;
    ParameterStore store;
    trace_random(graph, seed);
    Fetches expected = Interpreter(graph, store).run(random_feeds(seed));
    for (const auto& [name, pass] : kPasses) {
      SCOPED_TRACE(std::string(name) + ", seed " + std::to_string(seed));
      std::unique_ptr<Graph> after = pass(graph);
      verify(*after);
      EXPECT_LE(after->nodes().size(), graph.nodes().size() + 8);
      Fetches actual = Interpreter(*after, store).run(random_feeds(seed));
      ASSERT_EQ(actual.tensors().size(), expected.tensors().size());
      for (const auto& [fetch, tensor] : expected.tensors())
        EXPECT_TRUE(same_bits(actual[fetch], tensor)) << fetch;
    }
  }
}

TEST(Passes, PlansOfRandomGraphsAgreeWithTheInterpreter) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Graph graph;
    ParameterStore store;
    trace_random(graph, seed);
    Fetches expected = Interpreter(graph, store).run(random_feeds(seed));
    for (bool passes : {false, true})
      for (bool reuse : {false, true}) {
        Plan exact(graph, store, {.backend = Backend::reference, .optimise = passes, .reuse_memory = reuse});
        Plan best(graph, store, {.optimise = passes, .reuse_memory = reuse});
        for (int run = 0; run < 2; ++run) {
          const Fetches &bits = exact.run(random_feeds(seed)), &close = best.run(random_feeds(seed));
          for (const auto& [name, tensor] : expected.tensors()) {
            EXPECT_TRUE(same_bits(bits[name], tensor)) << "seed " << seed << ", " << name;
            EXPECT_LE(relative_error(close[name], tensor), 1e-4) << "seed " << seed << ", " << name;
          }
        }
      }
  }
}

// Fusion is greedy: a second look may join what the first made.
TEST(Passes, AreDoneAfterOnceButForFusion) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Graph graph;
    trace_random(graph, seed);
    for (std::size_t i = 0; i < kPasses.size() - 2; ++i) {
      const auto& [name, pass] = kPasses[i];
      std::unique_ptr<Graph> once = pass(graph), twice = pass(*once);
      EXPECT_EQ(once->nodes().size(), twice->nodes().size()) << name << ", seed " << seed;
    }
  }
}

TEST(RemoveDeadNodes, DropsWhatNobodyNeeds) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2}});
  exp(tanh(x));
  graph.feed("unused", {DType::f32, {}});
  graph.fetch("y", sigmoid(x));
  std::unique_ptr<Graph> after = remove_dead_nodes(graph);
  EXPECT_EQ(after->nodes().size(), 2u);
  EXPECT_EQ(count(*after, "sigmoid"), 1);
}

TEST(ShareCommonNodes, ComputesOnceWhatIsTheSame) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2, 3}});
  Value same = exp(x * 2.0) + exp(x * 2.0);
  Value other = exp(x * 3.0);
  graph.fetch("y", same + other + softmax(x, {.axis = 0}) + softmax(x, {.axis = 1}));
  std::unique_ptr<Graph> after = share_common_nodes(graph);
  EXPECT_EQ(count(*after, "exp"), 2);
  EXPECT_EQ(count(*after, "softmax"), 2) << "other attributes, other values";
  EXPECT_EQ(count(*after, "constant"), 2);
}

TEST(FoldConstants, ComputesWhatIsKnown) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2}});
  Value two = graph.constant(Tensor::full(DType::f32, {2}, 1)) * 2.0;
  graph.fetch("y", x * exp(two));
  graph.fetch("size", shape_of(x));
  std::unique_ptr<Graph> after = fold_constants(graph, evaluate_node);
  after = remove_dead_nodes(*after);
  EXPECT_EQ(count(*after, "exp"), 0);
  EXPECT_EQ(count(*after, "mul"), 1);
  EXPECT_EQ(count(*after, "broadcast_to"), 0);
}

TEST(FoldConstants, LeavesLargeTensorsToTheRun) {
  Graph graph;
  graph.fetch("y", fill(graph, {DType::f32, {1000, 1000}, 1}));
  EXPECT_EQ(count(*fold_constants(graph, evaluate_node), "fill"), 1);
}

TEST(FuseElementwise, JoinsAChain) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {5, 3}}), rate = graph.scalar("rate", 0.5);
  graph.fetch("y", tanh(x * rate + 1.0));
  std::unique_ptr<Graph> after = fuse_elementwise(graph);
  EXPECT_EQ(count(*after, "fused"), 1);
  EXPECT_EQ(after->nodes().size(), 3u) << to_string(*after);
}

// Branches that meet become one, but not across what must be computed between them.
TEST(FuseElementwise, UnitesBranchesThatMeet) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 4}}), m = graph.feed("m", {DType::f32, {4, 4}});
  graph.fetch("y", tanh(x * 2.0) + exp(m * 3.0) * abs(x));
  std::unique_ptr<Graph> after = fuse_elementwise(graph);
  EXPECT_EQ(count(*after, "fused"), 1);
  EXPECT_EQ(after->nodes().size(), 3u) << to_string(*after);

  Graph between;
  x = between.feed("x", {DType::f32, {4, 4}});
  Value first = tanh(x * 2.0), second = exp(abs(matmul(first, x)));
  between.fetch("y", first + second * x);
  after = fuse_elementwise(between);
  verify(*after);
  EXPECT_EQ(count(*after, "fused"), 2) << to_string(*after);
}

// A node alone takes a scalar as it is: nothing of the shape's size is filled with it.
TEST(FuseElementwise, RepeatsNoScalarForANodeAlone) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {64, 64}}), rate = graph.scalar("rate", 0.5);
  graph.fetch("y", x * rate);
  EXPECT_EQ(count(*fuse_elementwise(graph), "broadcast_to"), 0);
  Plan plan(graph, store);
  EXPECT_EQ(plan.run({{"x", Tensor::full(DType::f32, {64, 64}, 3)}})["y"].at(77), 1.5);
  ASSERT_EQ(plan.steps().size(), 1u);
  EXPECT_EQ(plan.steps()[0].kernel, "native:elementwise");
}

TEST(FuseElementwise, KeepsATensorAmongItsConstants) {
  Graph graph;
  ParameterStore store;
  Tensor ramp(DType::f32, {100});
  for (int i = 0; i < 100; ++i) ramp.set(i, 0.01 * i);
  Value x = graph.feed("x", {DType::f32, {100}});
  graph.fetch("y", tanh(x * graph.constant(ramp)) + graph.constant(ramp));
  Feeds feeds = {{"x", Tensor::full(DType::f32, {100}, 2)}};
  Fetches expected = Interpreter(graph, store).run(feeds);
  Plan plan(graph, store);
  EXPECT_LE(relative_error(plan.run(feeds)["y"], expected["y"]), 1e-6);
  EXPECT_EQ(plan.steps().back().kernel, "native:elementwise");
}

TEST(FuseElementwise, OfLargeConstantsAlone) {
  Graph graph;
  ParameterStore store;
  graph.fetch("y", tanh(exp(graph.constant(Tensor::full(DType::f32, {100}, 0.5)))));
  Fetches expected = Interpreter(graph, store).run({});
  Plan plan(graph, store);
  EXPECT_LE(relative_error(plan.run({})["y"], expected["y"]), 1e-6);
}

// The update of every parameter is one pass over its memory: velocity and parameter together.
TEST(FuseElementwise, MakesAnUpdateOneNodeAParameter) {
  for (const nn::Sequential& network : {mlp(), lenet()}) {
    ParameterStore store;
    Program program(store, training(network));
    const Graph& graph = program.plan(formula_batch(4, 0)).graph();
    int updates = 0, parameters = 0;
    for (const Node& node : graph.nodes()) {
      if (is_leaf(node) || node.path != "optim") continue;
      EXPECT_TRUE(node.op == &fused_op()) << node.op->name;
      EXPECT_EQ(node.outputs.size(), 2u);
      ++updates;
    }
    for (Value parameter : graph.parameters()) parameters += graph.parameter_of(parameter).trainable;
    EXPECT_EQ(updates, parameters);
  }
}

// A cumulative sum is none of what native:small knows: what comes before it and behind it is joined apart.
TEST(JoinSmallNodes, JoinsRuns) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {5, 3}}), w = graph.feed("w", {DType::f32, {4, 3}});
  Value before = tanh(linear(x, w)), after = cumsum(before) * 2.0;
  graph.fetch("sum", reduce_sum(after, {.axes = {0}}));
  graph.fetch("before", before);
  std::unique_ptr<Graph> joined = join_small_nodes(*optimise(graph, evaluate_node), is_small);
  EXPECT_EQ(count(*joined, "fused"), 2) << to_string(*joined);
  EXPECT_EQ(count(*joined, "linear") + count(*joined, "reduce_sum"), 0) << to_string(*joined);
}

TEST(JoinSmallNodes, LeavesGraphsWithLargeTensors) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {5, 3}}), large = graph.feed("large", {DType::f32, {100, 100}});
  graph.fetch("y", exp(linear(x, x)) * reduce_sum(large));
  EXPECT_EQ(count(*join_small_nodes(graph, is_small), "fused"), 0);
}

// Runs a graph before and after the pass: the same values but for rounding.
std::unique_ptr<Graph> fused_by(const Pass& pass, Graph& graph, const Feeds& feeds) {
  ParameterStore store;
  std::unique_ptr<Graph> after = pass(graph);
  verify(*after);
  Fetches expected = Interpreter(graph, store).run(feeds), actual = Interpreter(*after, store).run(feeds);
  Plan plan(graph, store);
  const Fetches& planned = plan.run(feeds);
  for (const auto& [name, tensor] : expected.tensors()) {
    EXPECT_LE(relative_error(actual[name], tensor), 1e-5) << name << to_string(*after);
    EXPECT_LE(relative_error(planned[name], tensor), 1e-5) << name;
  }
  return after;
}

std::unique_ptr<Graph> norms_fused(Graph& graph, const Feeds& feeds) {
  return fused_by(fuse_batch_norm, graph, feeds);
}

Tensor noise(std::string_view name, Shape shape) {
  Tensor tensor(DType::f32, shape);
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    tensor.set(i, formula_uniform(name, std::uint32_t(i)) - 0.5);
  return tensor;
}
Feeds two(Shape shape) { return {{"x", noise("x", shape)}, {"z", noise("z", shape)}}; }

TEST(FuseBatchNorm, TakesResidualAndReluBothWays) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 3, 5, 5}}), none;
  Value inner = relu(batch_norm(x, none, none).output);
  Normalized outer = batch_norm(inner * 2.0, none, none);
  Value shortcut = exp(x);  // comes after the norm that it is added to
  Value y = relu(shortcut + outer.output);
  graph.fetch("y", y);
  graph.fetch("gradient", differentiate(reduce_sum(y * y * y), {x})[0]);
  graph.fetch("mean", outer.mean * 3.0);
  std::unique_ptr<Graph> after = norms_fused(graph, {{"x", noise("x", {4, 3, 5, 5})}});
  EXPECT_EQ(count(*after, "batch_norm"), 2);
  EXPECT_EQ(count(*after, "relu"), 0) << to_string(*after);
  // The outer relu's gradient goes to the shortcut too.
  EXPECT_EQ(count(*after, "relu_backward"), 1) << to_string(*after);
}

TEST(FuseBatchNorm, LeavesWhatSomeoneElseReads) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 3}}), none;
  Value before = batch_norm(x, none, none).output, sum = before + x;
  graph.fetch("before", before);
  graph.fetch("y", relu(sum));
  EXPECT_EQ(count(*norms_fused(graph, {{"x", noise("x", {4, 3})}}), "add"), 1);
}

TEST(FuseBatchNorm, TakesThemWithGivenStatistics) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 3}}), z = graph.feed("z", {DType::f32, {4, 3}});
  Value mean = graph.constant(noise("mean", {3})), variance = exp(mean), none;
  graph.fetch("y", relu(batch_norm(x, mean, variance, none, none) + z));
  std::unique_ptr<Graph> after = norms_fused(graph, two({4, 3}));
  EXPECT_EQ(count(*after, "relu"), 0) << to_string(*after);
  EXPECT_EQ(count(*after, "add"), 1) << "of epsilon alone";
}

// Of two norms in one sum one becomes the other's residual.
TEST(FuseBatchNorm, SharesASumOfTwo) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 3}}), z = graph.feed("z", {DType::f32, {4, 3}}), none;
  graph.fetch("y", relu(batch_norm(x, none, none).output + batch_norm(z, none, none).output));
  std::unique_ptr<Graph> after = norms_fused(graph, two({4, 3}));
  EXPECT_EQ(after->nodes().size(), 4u) << to_string(*after);
}

// Each one's residual needs the other's mean: neither can be computed first.
TEST(FuseBatchNorm, LeavesNormsThatWaitForOneAnother) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {4, 3}}), z = graph.feed("z", {DType::f32, {4, 3}}), none;
  Normalized a = batch_norm(x, none, none), b = batch_norm(z, none, none);
  graph.fetch("a", relu(a.output + z * b.mean));
  graph.fetch("b", relu(b.output + x * a.mean));
  EXPECT_EQ(count(*norms_fused(graph, two({4, 3})), "add"), 2);
}

// What a block of a residual network does in inference becomes two nodes.
TEST(FuseConvolution, TakesNormsResidualsAndRelus) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2, 4, 6, 6}}), none;
  auto convolved = [&](Value in, const char* name, bool bias) {
    Value w = graph.constant(noise(name, {4, 4, 3, 3})), b = graph.constant(noise("b", {4}));
    Value mean = graph.constant(noise("mean", {4})), gain = graph.constant(noise("gain", {4}));
    return batch_norm(conv2d(in, w, bias ? b : none, {.padding = 1}), mean, exp(mean), gain, b);
  };
  graph.fetch("y", relu(convolved(relu(convolved(x, "v", true)), "w", false) + x));
  auto fuse = [](const Graph& g) { return fuse_convolution(*fuse_batch_norm(g)); };
  std::unique_ptr<Graph> after = fused_by(fuse, graph, {{"x", noise("x", {2, 4, 6, 6})}});
  EXPECT_EQ(count(*after, "fused_conv2d"), 2) << to_string(*after);
  for (const char* op : {"conv2d", "scale_channels", "relu"}) EXPECT_EQ(count(*after, op), 0) << op;
}

TEST(FuseConvolution, PoolsWhereNobodyAsksForThePlaces) {
  for (bool places : {false, true}) {
    Graph graph;
    Value x = graph.feed("x", {DType::f32, {2, 1, 9, 8}}), w = graph.constant(noise("w", {3, 1, 3, 3}));
    MaxPool2d pooled = max_pool2d(relu(conv2d(x, w)), {.kernel = 2});
    graph.fetch("y", pooled.output);
    if (places) graph.fetch("places", cast(pooled.indices, DType::f32));
    std::unique_ptr<Graph> after = fused_by(fuse_convolution, graph, {{"x", noise("x", {2, 1, 9, 8})}});
    EXPECT_EQ(count(*after, "max_pool2d"), int(places)) << to_string(*after);
    EXPECT_EQ(count(*after, "fused_conv2d"), 1);
  }
}

// A factor that is fed would have to be multiplied into the weight at every run; what is read twice stays.
TEST(FuseConvolution, LeavesWhatChangesOrIsReadElsewhere) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {1, 2, 4, 4}}), scale = graph.feed("z", {DType::f32, {2}});
  Value w = graph.constant(noise("w", {2, 2, 1, 1})), shift = graph.constant(noise("t", {2}));
  Value image = conv2d(x, w);
  graph.fetch("image", image);
  graph.fetch("y", relu(image));
  graph.fetch("scaled", scale_channels(conv2d(x, w, shift), scale, shift, {}));
  std::unique_ptr<Graph> after =
      fused_by(fuse_convolution, graph, {{"x", noise("x", {1, 2, 4, 4})}, {"z", noise("z", {2})}});
  EXPECT_EQ(count(*after, "fused_conv2d"), 0) << to_string(*after);
}

// A relu before windows that overlap, with numbers that are equal, below zero, and none at all.
TEST(MaskBeforeUnpooling, PassesOverThePooledImage) {
  for (bool read_elsewhere : {false, true}) {
    Graph graph;
    ParameterStore store;
    Value x = graph.feed("x", {DType::f32, {2, 3, 7, 7}}), y = relu(x);
    Value pooled = max_pool2d(y, {.kernel = 3, .stride = 2, .padding = 1}).output;
    Value gradient = differentiate(reduce_sum(pooled * pooled * pooled), {x})[0];
    graph.fetch("gradient", gradient);
    if (read_elsewhere) graph.fetch("unmasked", gradient.node().inputs[0]);
    Tensor numbers = Tensor::zeros(DType::f32, {2, 3, 7, 7});
    for (std::int64_t i = 0; i < numbers.size(); ++i) numbers.set(i, double(i * 7 % 11) - 4);
    numbers.set(5, std::nan(""));
    std::unique_ptr<Graph> after = mask_before_unpooling(graph);
    verify(*after);
    for (const Node& node : after->nodes())
      if (node.op->name == "relu_backward")
        EXPECT_EQ(node.outputs[0].shape, read_elsewhere ? x.shape() : pooled.shape());
    Fetches expected = Interpreter(graph, store).run({{"x", numbers}});
    EXPECT_TRUE(
        same_bits(Interpreter(*after, store).run({{"x", numbers}})["gradient"], expected["gradient"]));
  }
}

TEST(Passes, KeepPathsPlacesAndWhatIsBackward) {
  Graph graph;
  ParameterStore store;
  graph.offer("image", {DType::f32, {2, 1, 28, 28}}), graph.offer("label", {DType::i64, {2}});
  training(lenet())(graph);
  std::unique_ptr<Graph> after = optimise(graph, evaluate_node);
  for (const Node& node : after->nodes()) {
    if (is_leaf(node)) continue;
    EXPECT_NE(std::string(node.at.file_name()), "") << node.op->name;
    if (node.op->name == "fused_conv2d")
      EXPECT_TRUE((node.path == "0" || node.path == "3") && !node.backward);
    if (node.op->name.starts_with("conv2d_backward"))
      EXPECT_TRUE((node.path == "0" || node.path == "3") && node.backward);
  }
  // No one asks for the gradient of the images.
  EXPECT_EQ(count(*after, "fused_conv2d"), 2);
  EXPECT_EQ(count(*after, "conv2d_backward_input"), 1);
  EXPECT_EQ(count(*after, "conv2d_backward_weight"), 2);
}

TEST(Verify, FindsWrongTypes) {
  Graph graph;
  Value y = exp(graph.feed("x", {DType::f32, {2}}));
  verify(graph);
  const_cast<Node&>(graph.node(y.node_id())).outputs[0].shape = {3};
  EXPECT_THROW(verify(graph), Error);
}

TEST(Verify, FindsUsesBeforeTheirValue) {
  Graph graph;
  Value y = exp(graph.feed("x", {DType::f32, {2}})), z = exp(y);
  const_cast<Node&>(graph.node(y.node_id())).inputs[0] = z;
  EXPECT_THROW(verify(graph), Error);
}

}  // namespace
}  // namespace percept::proof
