// Wrong models: what is said about each, word for word, in both languages (tests/golden/wrong_models.txt),
// and that it points to the line that made the mistake.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "percept/autograd/differentiate.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

/// Makes the mistake; `line` is set to that of the call that is to blame.
using Mistake = std::function<void(Graph&, int& line)>;

Value fed(Graph& graph, const char* name, Shape shape, DType type = DType::f32) {
  return graph.feed(name, {type, std::move(shape)});
}
Value images(Graph& graph, std::int64_t channels = 1) {
  return graph.feed("image", {DType::f32, {64, channels, 28, 28}});
}
Value scores(Graph& graph, Shape shape = {64, 10}) {
  return graph.feed("scores", {DType::f32, std::move(shape)});
}
Value labels(Graph& graph, DType type = DType::i64, Shape shape = {64}) {
  return graph.feed("label", {type, std::move(shape)});
}

// clang-format off
const std::vector<std::pair<std::string, Mistake>> kMistakes = {
    {"channels", [](Graph& g, int& line) {
       line = __LINE__; nn::Sequential features(nn::Conv2d({.in = 1, .out = 8, .kernel = 3}));
       features.set_name("features");
       features(images(g, 3)); }},
    {"channels of a later layer", [](Graph& g, int& line) {
       Value x = nn::Conv2d({.out = 6})(images(g));
       line = __LINE__; conv2d(x, fed(g, "kernel", {16, 8, 5, 5})); }},
    {"groups", [](Graph& g, int& line) {
       line = __LINE__; conv2d(images(g, 4), fed(g, "kernel", {6, 2, 3, 3}), {}, {.groups = 4}); }},
    {"bias", [](Graph& g, int& line) {
       line = __LINE__; conv2d(images(g), fed(g, "kernel", {6, 1, 3, 3}), fed(g, "bias", {8})); }},
    {"all reasons at once", [](Graph& g, int& line) {
       line = __LINE__; conv2d(images(g), fed(g, "kernel", {6, 3, 31, 31}, DType::f64), fed(g, "bias", {8})); }},
    {"images without channels", [](Graph& g, int& line) {
       line = __LINE__; nn::Conv2d conv({.in = 1, .out = 8});
       conv(fed(g, "image", {64, 28, 28})); }},
    {"window too large", [](Graph& g, int& line) {
       line = __LINE__; nn::Sequential net(nn::MaxPool2d({.kernel = 32}));
       net(images(g)); }},
    {"padding as wide as the window", [](Graph& g, int& line) {
       line = __LINE__; max_pool2d(images(g), {.kernel = 2, .padding = 2}); }},
    {"features", [](Graph& g, int& line) {
       line = __LINE__; nn::Sequential head(nn::Flatten(), nn::Linear({.in = 400, .out = 10}));
       head.set_name("head");
       head(images(g)); }},
    {"not flattened", [](Graph& g, int& line) {
       line = __LINE__; nn::Linear linear({.in = 784, .out = 10});
       linear(images(g)); }},
    {"sizes that do not broadcast", [](Graph& g, int& line) {
       line = __LINE__; add(scores(g), fed(g, "bias", {9})); }},
    {"axis", [](Graph& g, int& line) { line = __LINE__; softmax(scores(g), {.axis = 2}); }},
    {"axis of a sum", [](Graph& g, int& line) { line = __LINE__; reduce_sum(scores(g), {.axes = {-3}}); }},
    {"whole numbers", [](Graph& g, int& line) { line = __LINE__; exp(labels(g)); }},
    {"two types", [](Graph& g, int& line) { line = __LINE__; mul(scores(g), fed(g, "f64", {64, 10}, DType::f64)); }},
    {"product of matrices", [](Graph& g, int& line) {
       line = __LINE__; matmul(scores(g), fed(g, "b", {64, 10})); }},
    {"reshape", [](Graph& g, int& line) { line = __LINE__; reshape(images(g), {64, 28}); }},
    {"reshape with two open sizes", [](Graph& g, int& line) { line = __LINE__; reshape(images(g), {-1, -1}); }},
    {"order of axes", [](Graph& g, int& line) { line = __LINE__; transpose(images(g), {0, 2, 2, 1}); }},
    {"classes", [](Graph& g, int& line) { line = __LINE__; one_hot(labels(g), 0); }},
    {"labels that are floats", [](Graph& g, int& line) {
       line = __LINE__; nn::cross_entropy(scores(g), labels(g, DType::f32)); }},
    {"labels of another batch", [](Graph& g, int& line) {
       line = __LINE__; nn::cross_entropy(scores(g), labels(g, DType::i64, {32})); }},
    {"scores that are images", [](Graph& g, int& line) { line = __LINE__; nn::cross_entropy(images(g), labels(g)); }},
    {"target of another shape", [](Graph& g, int& line) {
       line = __LINE__; nn::mean_squared_error(scores(g), fed(g, "target", {64})); }},
    {"target of another type", [](Graph& g, int& line) {
       line = __LINE__; nn::huber_loss(scores(g), fed(g, "target", {64, 10}, DType::f64)); }},
    {"labels of other places", [](Graph& g, int& line) {
       line = __LINE__; nn::cross_entropy(images(g, 10), labels(g, DType::i64, {64, 28, 27})); }},
    {"weights of other classes", [](Graph& g, int& line) {
       line = __LINE__; nn::cross_entropy(scores(g), labels(g), {.weight = fed(g, "weight", {9})}); }},
    {"share of smoothing", [](Graph& g, int& line) {
       line = __LINE__; nn::cross_entropy(scores(g), labels(g), {.label_smoothing = 10}); }},
    {"power of the margin", [](Graph& g, int& line) {
       line = __LINE__; nn::multi_margin_loss(scores(g), labels(g), {.p = 3}); }},
    {"vectors of other lengths", [](Graph& g, int& line) {
       line = __LINE__; nn::triplet_margin_loss(scores(g), scores(g), fed(g, "far", {64, 9})); }},
    {"spelling without lengths", [](Graph& g, int& line) {
       line = __LINE__; nn::ctc_loss(fed(g, "heard", {50, 64, 28}), labels(g, DType::i64, {64, 9}),
                                     fed(g, "length", {1}, DType::i64), fed(g, "letters", {64}, DType::i64)); }},
    {"two layers of one name", [](Graph& g, int& line) {
       line = __LINE__; nn::Linear first({.in = 10, .out = 5}), second({.in = 5, .out = 5});
       first.set_name("fc"), second.set_name("fc");
       second(first(scores(g))); }},
    {"a feed that nobody offers", [](Graph& g, int& line) {
       g.offer("image", {DType::f32, {1}}), g.offer("label", {DType::i64, {1}});
       line = __LINE__; g.feed("imaeg"); }},
    {"a loss of many numbers", [](Graph& g, int& line) {
       Value p = g.parameter({.path = "p", .type = {DType::f32, {10}}});
       line = __LINE__; optim::Sgd().minimize(scores(g) * p); }},
    {"assign to no parameter", [](Graph& g, int& line) { line = __LINE__; g.assign(images(g), images(g)); }},
    {"no positive size", [](Graph& g, int& line) {
       line = __LINE__; nn::Conv2d conv({.in = 1, .out = 8, .groups = 0});
       conv(images(g)); }},
};
// clang-format on

