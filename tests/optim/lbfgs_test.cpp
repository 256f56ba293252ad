// L-BFGS against torch.optim.LBFGS (tests/golden/optimisers.json, written by tools/goldens/optimisers.py,
// which has the same list of cases).
#include "percept/optim/lbfgs.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "optim/network.hpp"
#include "percept/train/loss_minimizer.hpp"

namespace percept::proof {
namespace {

using namespace optim;

constexpr LineSearch kWolfe = LineSearch::strong_wolfe;

const std::map<std::string, LbfgsConfig>& cases() {
  static const std::map<std::string, LbfgsConfig> list = {
      {"rosenbrock", {.lr = 0.5, .max_iter = 4}},
      {"rosenbrock strong_wolfe", {.max_iter = 4, .line_search = kWolfe}},
      {"rosenbrock strong_wolfe history", {.max_iter = 4, .history_size = 2, .line_search = kWolfe}},
      {"rosenbrock strong_wolfe defaults", {.line_search = kWolfe}},
      {"rosenbrock strong_wolfe long step", {.lr = 8, .max_iter = 5, .max_eval = 50, .line_search = kWolfe}},
      {"rosenbrock strong_wolfe short step",
       {.lr = 0.015625, .max_iter = 5, .max_eval = 50, .line_search = kWolfe}},
      {"network", {.lr = 0.5, .max_iter = 5}},
      {"network defaults", {}},
      {"network strong_wolfe", {.max_iter = 5, .line_search = kWolfe}},
      {"network strong_wolfe defaults", {.line_search = kWolfe}},
  };
  return list;
}

double rosenbrock(const std::vector<double>& x, std::vector<double>& gradient) {
  double off = x[1] - x[0] * x[0];
  gradient[0] = -400 * x[0] * off - 2 * (1 - x[0]);
  gradient[1] = 200 * off;
  return 100 * off * off + (1 - x[0]) * (1 - x[0]);
}

void expect_near(const std::vector<double>& found, const std::vector<double>& wanted, double bound,
                 const std::string& where) {
  ASSERT_EQ(found.size(), wanted.size()) << where;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_NEAR(found[i], wanted[i], bound) << where << ", " << i;
}

// `call` makes one step and gives where it ended.
void expect_path(const std::string& name, double bound, const Lbfgs& lbfgs,
                 const std::function<std::vector<double>(Lbfgs::Outcome&)>& call) {
  int calls = 0;
  for (const auto& wanted : golden()["lbfgs"][name]) {
    std::string where = name + ", call " + std::to_string(calls++);
    Lbfgs::Outcome outcome;
    expect_near(call(outcome), wanted["x"], bound, where);
    EXPECT_NEAR(outcome.loss, double(wanted["loss"]), bound) << where;
    EXPECT_EQ(lbfgs.evaluations(), std::int64_t(wanted["evaluations"])) << where;
    EXPECT_EQ(lbfgs.iterations(), std::int64_t(wanted["iterations"])) << where;
  }
  EXPECT_GE(calls, 2);
}

TEST(Lbfgs, GoesPyTorchsWayInRosenbrocksValley) {
  for (const auto& [name, config] : cases()) {
    if (!name.starts_with("rosenbrock")) continue;
    Lbfgs lbfgs(config);
    std::vector<double> x = {-1.2, 1};
    expect_path(name, 1e-9, lbfgs, [&](Lbfgs::Outcome& outcome) {
      outcome = lbfgs.step(x, rosenbrock);
      return x;
    });
  }
}

TEST(Lbfgs, GoesPyTorchsWayOnANetwork) {
  for (const auto& [name, config] : cases()) {
    if (!name.starts_with("network")) continue;
    ParameterStore store;
    train::LossMinimizer minimizer(
        store, [](Graph& graph) { return small_loss(graph, DType::f64); }, config);
    expect_path(name, 1e-9, minimizer.lbfgs(), [&](Lbfgs::Outcome& outcome) {
      outcome = minimizer.step(small_feeds(DType::f64));
      return small_parameters(store);
    });
  }
}

TEST(Lbfgs, CasesAreThoseOfTheGoldenFile) {
  std::set<std::string> here, there;
  for (const auto& [name, config] : cases()) here.insert(name);
  for (const auto& item : golden()["lbfgs"].items()) there.insert(item.key());
  EXPECT_EQ(here, there);
}

// f32 parameters: the same minimum, of which f32 can tell the value.
TEST(Lbfgs, BringsANetworkOfF32Down) {
  ParameterStore store;
  train::LossMinimizer minimizer(store, [](Graph& graph) { return small_loss(graph, DType::f32); },
                                 {.line_search = kWolfe});
  Lbfgs::Outcome outcome = minimizer.step(small_feeds(DType::f32));
  EXPECT_NEAR(outcome.loss, double(golden()["lbfgs"]["network defaults"][0]["loss"]), 1e-5);
  double before = outcome.loss;
  for (int call = 0; call < 5; ++call) {
    outcome = minimizer.step(small_feeds(DType::f32));
    EXPECT_LE(outcome.loss, before);
    before = outcome.loss;
  }
  EXPECT_LT(outcome.loss, 1e-6);
}

// x - log x has no value below 0, where the first trial lands.
TEST(Lbfgs, TurnsBackFromWhereThereIsNoNumber) {
  int fell = 0;
  auto barrier = [&](const std::vector<double>& x, std::vector<double>& gradient) {
    gradient[0] = 1 - 1 / x[0];
    fell += x[0] < 0;
    return x[0] - std::log(x[0]);
  };
  Lbfgs lbfgs({.lr = 16, .max_iter = 30, .max_eval = 100, .line_search = kWolfe});
  std::vector<double> x = {4};
  lbfgs.step(x, barrier);
  EXPECT_GT(fell, 0);
  EXPECT_NEAR(x[0], 1, 1e-6);
}

TEST(Lbfgs, EndsWhereTheGradientIsNoNumber) {
  int evaluations = 0;
  auto cliff = [&](const std::vector<double>& x, std::vector<double>& gradient) {
    double root = std::sqrt(x[0]);
    gradient[0] = 4, gradient[1] = 0.5 / root;
    return ++evaluations, 4 * x[0] + root;
  };
  std::vector<double> x = {1, 1};
  Lbfgs lbfgs({.lr = 100});
  lbfgs.step(x, cliff);
  EXPECT_EQ(evaluations, 2);
  std::vector<double> there = x;
  Lbfgs::Outcome outcome = lbfgs.step(x, cliff);
  EXPECT_EQ(x, there);
  EXPECT_EQ(outcome.iterations, 0);
  EXPECT_EQ(outcome.loss, std::numeric_limits<double>::infinity());
}

TEST(Lbfgs, EndsAtOnceInAMinimum) {
  std::vector<double> x = {1, 1};
  Lbfgs lbfgs;
  Lbfgs::Outcome outcome = lbfgs.step(x, rosenbrock);
  EXPECT_EQ(outcome.evaluations, 1);
  EXPECT_EQ(outcome.iterations, 0);
  EXPECT_EQ(x, (std::vector<double>{1, 1}));
}

TEST(Lbfgs, AnotherSizeBeginsAnew) {
  auto bowl = [](const std::vector<double>& x, std::vector<double>& gradient) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = 2 * x[i], sum += x[i] * x[i];
    return sum;
  };
  Lbfgs used({.max_iter = 3}), fresh({.max_iter = 3});
  std::vector<double> other = {3, 2}, x = {1, -2, 0.5}, same = x;
  used.step(other, bowl);
  used.step(x, bowl), fresh.step(same, bowl);
  EXPECT_EQ(x, same);
  EXPECT_EQ(used.iterations(), fresh.iterations());
}

}  // namespace
}  // namespace percept::proof
