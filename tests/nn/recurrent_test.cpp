// Recurrent layers, embedding and attention against PyTorch (tests/golden/recurrent.safetensors, written by
// tools/goldens/recurrent.py), and what holds between their ways of being called.
#include "percept/nn/recurrent.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/nn/attention.hpp"
#include "percept/nn/embedding.hpp"
#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

constexpr double kBound = 1e-5;  // relative to the largest element

using Named = std::map<std::string, Value>;
using Call = std::function<Named(const Named& inputs)>;

Value at(const Named& values, const std::string& name) {
  auto found = values.find(name);
  return found == values.end() ? Value() : found->second;
}

template <class Layer>
Call recurrent(Layer layer) {
  return [layer](const Named& in) {
    nn::Sequences y = layer(at(in, "x"), {at(in, "lengths"), at(in, "hidden"), at(in, "cell")});
    Named out = {{"output", y.output}, {"hidden", y.hidden}};
    if (y.cell) out["cell"] = y.cell;
    return out;
  };
}

Call cell_of(const std::string& cell, nn::RecurrentConfig c) {
  if (cell == "lstm") return recurrent(nn::Lstm(c));
  if (cell == "gru") return recurrent(nn::Gru(c));
  return recurrent(nn::Rnn({.in = c.in,
                            .hidden = c.hidden,
                            .layers = c.layers,
                            .nonlinearity = cell == "rnn" ? "tanh" : "relu",
                            .bias = c.bias,
                            .batch_first = c.batch_first,
                            .bidirectional = c.bidirectional}));
}

Call embedding(nn::EmbeddingConfig config) {
  return [config](const Named& in) { return Named{{"output", nn::Embedding(config)(at(in, "words"))}}; };
}

Call attention(nn::MultiheadAttentionConfig config) {
  return [config](const Named& in) {
    nn::MultiheadAttention layer(config);
    nn::Attention y = layer(at(in, "query"), at(in, "key"), at(in, "value"),
                            {.padding = at(in, "padding"), .pairs = at(in, "pairs")});
    return Named{{"output", y.output}, {"weights", y.weights}};
  };
}

std::map<std::string, Call> cases() {
  std::map<std::string, Call> table;
  for (const char* cell : {"rnn", "rnn relu", "lstm", "gru"}) {
    std::string name = cell;
    for (std::int64_t layers : {1, 2})
      for (bool two : {false, true})
        for (const char* lengths : {"", ", lengths"})
          table[name + ", " + std::to_string(layers) + " layers" + (two ? ", two directions" : "") +
                lengths] = cell_of(cell, {.in = 3, .hidden = 2, .layers = layers, .bidirectional = two});
    table[name + ", first states"] = cell_of(cell, {.hidden = 2, .layers = 2, .bidirectional = true});
    table[name + ", batch first"] = cell_of(cell, {.in = 3, .hidden = 2, .batch_first = true});
    table[name + ", no bias"] = cell_of(cell, {.in = 3, .hidden = 2, .bias = false});
  }
  table["embedding"] = embedding({.count = 5, .dim = 3});
  table["embedding, padding"] = embedding({.count = 5, .dim = 3, .padding = 1});
  table["attention"] = attention({.dim = 4, .heads = 2});
  table["attention, batch first"] = attention({.dim = 4, .heads = 2, .batch_first = true});
  table["attention, no bias"] = attention({.dim = 4, .heads = 2, .bias = false});
  for (const char* name :
       {"padding", "causal", "causal and padding", "floats", "infinities", "a mask for each head"})
    table["attention, " + std::string(name)] = attention({.heads = 2});
  return table;
}

/// The tensors of a case by part (in, param, out, seed, grad) and name.
using Golden = std::map<std::string, std::map<std::string, Tensor>>;

