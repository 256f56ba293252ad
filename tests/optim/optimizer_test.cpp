// Every optimiser's path against PyTorch's (tests/golden/optimisers.json, written by
// tools/goldens/optimisers.py, which has the same list of cases).
#include "percept/optim/optimizers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "optim/network.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::proof {
namespace {

using namespace optim;

struct Case {
  std::string name;
  AnyConfig config;
  UpdateOptions around = {};
  std::vector<double> rates = {};  // fed in turn as "lr"; empty: none is fed
};
void PrintTo(const Case& shown, std::ostream* out) { *out << shown.name; }  // for GoogleTest

Group quarter_rate(const std::string& path) {
  return path == "out" ? Group{.lr = 0.25, .weight_decay = 2} : Group{};
}

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      {"sgd", SgdConfig{.lr = 0.0625}},
      {"sgd momentum", SgdConfig{.lr = 0.0625, .momentum = 0.875}},
      {"sgd nesterov", SgdConfig{.lr = 0.0625, .momentum = 0.875, .nesterov = true}},
      {"sgd dampening", SgdConfig{.lr = 0.0625, .momentum = 0.875, .dampening = 0.25}},
      {"sgd weight_decay", SgdConfig{.lr = 0.0625, .momentum = 0.5, .weight_decay = 0.03125}},
      {"adagrad", AdagradConfig{.lr = 0.125}},
      {"adagrad lr_decay", AdagradConfig{.lr = 0.125, .lr_decay = 0.1}},
      {"adagrad initial", AdagradConfig{.lr = 0.125, .weight_decay = 0.03125, .initial = 0.2}},
      {"adadelta", AdadeltaConfig{}},
      {"adadelta rho", AdadeltaConfig{.lr = 0.5, .rho = 0.8, .epsilon = 1e-4, .weight_decay = 0.03125}},
      {"rmsprop", RmspropConfig{.lr = 0.015625}},
      {"rmsprop centered", RmspropConfig{.lr = 0.015625, .alpha = 0.9, .centered = true}},
      {"rmsprop momentum", RmspropConfig{.lr = 0.015625, .weight_decay = 0.03125, .momentum = 0.5}},
      {"rmsprop all",
       RmspropConfig{.lr = 0.015625, .alpha = 0.95, .epsilon = 1e-4, .momentum = 0.5, .centered = true}},
      {"adam", AdamConfig{.lr = 0.03125}},
      {"adam betas", AdamConfig{.lr = 0.03125, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3}},
      {"adam weight_decay", AdamConfig{.lr = 0.03125, .weight_decay = 0.03125}},
      {"adam amsgrad", AdamConfig{.lr = 0.25, .beta2 = 0.9, .amsgrad = true}},
      {"adamw", AdamWConfig{.lr = 0.03125, .weight_decay = 0.0078125}},
      {"adamw weight_decay", AdamWConfig{.lr = 0.03125, .weight_decay = 0.25}},
      {"adamw amsgrad", AdamWConfig{.lr = 0.25, .beta2 = 0.9, .weight_decay = 0.125, .amsgrad = true}},
      {"adamax", AdamaxConfig{.lr = 0.03125}},
      {"adamax weight_decay", AdamaxConfig{.lr = 0.25, .beta1 = 0.8, .beta2 = 0.8, .weight_decay = 0.03125}},
      {"nadam", NAdamConfig{.lr = 0.03125}},
      {"nadam weight_decay",
       NAdamConfig{
           .lr = 0.03125, .beta1 = 0.8, .beta2 = 0.95, .weight_decay = 0.03125, .momentum_decay = 0.5}},
      {"radam", RAdamConfig{.lr = 0.03125}},
      {"radam weight_decay",
       RAdamConfig{.lr = 0.03125, .beta1 = 0.8, .beta2 = 0.99, .weight_decay = 0.03125}},
      {"lion", LionConfig{.lr = 0.03125}},
      {"lion weight_decay", LionConfig{.lr = 0.03125, .beta1 = 0.8, .beta2 = 0.95, .weight_decay = 0.125}},
      {"lamb", LambConfig{.lr = 0.03125, .weight_decay = 0}},
      {"lamb weight_decay", LambConfig{.lr = 0.03125, .weight_decay = 0.125}},
      {"sgd clip_value", SgdConfig{.lr = 0.25, .momentum = 0.5}, {.clip_value = 0.125}},
      {"sgd clip_norm", SgdConfig{.lr = 0.25, .momentum = 0.5}, {.clip_norm = 0.25}},
      {"adam clip_norm", AdamConfig{.lr = 0.03125}, {.clip_norm = 0.25}},
      {"sgd groups",
       SgdConfig{.lr = 0.0625, .momentum = 0.5, .weight_decay = 0.03125},
       {.group = quarter_rate}},
      {"adamw groups", AdamWConfig{.lr = 0.03125, .weight_decay = 0.125}, {.group = quarter_rate}},
      {"sgd changing lr", SgdConfig{.lr = 1, .momentum = 0.5}, {}, {0.0625, 0.015625}},
      {"adam changing lr", AdamConfig{.lr = 1}, {}, {0.0625, 0.015625}},
  };
  return list;
}

