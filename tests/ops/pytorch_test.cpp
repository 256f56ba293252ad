// Every op's values and gradients against PyTorch's (tests/golden/ops.safetensors, written by
// tools/goldens/ops.py): in f64 on the reference kernels, and in f32 in a plan on the best ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "ops/compare.hpp"
#include "ops/front_door.hpp"
#include "ops/pytorch_calls.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/graph/gradient_context.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/ops/registry.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

constexpr double kDoubleBound = 1e-12, kSingleBound = 1e-5;  // relative to a tensor's largest element

constexpr int kMost = 32;  // inputs or outputs of a case

// Ops without a case, and why there can be none.
constexpr const char* kRecurrent = "tests/nn/recurrent_test.cpp holds the layers against PyTorch's";
const std::map<std::string, std::string> kWithout = {
    {"gru", kRecurrent},
    {"gru_backward", kRecurrent},
    {"lstm", kRecurrent},
    {"lstm_backward", kRecurrent},
    {"rnn", kRecurrent},
    {"rnn_backward", kRecurrent},
    {"nearest_rows",
     "PyTorch has none: tests/classic/neighbours_test.cpp holds it against a search of its own"},
    {"random_normal", "every library draws its own numbers: tests/ops/random_test.cpp looks at their law"},
    {"random_uniform", "the same"},
};

const io::Safetensors& golden() {
  static const io::Safetensors file =
      io::read_safetensors(PERCEPT_SOURCE_DIR "/tests/golden/ops.safetensors").value();
  return file;
}

/// The tensor NAME:x0 and the like; null where the file has none.
const Tensor* golden(std::string_view name, const std::string& what) {
  auto found = golden().tensors.find(std::string(name) + ":" + what);
  return found == golden().tensors.end() ? nullptr : &found->second;
}

/// A call written into a graph whose floats are of one type: it fetches the outputs y0, y1, ... and, for each
/// input that PyTorch has a gradient for, g0, g1, ...
struct TracedCall {
  Graph graph;
  ParameterStore store;
  Feeds feeds;
  Values outputs;

  TracedCall(const PytorchCall& call, DType precision) {
    Values inputs, wanted;
    std::vector<std::string> names;
    for (int i = 0; const Tensor* given = golden(call.name, "x" + std::to_string(i)); ++i) {
      std::string name = "x" + std::to_string(i);
      Tensor x = is_float(given->dtype()) ? given->to(precision) : *given;
      inputs.push_back(graph.feed(name, {x.dtype(), x.shape()}));
      feeds[name] = x;
      if (!golden(call.name, "g" + std::to_string(i))) continue;
      wanted.push_back(inputs.back());
      names.push_back("g" + std::to_string(i));
    }
    outputs = call.build(graph, inputs);
    Value loss;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      graph.fetch("y" + std::to_string(i), outputs[i]);
      const Tensor* weight = golden(call.name, "w" + std::to_string(i));
      if (!weight) continue;
      Value sum = cast(reduce_sum(outputs[i] * graph.constant(weight->to(outputs[i].dtype()))), precision);
      loss = loss ? loss + sum : sum;
    }
    if (!loss) return;
    Values gradients = differentiate(loss, wanted);
    for (std::size_t i = 0; i < gradients.size(); ++i) graph.fetch(names[i], gradients[i]);
  }
};

/// Infinite where one is a float and the other a whole number or bool.
double error_of(const Tensor& actual, const Tensor& expected) {
  if (is_float(actual.dtype()) != is_float(expected.dtype()) ||
      (actual.dtype() == DType::boolean) != (expected.dtype() == DType::boolean))
    return INFINITY;
  return relative_error(actual.to(DType::f64), expected.to(DType::f64));
}

/// The largest error of all that a call fetches; infinite where it fetches anything but what the file holds.
double error_of(const PytorchCall& call, const Fetches& fetches, bool gradients_alone = false) {
  std::size_t known = 0;
  double worst = 0;
  for (const char* kind : {"y", "g"})
    for (int i = 0; i < kMost; ++i) {
      std::string what = kind + std::to_string(i);
      const Tensor* expected = golden(call.name, what);
      if (!expected) continue;
      ++known;
      auto actual = fetches.tensors().find(what);
      if (actual == fetches.tensors().end()) return INFINITY;
      if (!gradients_alone || what[0] == 'g') worst = std::max(worst, error_of(actual->second, *expected));
    }
  return known && known == fetches.tensors().size() ? worst : INFINITY;
}

double double_error(const PytorchCall& call, bool gradients_alone = false) {
  TracedCall traced(call, DType::f64);
  Interpreter interpreter(traced.graph, traced.store);
  return error_of(call, interpreter.run(traced.feeds), gradients_alone);
}