const std::map<std::string, Golden>& goldens() {
  static const auto all = [] {
    auto file =
        io::read_safetensors(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/recurrent.safetensors").value();
    EXPECT_TRUE(file.metadata["torch"].starts_with("1.13"));
    std::map<std::string, Golden> cases;
    for (const auto& [key, tensor] : file.tensors) {
      std::size_t part = key.find('/'), name = key.find('/', part + 1);
      cases[key.substr(0, part)][key.substr(part + 1, name - part - 1)][key.substr(name + 1)] = tensor;
    }
    return cases;
  }();
  return all;
}

std::vector<std::string> names_of(const auto& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

// The case in a graph, its outputs and gradients fetched under their golden names.
void expect_like_pytorch(const Call& run, const Golden& golden) {
  Graph graph;
  ParameterStore store;
  Feeds feeds;
  Named inputs;
  for (const auto& [name, tensor] : golden.at("in")) {
    inputs[name] = graph.feed(name, {tensor.dtype(), tensor.shape()});
    feeds[name] = tensor;
  }
  Named outputs = run(inputs);
  EXPECT_EQ(names_of(outputs), names_of(golden.at("out")));
  std::set<std::string> parameters;
  Named wrt;
  for (Value p : graph.parameters()) {
    const Parameter& parameter = graph.parameter_of(p);
    ASSERT_TRUE(golden.at("param").contains(parameter.path)) << parameter.path;
    store.ensure(parameter);
    store.set(parameter.path, golden.at("param").at(parameter.path));
    wrt[parameter.path] = p;
  }
  EXPECT_EQ(names_of(wrt), names_of(golden.at("param")));
  Value loss;
  for (const auto& [name, y] : outputs) {
    graph.fetch("out/" + name, y);
    Value term = reduce_sum(y * graph.constant(golden.at("seed").at(name)));
    loss = loss ? loss + term : term;
  }
  for (const auto& [name, x] : inputs)
    if (golden.at("grad").contains(name)) wrt[name] = x;
  EXPECT_EQ(names_of(wrt), names_of(golden.at("grad")));
  std::vector<Value> leaves;
  for (const auto& [name, leaf] : wrt) leaves.push_back(leaf);
  std::vector<Value> gradients = differentiate(loss, leaves);
  std::size_t i = 0;
  for (const auto& [name, leaf] : wrt) graph.fetch("grad/" + name, gradients[i++]);

  Fetches exact = Interpreter(graph, store).run(feeds);
  Plan plan(graph, store);
  const Fetches& planned = plan.run(feeds);
  for (const char* part : {"out", "grad"})
    for (const auto& [name, expected] : golden.at(part)) {
      std::string key = std::string(part) + "/" + name;
      EXPECT_LE(relative_error(exact[key], expected), kBound) << key;
      EXPECT_LE(relative_error(planned[key], expected), kBound) << key << " in a plan";
    }
}

TEST(Sequences, AreLikePyTorchs) {
  std::map<std::string, Call> table = cases();
  EXPECT_EQ(names_of(table), names_of(goldens()));
  for (const auto& [name, run] : table) {
    SCOPED_TRACE(name);
    if (goldens().contains(name)) expect_like_pytorch(run, goldens().at(name));
  }
}

Tensor filled(Shape shape, const std::string& name) {
  Tensor tensor(DType::f32, std::move(shape));
  nn::uniform(1)(tensor, RandomStream(0, name));
  return tensor;
}

Tensor computed(Graph& graph, Value value, ParameterStore& store) {
  Interpreter interpreter(graph, store);
  interpreter.reset({});
  return interpreter.value(value).clone();
}

template <class Layer>
void expect_steps_to_agree(const Layer& layer) {
  Graph graph;
  ParameterStore store;
  Value x = graph.constant(filled({4, 3, 5}, "x"));
  nn::Sequences whole = layer(x, {}), now;
  std::vector<Value> outputs;
  for (std::int64_t t = 0; t < 4; ++t) {
    now = layer.step(squeeze(slice(x, {.axis = 0, .begin = t, .end = t + 1}), 0), {{}, now.hidden, now.cell});
    outputs.push_back(now.output);
  }
  auto same = [&](Value a, Value b) {
    EXPECT_LE(relative_error(computed(graph, a, store), computed(graph, b, store)), 1e-6) << layer.kind();
  };
  same(stack(outputs), whole.output);
  same(now.hidden, whole.hidden);
  if (whole.cell) same(now.cell, whole.cell);
}

TEST(Sequences, StepByStepAsAtOnce) {
  expect_steps_to_agree(nn::Rnn({.hidden = 7, .layers = 2}));
  expect_steps_to_agree(nn::Lstm({.hidden = 7, .layers = 2}));
  expect_steps_to_agree(nn::Gru({.hidden = 7, .layers = 2}));
}

std::string code_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "no error";
}

TEST(Sequences, HaveNoSecondDerivative) {
  for (bool lstm : {false, true}) {
    Graph graph;
    Value x = graph.constant(filled({3, 2, 5}, "x"));
    Value y = lstm ? nn::Lstm({.hidden = 3})(x) : nn::Gru({.hidden = 3})(x);
    Value slope = differentiate(reduce_sum(y), {x})[0];
    EXPECT_EQ(code_of([&] { differentiate(reduce_sum(slope * slope), {x}); }), "autograd.no_gradient");
  }
}

TEST(Sequences, WhatIsThereToLookAtHasNoGradient) {
  Graph graph;
  Value x = graph.constant(filled({3, 2, 4}, "x")), w = graph.constant(filled({4, 1}, "w"));
  EXPECT_EQ(code_of([&] { differentiate(reduce_sum(lstm(x, w).gates), {x}); }), "ops.recurrent.to_look_at");
  EXPECT_EQ(code_of([&] { differentiate(reduce_sum(lstm(x, w).output), {x}); }), "no error");
}

TEST(Sequences, SayWhatIsWrong) {
  Graph graph;
  Value x = graph.constant(filled({3, 2, 4}, "x")), flat = graph.constant(filled({3, 4}, "flat"));
  Value state = graph.constant(filled({2, 2, 5}, "state"));
  EXPECT_EQ(code_of([&] { nn::Lstm({.hidden = 5})(flat); }), "nn.sequence");
  EXPECT_EQ(code_of([&] { nn::Lstm({.hidden = 5, .layers = 0})(x); }), "nn.recurrent.positive");
  EXPECT_EQ(code_of([&] { nn::Gru({.hidden = 5})(x, {.hidden = state}); }), "nn.recurrent.state");
  EXPECT_EQ(code_of([&] { nn::Gru({.hidden = 5, .layers = 2})(x, {.cell = state}); }), "nn.recurrent.cell");
  EXPECT_EQ(code_of([&] { nn::Rnn({.hidden = 5, .nonlinearity = "sine"})(x); }),
            "ops.recurrent.nonlinearity");
  EXPECT_EQ(code_of([&] { lstm(x, graph.constant(filled({8, 1}, "w"))); }), "ops.recurrent.weight");
  EXPECT_EQ(code_of([&] { lstm(x, graph.constant(filled({8, 2}, "w"))); }), "ops.recurrent.input");
  EXPECT_EQ(code_of([&] { rnn(x, graph.constant(filled({4, 4}, "w")), flat); }), "ops.recurrent.part");
  Value lengths = graph.constant(Tensor::zeros(DType::i64, {3}));
  EXPECT_EQ(code_of([&] {
              rnn(x, graph.constant(filled({4, 4}, "w")), {}, lengths);
            }),
            "ops.recurrent.lengths");
  Value none = graph.constant(Tensor::zeros(DType::f32, {0, 2, 4}));
  EXPECT_EQ(code_of([&] { lstm(none, graph.constant(filled({4, 1}, "w"))); }), "ops.recurrent.steps");
  EXPECT_EQ(code_of([&] { nn::Embedding({.count = 3, .dim = 2, .padding = 3})(lengths); }), "nn.embedding");
  EXPECT_EQ(code_of([&] { nn::MultiheadAttention({.heads = 3})(x); }), "nn.attention.heads");
  EXPECT_EQ(code_of([&] { nn::MultiheadAttention({.dim = 3})(x); }), "nn.attention.dim");
  nn::MultiheadAttention one({});
  EXPECT_EQ(code_of([&] { one(x, state, x); }), "nn.attention.dim");
  EXPECT_EQ(code_of([&] { one(x, slice(x, {.axis = 1, .end = 1}), x); }), "nn.attention.pairs");
  EXPECT_EQ(code_of([&] { one(x, x, x, {.padding = lengths}); }), "nn.attention.padding");
  EXPECT_EQ(code_of([&] { one(x, x, x, {.pairs = lengths}); }), "nn.attention.mask");
}

TEST(Sequences, SayItInBothLanguages) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {3, 2, 4}}), w = graph.feed("w", {DType::f32, {4, 1}});
  Value state = graph.feed("state", {DType::f32, {2, 2}});
  auto said = [](const std::function<void()>& f) {
    try {
      f();
    } catch (const Error& error) {
      Problem problem = error.problem();
      problem.where.clear();
      return render(problem, Language::english) + "\n" + render(problem, Language::french);
    }
    return std::string();
  };
  EXPECT_EQ(said([&] { lstm(x, w, state); }), R"(lstm: hidden is [2, 2] but must be [2, 1]
  input    x      f32[time=3 batch=2 gates=4]
  weight   w      f32[gates=4 hidden=1]
  hidden   state  f32[batch=2 hidden=2]
  cell     fill   f32[batch=2 hidden=1]
  lengths  fill   i64[batch=2]
lstm: hidden est [2, 2] mais doit être [2, 1]
  input    x      f32[time=3 batch=2 gates=4]
  weight   w      f32[gates=4 hidden=1]
  hidden   state  f32[batch=2 hidden=2]
  cell     fill   f32[batch=2 hidden=1]
  lengths  fill   i64[batch=2])");
  EXPECT_EQ(said([&] { nn::Gru({.hidden = 2})(x, {.hidden = state}); }),
            R"(gru: the first states are [2, 2] but must be [1, 2, 2]: layers and directions, batch, hidden
  input  x  f32[3, 2, 4]
gru: les premiers états sont [2, 2] mais doivent être [1, 2, 2] : couches et directions, lot, hidden
  input  x  f32[3, 2, 4])");
}