const Case& case_of(const std::string& name) {
  for (const Case& each : cases())
    if (each.name == name) return each;
  throw std::out_of_range(name);
}

Program::Trace trace_of(const Case& given, DType dtype) {
  return [given, dtype](Graph& graph) {
    Value loss = small_loss(graph, dtype);
    make_optimizer(given.config)->minimize(loss, given.around);
    graph.fetch("loss", loss);
  };
}

Feeds feeds_of(const Case& given, DType dtype, std::size_t step) {
  Feeds feeds = small_feeds(dtype);
  if (!given.rates.empty()) feeds["lr"] = Tensor::scalar(float(given.rates[step % given.rates.size()]));
  return feeds;
}

// The largest distance from the golden path of `precision`, after any of its steps.
double distance(const Case& given, const char* precision, DType dtype,
                const std::function<void(const Feeds&)>& run, const ParameterStore& store) {
  double largest = 0;
  const auto& steps = golden()[precision][given.name];
  EXPECT_EQ(steps.size(), 20u);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    run(feeds_of(given, dtype, step));
    std::vector<double> wanted = steps[step], found = small_parameters(store);
    EXPECT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      double off = std::abs(found[i] - wanted[i]);
      largest = off <= largest ? largest : off;  // a number that is none stays
    }
  }
  return largest;
}

double distance_of_plan(const Case& given, const char* precision, DType dtype, Backend backend) {
  ParameterStore store;
  Program program(store, trace_of(given, dtype), {.plan = {.backend = backend}});
  return distance(
      given, precision, dtype, [&](const Feeds& feeds) { program.run(feeds); }, store);
}

double distance_of_interpreter(const Case& given, const char* precision, DType dtype) {
  ParameterStore store;
  Program program(store, trace_of(given, dtype));
  std::unique_ptr<Graph> graph = program.trace(feeds_of(given, dtype, 0));
  Interpreter interpreter(*graph, store, {.double_precision = true});
  return distance(
      given, precision, dtype, [&](const Feeds& feeds) { interpreter.run(feeds); }, store);
}

class Path : public testing::TestWithParam<Case> {};

