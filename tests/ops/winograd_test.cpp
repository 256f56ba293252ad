// Winograd's algorithm at every size, those for which another kernel is faster among them: against the
// reference in f64, its bits, and what may follow its outputs.
#include <gtest/gtest.h>

#include "kernels/native/winograd_kernel.hpp"
#include "ops/compare.hpp"
#include "ops/run_kernel.hpp"
#include "percept/base/random.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

// Of the largest output. The transforms add numbers of different sizes, and lose about three bits by it.
constexpr double kBound = 5e-6;

struct Layer {
  Shape x;
  std::int64_t out;
  Padding2d padding = 1;
};
const std::vector<Layer> kLayers = {
    {{1, 1, 3, 3}, 1, 0},        {{1, 1, 1, 1}, 1},
    {{1, 16, 4, 4}, 16},         {{3, 7, 5, 5}, 17},
    {{2, 16, 7, 7}, 33, 0},      {{1, 33, 8, 8}, 16},
    {{1, 64, 14, 14}, 32},       {{5, 40, 9, 6}, 48, 0},
    {{33, 16, 8, 8}, 16},        {{1, 96, 4, 4}, 80},
    {{2, 24, 31, 17}, 20},       {{1, 16, 64, 64}, 16},
    {{2, 16, 5, 6}, 16, {0, 2}}, {{1, 16, 6, 5}, 16, {3, 0, 1, 2}},
    {{8, 64, 16, 16}, 64},
};

/// The three convolutions of a layer, and their values in f64.
struct Convolutions {
  explicit Convolutions(const Layer& layer) {
    Shape w{layer.out, layer.x[1], 3, 3};
    Conv2dOptions options{.padding = layer.padding};
    Value image = feed("x", layer.x), weight = feed("w", w), bias = feed("b", {layer.out});
    Value y = conv2d(image, weight, {}, options), grad = feed("g", y.shape());
    add(y, native::winograd);
    add(conv2d(image, weight, bias, options), native::winograd);
    add(conv2d_backward_input(grad, weight, {layer.x, options}), native::winograd_backward_input);
    add(conv2d_backward_weight(grad, image, {w, options}), native::winograd_backward_weight);
    Interpreter exact(graph, store, {.double_precision = true});
    exact.reset(feeds);
    for (Pass& pass : passes) {
      const Tensor& wide = exact.value(pass.value);
      pass.expected = Tensor(DType::f32, wide.shape());
      for (std::int64_t i = 0; i < wide.size(); ++i) pass.expected.set(i, wide.at(i));
    }
  }

  Value feed(const std::string& name, Shape shape) {
    RandomStream random(1, name);
    Tensor tensor(DType::f32, shape);
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, random.normal(std::uint64_t(i)));
    feeds[name] = std::move(tensor);
    return graph.feed(name, {DType::f32, std::move(shape)});
  }

  using Offer = KernelOffer (*)(const KernelRequest&);
  struct Pass {
    Value value;
    Offer offer;
    Tensor expected;
  };
  void add(Value value, Offer offer) { passes.push_back({value, offer, {}}); }

  Tensor run(const Pass& pass) {
    const Node& node = pass.value.node();
    std::vector<Layout> plain(node.inputs.size());
    std::vector<Tensor> inputs;
    for (Value input : node.inputs)
      if (input) inputs.push_back(feeds[input.name()].clone());
    KernelOffer offer = pass.offer({node, plain});
    if (!offer.kernel) return {};
    return run_plain(node, *offer.kernel, inputs)[0];
  }

  Graph graph;
  ParameterStore store;
  Feeds feeds;
  std::vector<Pass> passes;
};

TEST(Winograd, AgreesWithTheReferenceInDoublePrecision) {
  double worst = 0;
  for (const Layer& layer : kLayers) {
    Convolutions all(layer);
    for (auto& pass : all.passes) {
      SCOPED_TRACE(pass.value.node().op->name + " of " + to_string(layer.x) + " to " +
                   std::to_string(layer.out));
      double error = relative_error(all.run(pass), pass.expected);
      EXPECT_LE(error, kBound);
      worst = std::max(worst, error);
    }
  }
  std::printf("  largest error, relative to the largest output: %.2g\n", worst);
}