TEST(Sequences, StartAsPyTorchs) {
  Graph graph;
  ParameterStore store;
  nn::Lstm({.hidden = 16, .layers = 2})(graph.constant(filled({2, 2, 4}, "x")));
  Graph table;
  nn::Embedding({.count = 200, .dim = 5, .padding = 2})(table.constant(Tensor::zeros(DType::i64, {1})));
  for (Value p : graph.parameters()) store.ensure(graph.parameter_of(p));
  EXPECT_EQ(store.entries().size(), 8u);
  for (const auto& [path, entry] : store.entries()) {
    double largest = 0;
    for (float x : entry.value.data<float>()) largest = std::max<double>(largest, std::abs(x));
    EXPECT_LE(largest, 0.25) << path;
    EXPECT_GT(largest, 0.2) << path;
  }
  const Tensor& weight = store.ensure(table.parameter_of(table.parameters()[0])).value;
  double squares = 0;
  for (std::int64_t i = 0; i < weight.size(); ++i) squares += weight.at(i) * weight.at(i);
  EXPECT_NEAR(squares / double(weight.size()), 1, 0.15);
  for (std::int64_t i = 10; i < 15; ++i) EXPECT_EQ(weight.at(i), 0);
}

TEST(Attention, WhereNothingMayBeSeenIsZero) {
  Graph graph;
  ParameterStore store;
  Value x = graph.constant(filled({2, 3, 4}, "x"));
  Value mask = graph.constant(
      Tensor::from<bool>({3, 3}, {true, false, true, false, false, false, false, true, false}));
  float never = -std::numeric_limits<float>::infinity();
  Value added =
      graph.constant(Tensor::from<float>({3, 3}, {0, never, 0, never, never, never, never, 0, never}));
  nn::Attention y = nn::attention(x, x, x, {.mask = mask});
  Tensor output = computed(graph, y.output, store), weights = computed(graph, y.weights, store);
  for (std::int64_t i = 4; i < 8; ++i) EXPECT_EQ(output.at(i), 0);
  EXPECT_EQ(weights.at(1), 0);
  EXPECT_EQ(weights.at(7), 1);
  EXPECT_NEAR(weights.at(0) + weights.at(2), 1, 1e-6);
  EXPECT_TRUE(same_bits(computed(graph, nn::attention(x, x, x, {.mask = added}).output, store), output));
  for (Value m : {mask, added}) {
    Value loss = reduce_sum(nn::scaled_dot_product_attention(x, x, x, {.mask = m}));
    Tensor slope = computed(graph, differentiate(loss, {x})[0], store);
    for (float s : slope.data<float>()) EXPECT_TRUE(std::isfinite(s));
  }
}

