// Every kernel candidate of an op against its reference kernel, on all cases of the op. Inputs stand one
// element away from any alignment, as rows of a larger tensor do; what lies behind the outputs must stay
// untouched.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>

#include "kernels/native/planes.hpp"
#include "ops/compare.hpp"
#include "ops/op_case.hpp"
#include "ops/run_kernel.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/registry.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

/// What convolutions of whole blocks of channels write here; plain where no kernel has blocks.
Layout blocked() {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {2, 16, 8, 8}}), w = graph.feed("w", {DType::f32, {16, 16, 3, 3}});
  const Node& node = conv2d(x, w, Value(), {}).node();
  std::vector<Layout> plain(2);
  for (const KernelCandidate& candidate : candidates_for("conv2d")) {
    KernelOffer offer = candidate.make({node, plain});
    if (offer.kernel && !offer.kernel->output_layouts.empty()) return offer.kernel->output_layouts[0];
  }
  return {};
}

/// The node's inputs as they are at hand behind such convolutions: images blocked.
std::vector<Layout> behind_convolutions(const Node& node) {
  std::vector<Layout> layouts;
  for (Value input : node.inputs) {
    bool image =
        input && input.dtype() == DType::f32 && input.shape().rank() == 4 && input.shape().elements();
    layouts.push_back(image ? native::blocked_like(blocked(), input.shape()) : Layout());
  }
  return layouts;
}

// Calls f(case, node, candidate, offer, inputs, expected) for each candidate on each node of the op in its
// cases, with row-major inputs at hand and with blocked ones.
template <class F>
void each_offer(const std::string& op, Precision precision, F&& f) {
  for (const OpCase& example : cases_of(op)) {
    SCOPED_TRACE(example.op + " case '" + example.name + "'");
    TracedCase traced(example);
    Interpreter interpreter(traced.graph, traced.store);
    interpreter.reset(traced.feeds);
    for (const Node& node : traced.graph.nodes()) {
      if (node.op->name != op) continue;
      std::vector<Tensor> inputs;
      for (Value input : node.inputs)
        if (input) inputs.push_back(interpreter.value(input));
      std::vector<Tensor> expected = evaluate_node(node, inputs);
      std::vector<Layout> plain(node.inputs.size()), blocks = behind_convolutions(node);
      for (const KernelCandidate& candidate : candidates_for(op)) {
        f(example, node, candidate, candidate.make({node, plain, precision}), inputs, expected);
        if (blocks == plain) continue;
        SCOPED_TRACE("images in blocks of channels");
        f(example, node, candidate, candidate.make({node, blocks, precision}), inputs, expected);
      }
    }
  }
}

void expect_close(const std::vector<Tensor>& actual, const std::vector<Tensor>& expected, Scale scale,
                  const KernelCandidate& candidate, double bound) {
  if (candidate.name == "reference") bound = 0;
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_LE(relative_error(actual[i], expected[i], scale), bound) << candidate.name << ", output " << i;
}

class Kernels : public testing::TestWithParam<std::string> {};

TEST_P(Kernels, AgreeWithTheReference) {
  std::map<std::string, int> taken, refused;
  std::map<std::string, std::string> why;
  each_offer(GetParam(), Precision::single,
             [&](const OpCase& example, const Node& node, const KernelCandidate& candidate,
                 const KernelOffer& offer, const auto& inputs, const auto& expected) {
               std::string name(candidate.name);
               if (!offer.kernel) {
                 ++refused[name];
                 why[name] = render(offer.refusal, Language::english);
                 EXPECT_NE(name, "reference");
                 EXPECT_NE(offer.refusal.id, "") << name << " refuses without a reason";
                 return;
               }
               ++taken[name];
               bool alone = node.op->elementwise && node.op->name != "fused";
               expect_close(run_plain(node, *offer.kernel, inputs), expected,
                            alone ? Scale::element : Scale::tensor, candidate, example.kernel_bound);
             });
  for (const KernelCandidate& candidate : candidates_for(GetParam())) {
    std::string name(candidate.name);
    EXPECT_GT(taken[name], 0) << name << " takes no case at all: " << why[name];
    if (refused[name])
      std::printf("  %s: %d taken, %d refused (%s)\n", name.c_str(), taken[name], refused[name],
                  why[name].c_str());
  }
}