TEST_P(Path, InF32OnTheBestKernels) {
  EXPECT_LE(distance_of_plan(GetParam(), "f32", DType::f32, Backend::best), 1e-5);
}
TEST_P(Path, InF32OnReferenceKernels) {
  EXPECT_LE(distance_of_plan(GetParam(), "f32", DType::f32, Backend::reference), 1e-5);
}
// Parameters are rounded to f32 after each step.
TEST_P(Path, F32ComputedInF64) { EXPECT_LE(distance_of_interpreter(GetParam(), "f64", DType::f32), 1e-5); }
TEST_P(Path, InF64) {
  EXPECT_LE(distance_of_interpreter(GetParam(), "f64", DType::f64), 1e-12);
  EXPECT_LE(distance_of_plan(GetParam(), "f64", DType::f64, Backend::best), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, Path, testing::ValuesIn(cases()), [](const auto& info) {
  std::string name = info.param.name;
  for (char& c : name)
    if (c == ' ') c = '_';
  return name;
});

TEST(Paths, AreThoseOfTheGoldenFile) {
  EXPECT_TRUE(golden()["torch"].get<std::string>().starts_with("1.13"));
  std::set<std::string> here, f64, f32;
  for (const Case& each : cases()) here.insert(each.name);
  for (const auto& item : golden()["f64"].items()) f64.insert(item.key());
  for (const auto& item : golden()["f32"].items()) f32.insert(item.key());
  EXPECT_EQ(here.size(), cases().size());
  EXPECT_EQ(here, f64);
  EXPECT_EQ(here, f32);
}

TEST(Paths, LeaveOutNoOptimizer) {
  std::set<std::size_t> kinds;
  for (const Case& each : cases()) kinds.insert(each.config.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<AnyConfig>);
}

// A wrong factor in a config is seen: the bounds are tight enough to tell 0.9 from 0.9001.
TEST(Paths, SeeASmallMistake) {
  Case wrong = case_of("adam");
  std::get<AdamConfig>(wrong.config).beta1 = 0.9001;
  EXPECT_GT(distance_of_plan(wrong, "f32", DType::f32, Backend::best), 1e-5);
}

std::map<std::string, Tensor> after(ParameterStore& store, const Case& given, std::size_t from,
                                    std::size_t to) {
  Program program(store, trace_of(given, DType::f32));
  program.plan(feeds_of(given, DType::f32, 0));
  for (std::size_t step = from; step < to; ++step) program.run(feeds_of(given, DType::f32, step));
  return store.snapshot();
}

TEST(Continued, FromASnapshotItHasTheSameBits) {
  for (const Case& each : cases()) {
    ParameterStore whole, first, second;
    auto wanted = after(whole, each, 0, 12), half = after(first, each, 0, 5);
    after(second, each, 0, 0);
    for (const auto& [path, value] : half) second.set(path, value);
    auto found = after(second, each, 5, 12);
    ASSERT_EQ(found.size(), wanted.size()) << each.name;
    for (const auto& [path, value] : wanted)
      EXPECT_EQ(std::memcmp(value.raw(), found.at(path).raw(), value.bytes()), 0)
          << each.name << ", " << path;
  }
}

// A generator and its discriminator: two optimisers of one store count their steps each for itself.
TEST(Optimizers, SeveralCanWorkOnOneStore) {
  auto only = [](const char* path) {
    return [path](Graph& graph) {
      Value loss = small_loss(graph, DType::f32);
      std::vector<Value> parameters = graph.trainable();
      std::erase_if(parameters, [&](Value p) { return p.name() != path; });
      Adam({.lr = 0.125}).update(parameters, differentiate(loss, parameters));
    };
  };
  ParameterStore both, one;
  Program weight(both, only("weight")), out(both, only("out")), alone(one, only("weight"));
  Feeds feeds = small_feeds(DType::f32);
  Tensor start;
  for (int step = 0; step < 3; ++step) {
    weight.run(feeds), alone.run(feeds);
    for (int i = 0; i < 12; ++i)
      EXPECT_EQ(both.find("weight")->value.at(i), one.find("weight")->value.at(i)) << "step " << step;
    if (step == 0) start = both.find("out")->value.clone();
    out.run(feeds);
    both.set("out", start);  // so that both descend the same loss
  }
}

// The weights into a unit, |row of weight| <= 0.75; a vector is no weight of units.
TEST(MaxNorm, ShortensTheWeightsIntoAUnit) {
  Case free = {"", SgdConfig{.lr = 0.25}}, held = {"", SgdConfig{.lr = 0.25}, {.max_norm = 0.75}};
  ParameterStore one, other;
  after(one, free, 0, 1), after(other, held, 0, 1);
  int shortened = 0;
  for (int row = 0; row < 4; ++row) {
    const Tensor &before = one.find("weight")->value, &now = other.find("weight")->value;
    double length = 0;
    for (int i = 0; i < 3; ++i) length += std::pow(before.at(row * 3 + i), 2);
    length = std::sqrt(length);
    shortened += length > 0.75;
    for (int i = 0; i < 3; ++i)
      EXPECT_NEAR(now.at(row * 3 + i), before.at(row * 3 + i) * std::min(1.0, 0.75 / length), 1e-6);
  }
  EXPECT_GT(shortened, 0);
  EXPECT_LT(shortened, 4) << "one is short enough as it is";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(one.find("out")->value.at(i), other.find("out")->value.at(i));
}

TEST(MaxNorm, AllZerosStayZeros) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    Value w = graph.parameter({.path = "w", .type = {DType::f32, {2, 2}}});
    Sgd({.lr = 1}).minimize(reduce_sum(w * 0.0), {.max_norm = 1});
  });
  program.run({});
  for (int i = 0; i < 4; ++i) EXPECT_EQ(store.find("w")->value.at(i), 0);
}