TEST(Attention, CausalIsAMask) {
  Graph graph;
  ParameterStore store;
  Value x = graph.constant(filled({3, 2, 4}, "x"));
  nn::MultiheadAttention layer({.heads = 2});
  Value forbidden = graph.constant(
      Tensor::from<bool>({3, 3}, {false, true, true, false, false, true, false, false, false}));
  EXPECT_TRUE(same_bits(computed(graph, layer(x, x, x, {.causal = true}).output, store),
                        computed(graph, layer(x, x, x, {.pairs = forbidden}).output, store)));
  EXPECT_FALSE(same_bits(computed(graph, layer(x, x, x, {.causal = true}).output, store),
                         computed(graph, layer(x), store)));
}

TEST(Attention, ScaleIsThatOfTheWidth) {
  Graph graph;
  ParameterStore store;
  Value x = graph.constant(filled({3, 4}, "x"));
  Tensor plain = computed(graph, nn::scaled_dot_product_attention(x, x, x), store);
  EXPECT_TRUE(
      same_bits(computed(graph, nn::scaled_dot_product_attention(x, x, x, {.scale = 0.5}), store), plain));
  EXPECT_FALSE(
      same_bits(computed(graph, nn::scaled_dot_product_attention(x, x, x, {.scale = 1}), store), plain));
}

TEST(Positions, AreSinesAndCosines) {
  Tensor encoding = nn::sinusoidal_encoding(4, 4, DType::f64);
  std::vector<double> expected = {std::sin(3.0), std::cos(3.0), std::sin(0.03), std::cos(0.03)};
  for (std::int64_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(encoding.at(12 + i), expected[std::size_t(i)], 1e-15);
    EXPECT_EQ(encoding.at(i), i % 2);
  }
  Graph graph;
  ParameterStore store;
  Value x = graph.constant(Tensor::full(DType::f64, {4, 2, 4}, 1));
  Tensor y = computed(graph, nn::PositionalEncoding()(x), store);
  Tensor turned =
      computed(graph, nn::PositionalEncoding({.batch_first = true})(transpose(x, {1, 0, 2})), store);
  EXPECT_EQ(y.at(3 * 8 + 4 + 2), 1 + encoding.at(14));
  EXPECT_EQ(turned.at(16 + 3 * 4 + 2), 1 + encoding.at(14));
}

}  // namespace
}  // namespace percept::proof