constexpr const char* kHere = "tests/nn/wrong_models_test.cpp:";

std::string text_of(const std::string& name, const Mistake& mistake, Language language) {
  Graph graph;
  int line = 0;
  try {
    mistake(graph, line);
  } catch (const Error& error) {
    std::string text = render(error.problem(), language), place = kHere + std::to_string(line);
    EXPECT_TRUE(text.ends_with(place)) << name << " should point to line " << line << ":\n" << text;
    if (text.ends_with(place)) text.replace(text.size() - place.size(), place.size(), "LINE");
    return text;
  }
  return "nothing was said";
}

std::string everything() {
  std::string all;
  for (const auto& [name, mistake] : kMistakes)
    for (Language language : {Language::english, Language::french}) {
      all += language == Language::english ? "=== " + name + "\n" : "---\n";
      all += text_of(name, mistake, language) + "\n";
    }
  return all;
}

TEST(WrongModels, AreExplainedWordForWord) {
  std::ifstream file(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/wrong_models.txt");
  std::stringstream golden;
  golden << file.rdbuf();
  std::string actual = everything();
  EXPECT_EQ(actual, golden.str());
  if (actual == golden.str()) return;
  std::ofstream(std::string(PERCEPT_BINARY_DIR) + "/wrong_models.txt") << actual;
}

// The text that was promised before a line of the engine was written.
TEST(WrongModels, ChannelsReadAsPromised) {
  std::string text = text_of(kMistakes[0].first, kMistakes[0].second, Language::english);
  EXPECT_EQ(text,
            "conv2d 'features.0': input has 3 channels but weight expects 1\n"
            "  input   image              f32[N=64 C=3 H=28 W=28]\n"
            "  weight  features.0.weight  f32[out=8 in=1 h=3 w=3]\n"
            "  hint    set in=3, or convert the images to grey\n"
            "  at      LINE");
}

TEST(WrongModels, SpeakTheLanguageThatWasSet) {
  Language before = language();
  set_language(Language::french);
  Graph graph;
  try {
    exp(labels(graph));
    ADD_FAILURE();
  } catch (const std::exception& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("exp: x contient des i64")) << error.what();
  }
  set_language(before);
}

}  // namespace
}  // namespace percept::proof