TEST(Averages, FollowTheirDefinition) {
  for (const char* name : {"sgd momentum", "adam"}) {
    Case given = case_of(name);
    given.around.ema = 0.75;
    ParameterStore store;
    Program program(store, trace_of(given, DType::f32));
    std::vector<double> average;
    for (std::size_t step = 0; step < 6; ++step) {
      program.run(feeds_of(given, DType::f32, step));
      std::vector<double> now = small_parameters(store);
      if (step == 0) average = now;
      for (std::size_t i = 0; i < now.size(); ++i) {
        if (step > 0) average[i] = 0.75 * average[i] + 0.25 * now[i];
        const Tensor& kept = store.find(std::string(kAveragePrefix) + (i < 12 ? "weight" : "out"))->value;
        double found = kept.at(std::int64_t(i < 12 ? i : i - 12));
        if (step == 0)
          EXPECT_EQ(found, now[i]) << name;
        else
          EXPECT_NEAR(found, average[i], 1e-6) << name << ", step " << step;
      }
    }
  }
}

// Averages may be asked for after some steps without: they begin at the weights then.
TEST(Averages, BeginWhereTheyAreFirstAskedFor) {
  Case plain = case_of("adam"), averaged = plain;
  averaged.around.ema = 0.75;
  ParameterStore store;
  after(store, plain, 0, 3);
  after(store, averaged, 3, 4);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(store.find("optim.ema.out")->value.at(i), store.find("out")->value.at(i)) << i;
}

TEST(Averages, ChangeNothingElse) {
  Case plain = case_of("adam"), averaged = plain;
  averaged.around.ema = 0.75;
  ParameterStore one, other;
  after(one, plain, 0, 4), after(other, averaged, 0, 4);
  EXPECT_EQ(small_parameters(one), small_parameters(other));
}

// A gradient of f64 keeps its precision in the common length.
TEST(Clipping, ByNormOfF64) {
  Graph graph;
  ParameterStore store;
  Value g = graph.feed("g", {DType::f64, {2}});
  graph.fetch("norm", global_norm({g, g}));
  graph.fetch("clipped", clip_by_norm({g, g}, graph.scalar("most", 0.5))[1]);
  Fetches out = Interpreter(graph, store).run({{"g", Tensor::from<double>({2}, {0.1, 0.2})}});
  double length = std::sqrt(0.1);
  EXPECT_NEAR(out.number("norm"), length, 1e-15);
  EXPECT_EQ(out["clipped"].at(0), 0.1) << "short enough";
  Fetches shorter =
      Interpreter(graph, store)
          .run({{"g", Tensor::from<double>({2}, {0.1, 0.2})}, {"most", Tensor::scalar(0.125f)}});
  EXPECT_NEAR(shorter["clipped"].at(1), 0.2 * 0.125 / (length + 1e-6), 1e-15);
}

// A constant gradient: the centred variance goes to 0, and rounding must not push it below.
TEST(Rmsprop, CentredStaysANumberUnderAConstantGradient) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    Value w = graph.parameter({.path = "w", .type = {DType::f32, {64}}});
    Value slope = graph.feed("slope");
    Rmsprop({.lr = 0.01, .alpha = 0.5, .centered = true}).minimize(reduce_sum(w * slope));
  });
  Tensor slope(DType::f32, {64});
  for (int i = 0; i < 64; ++i) slope.set(i, 0.1 + 0.0137 * i);
  for (int step = 0; step < 100; ++step) program.run({{"slope", slope}});
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(std::isfinite(store.find("w")->value.at(i))) << i;
}

}  // namespace
}  // namespace percept::proof