class ExactKernels : public testing::TestWithParam<std::string> {};

TEST_P(ExactKernels, AgreeWithTheReference) {
  each_offer(GetParam(), Precision::exact,
             [&](const OpCase& example, const Node& node, const KernelCandidate& candidate,
                 const KernelOffer& offer, const auto& inputs, const auto& expected) {
               if (offer.kernel)
                 expect_close(run_plain(node, *offer.kernel, inputs), expected, Scale::tensor, candidate,
                              example.kernel_bound);
             });
}

// f32 adds and multiplies whole numbers below 2^24 without an error, in any order. Winograd's algorithm
// divides too, and leaves fractions of them: where this processor has it, for a convolution of this size is
// given to it.
TEST(ExactKernels, LeaveOutWinograd) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {32, 64, 9, 9}}), w = graph.feed("w", {DType::f32, {64, 64, 3, 3}});
  Value y = conv2d(x, w, Value(), {.padding = 1});
  std::vector<Value> gradients = differentiate(reduce_sum(y * y), {x, w});
  graph.fetch("y", y);
  graph.fetch("gradient of x", gradients[0]);
  graph.fetch("gradient of w", gradients[1]);
  ParameterStore store;
  Feeds feeds;
  for (Value leaf : {x, w}) {
    RandomStream random(1, leaf.name());
    Tensor& tensor = feeds[leaf.name()] = Tensor(DType::f32, leaf.shape());
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      tensor.set(i, std::round(2 * random.normal(std::uint64_t(i))));
  }
  Plan reference(graph, store, {.backend = Backend::reference});
  Plan exact(graph, store, {.precision = Precision::exact}), fast(graph, store);
  const Fetches &expected = reference.run(feeds), &found = exact.run(feeds), &quick = fast.run(feeds);
  for (const char* name : {"y", "gradient of x", "gradient of w"}) {
    EXPECT_EQ(relative_error(found[name], expected[name]), 0) << name;
    double error = relative_error(quick[name], expected[name]);
    EXPECT_LE(error, 1e-5) << name;
    std::printf("  %s by Winograd's algorithm, if it is here: off by %.2g of the largest\n", name, error);
  }
}

INSTANTIATE_TEST_SUITE_P(Convolutions, ExactKernels,
                         testing::Values("conv2d", "conv2d_backward_input", "conv2d_backward_weight"),
                         [](const auto& info) { return info.param; });

// bf16 holds 8 bits, so a factor is off by up to 2^-9 of itself; sums of many such errors stay near it,
// relative to the largest output.
constexpr double kMixedBound = 1e-2;

class MixedKernels : public testing::TestWithParam<std::string> {};

TEST_P(MixedKernels, AgreeWithTheReference) {
  each_offer(GetParam(), Precision::mixed,
             [&](const OpCase& example, const Node& node, const KernelCandidate& candidate,
                 const KernelOffer& offer, const auto& inputs, const auto& expected) {
               if (!offer.kernel) return;
               expect_close(run_plain(node, *offer.kernel, inputs), expected, Scale::tensor, candidate,
                            std::max(example.kernel_bound, kMixedBound));
             });
}

INSTANTIATE_TEST_SUITE_P(Products, MixedKernels,
                         testing::Values("conv2d", "conv2d_backward_input", "conv2d_backward_weight",
                                         "linear", "matmul"),
                         [](const auto& info) { return info.param; });

INSTANTIATE_TEST_SUITE_P(All, Kernels, testing::ValuesIn(op_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace percept::proof