// The gradient of the weight is a sum over tiles, and threads may each have a part of it.
TEST(Winograd, HasTheSameBitsAgainAndForImagesOnAnyNumberOfThreads) {
  int threads = thread_count();
  for (const Layer& layer : {Layer{{1, 40, 9, 6}, 48}, Layer{{8, 64, 16, 16}, 64}}) {
    Convolutions all(layer);
    for (auto& pass : all.passes) {
      set_thread_count(1);
      Tensor one = all.run(pass);
      for (int n : {1, 2, 3}) {
        set_thread_count(n);
        Tensor made = all.run(pass);
        EXPECT_TRUE(same_bits(all.run(pass), made)) << pass.value.node().op->name << " again, on " << n;
        EXPECT_LE(relative_error(made, one), kBound);
        if (pass.offer != native::winograd_backward_weight)
          EXPECT_TRUE(same_bits(made, one)) << pass.value.node().op->name << " on " << n;
      }
    }
  }
  set_thread_count(threads);
}

TEST(Winograd, IsNotExact) {
  Convolutions all({{8, 64, 16, 16}, 64});
  for (auto& pass : all.passes) {
    const Node& node = pass.value.node();
    std::vector<Layout> plain(node.inputs.size());
    EXPECT_EQ(pass.offer({node, plain, Precision::exact}).refusal.id, "kernels.winograd_precision");
    for (Precision precision : {Precision::single, Precision::mixed})
      EXPECT_TRUE(candidates_for(node.op->name).front().make({node, plain, precision}).kernel)
          << "it does not come first";
  }
}

TEST(Winograd, AddsAResidualAndHoldsAtZero) {
  const native::WinogradSteps& steps = native::winograd_steps();
  native::WinogradTiles tiles = native::tiles_of({1, 1, 6, 5}, {1, 1, 6, 5}, {});
  native::WinogradPoints points = native::points_of(1, 4);
  std::int64_t elements = 30 * steps.block;
  RandomStream random(1, "epilogue");
  std::uint64_t drawn = 0;
  auto draw = [&](std::int64_t n) {
    std::vector<float> values(std::size_t(n), 0);
    for (float& value : values) value = float(random.normal(drawn++));
    return values;
  };
  std::vector<float> p = draw(native::kPoints * points.point), residual = draw(elements), plain(residual),
                     both(residual), bias(std::size_t(steps.block), 0);
  points.at = p.data();
  steps.outputs(tiles, 0, 0, 4, points, 0, {bias.data()}, plain.data());
  steps.outputs(tiles, 0, 0, 4, points, 0, {bias.data(), residual.data(), true}, both.data());
  for (std::size_t i = 0; i < both.size(); ++i) EXPECT_EQ(both[i], std::max(plain[i] + residual[i], 0.0f));
}

// The weight is what another convolution made, in blocks of channels: it comes to the algorithm by way of
// row-major order.
TEST(Winograd, TakesAWeightInBlocks) {
  Convolutions leaves({{64, 64, 3, 3}, 64});
  Value x = leaves.feed("image", {8, 64, 16, 16});
  Value made = conv2d(leaves.passes[0].value.node().inputs[0], leaves.passes[0].value.node().inputs[1], {},
                      {.padding = 1});
  leaves.graph.fetch("y", conv2d(x, made, {}, {.padding = 1}));
  Plan reference(leaves.graph, leaves.store, {.backend = Backend::reference}),
      fast(leaves.graph, leaves.store);
  EXPECT_LE(relative_error(fast.run(leaves.feeds)["y"], reference.run(leaves.feeds)["y"]), kBound);
}

}  // namespace
}  // namespace percept::proof