double single_error(const PytorchCall& call) {
  TracedCall traced(call, DType::f32);
  Plan plan(traced.graph, traced.store);
  return error_of(call, plan.run(traced.feeds));
}

void expect_within(double bound, double (*measure)(const PytorchCall&)) {
  double worst = 0;
  std::string_view where;
  for (const PytorchCall& call : pytorch_calls()) {
    SCOPED_TRACE(call.name);
    try {
      double error = measure(call);
      EXPECT_LE(error, bound);
      if (error > worst) worst = error, where = call.name;
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  std::printf("  %zu cases, largest error %.2g (%s)\n", pytorch_calls().size(), worst,
              std::string(where).c_str());
}

TEST(Pytorch, TheInterpreterAgreesInDoublePrecision) {
  expect_within(kDoubleBound, [](const PytorchCall& call) { return double_error(call); });
}

TEST(Pytorch, PlansOnTheBestKernelsAgreeInSinglePrecision) { expect_within(kSingleBound, single_error); }

TEST(Pytorch, MadeTheFile) {
  EXPECT_TRUE(golden().metadata.at("torch").starts_with("1.13"));
  EXPECT_TRUE(golden().metadata.contains("numpy"));
}

TEST(Pytorch, FileAndCallsHoldTheSameCases) {
  std::set<std::string> made, called;
  for (const auto& [key, tensor] : golden().tensors) made.insert(key.substr(0, key.rfind(':')));
  for (const PytorchCall& call : pytorch_calls())
    EXPECT_TRUE(called.insert(std::string(call.name)).second) << "two calls " << call.name;
  for (const std::string& name : made)
    EXPECT_TRUE(called.contains(name)) << name << " is called in no pytorch_FAMILY.inc";
  for (const std::string& name : called)
    EXPECT_TRUE(made.contains(name)) << name << " is not in the file: run tools/goldens/ops.py";
}

TEST(Pytorch, EveryOpHasACase) {
  std::set<std::string> used;
  for (const PytorchCall& call : pytorch_calls()) {
    TracedCall traced(call, DType::f32);
    Plan plan(traced.graph, traced.store);  // its passes make nodes of their own
    for (const Graph* graph : {const_cast<const Graph*>(&traced.graph), &plan.graph()})
      for (const Node& node : graph->nodes()) used.insert(node.op->name);
  }
  for (const OpDef* op : all_ops())
    EXPECT_EQ(int(used.contains(op->name)) + int(kWithout.contains(op->name)), 1)
        << op->name << " has " << (used.contains(op->name) ? "a case" : "no case");
}

// The functions that are made of ops, too.
TEST(Pytorch, EveryFunctionHasACase) {
  const std::map<std::string, std::string> without = {
      {"alpha_dropout", "draws"},        {"dropout", "draws"},
      {"dropout_channels", "draws"},     {"ones_like", "a fill"},
      {"random_bernoulli", "draws"},     {"random_categorical", "draws"},
      {"random_counter", "a parameter"}, {"rrelu", "draws"},
      {"zeros_like", "a fill"},
  };
  std::set<std::string> called;
  for (const PytorchCall& call : pytorch_calls())
    called.insert(std::string(call.name.substr(0, call.name.find('/'))));
  for (const FrontDoor& door : front_doors()) {
    bool builds = door.declaration.find("Value") != door.declaration.npos;
    if (!builds || find_op(door.name)) continue;
    EXPECT_EQ(int(called.contains(door.name)) + int(without.contains(door.name)), 1)
        << door.name << " has " << (called.contains(door.name) ? "a case" : "no case");
  }
}

// The check, shown able to fail: a gradient wrong by a ten-millionth is noticed wherever it is not zero.
TEST(Pytorch, ASpoiltGradientIsNoticed) {
  int spoilt = 0;
  for (const PytorchCall& call : pytorch_calls()) {
    SCOPED_TRACE(call.name);
    bool flat = true;
    for (int i = 0; i < kMost; ++i)
      if (const Tensor* gradient = golden(call.name, "g" + std::to_string(i)))
        for (double g : gradient->data<double>()) flat &= g == 0;
    if (flat) continue;
    set_gradient_hook([](const Node&, int, Value gradient) { return gradient * (1 + 1e-7); });
    EXPECT_GT(double_error(call, true), kDoubleBound);
    set_gradient_hook(nullptr);
    ++spoilt;
  }
  EXPECT_GT(spoilt, 150);
}

}  // namespace
}  // namespace percept::proof
