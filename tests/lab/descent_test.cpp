// Descent on curves, held to numbers that were computed elsewhere and to the formulas written out.
#include "percept/lab/descent.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/lab/slope_lab.hpp"

namespace percept::lab {
namespace {

std::string problem_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "none";
}

std::vector<double> places(const std::string& formula, const DescentSettings& settings) {
  SlopeCurve curve(formula);
  std::vector<double> found;
  for (const DescentStep& step : descend(curve, settings).steps) found.push_back(step.next);
  return found;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected, double bound) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], bound) << i;
}

// Published beside the optimisers' definitions in PyTorch's form.
TEST(Descent, FollowsEachRuleOnAParabola) {
  DescentSettings settings{.start = 1, .rate = 0.1, .momentum = 0.9, .steps = 6};
  expect_near(places("x^2/2", settings), {.9, .72, .486, .2268, -.02916, -.256608}, 1e-12);
  settings.rule = "nesterov";
  expect_near(places("x^2/2", settings), {.81, .5751, .327321, .09388791, -.104581684, -.254883887}, 1e-9);
  settings.rule = "adam";
  expect_near(places("x^2/2", settings),
              {.900000001, .80041223, .701586275, .603939063, .507963662, .414236459}, 1e-9);
}

TEST(Descent, MomentumLeavesTheLocalMinimum) {
  SlopeCurve curve("two-valleys");
  std::vector<double> minima = curve.minima(-2, 2);
  expect_near(minima, {-1.04668053, .94564927}, 1e-8);
  EXPECT_NEAR(curve.at(minima[0]).value, -.35238607, 1e-8);
  EXPECT_NEAR(curve.at(minima[1]).value, -.15263944, 1e-8);
  struct Case {
    double rate, momentum, end;
  };
  for (auto [rate, momentum, end] : {Case{.05, 0, .945649},
                                     {.05, .5, .945649},
                                     {.05, .8, .945649},
                                     {.05, .9, .945649},
                                     {.05, .95, -1.046681},
                                     {.1, .9, -1.046681}}) {
    DescentPath path = descend(curve, {.start = 1.5, .rate = rate, .momentum = momentum, .steps = 5000});
    EXPECT_EQ(path.end, "settled") << rate << " " << momentum;
    EXPECT_NEAR(path.last.x, end, 1e-6) << rate << " " << momentum;
    DescentVerdict verdict = verdict_on(curve, path, -2, 2);
    EXPECT_EQ(verdict.escaped, end < 0) << rate << " " << momentum;
    EXPECT_NEAR(verdict.nearest.value(), .945649, 1e-6);
    EXPECT_NEAR(verdict.found.value(), end, 1e-6);
    EXPECT_NEAR(verdict.lowest.value(), -1.046681, 1e-6);
  }
}

// The definition, written out.
TEST(Descent, EachStepsNumbersHoldTogether) {
  SlopeCurve curve("waves");
  DescentPath path = descend(curve, {.start = 5.2, .rate = .07, .momentum = .85, .steps = 40});
  double x = 5.2, v = 0;
  for (const DescentStep& step : path.steps) {
    double slope = x / 10 + std::sin(2 * x);
    v = .85 * v + slope;
    EXPECT_NEAR(step.x, x, 1e-12);
    EXPECT_NEAR(step.value, x * x / 20 - std::cos(2 * x) / 2, 1e-12);
    EXPECT_NEAR(step.slope, slope, 1e-12);
    EXPECT_NEAR(step.velocity.value(), v, 1e-12);
    EXPECT_NEAR(step.next, x -= .07 * v, 1e-12);
  }
}

TEST(Descent, TheLecturesExample) {
  expect_near(places("lectures", {.start = 5, .rate = 1, .steps = 2}), {2, 3}, 1e-12);
}

TEST(Descent, TellsWhyItEnds) {
  auto end = [](const char* formula, DescentSettings settings) {
    SlopeCurve curve(formula);
    return descend(curve, settings).end;
  };
  EXPECT_EQ(end("x^2/2", {.start = 1, .rate = 1}), "settled");
  EXPECT_EQ(end("x^2/2", {.start = 1, .rate = 2.5}), "diverged");
  EXPECT_EQ(end("x^2/2", {.start = 1, .rate = 2}), "steps");
  EXPECT_EQ(end("kink", {.start = 1.55, .rate = .1}), "steps");
  EXPECT_EQ(end("log(x)", {.start = 1, .rate = 2}), "undefined");
  EXPECT_EQ(end("log(x)", {.start = 1, .rate = 2, .steps = 1}), "undefined");
  EXPECT_EQ(end("exp(exp(x))", {.start = 6, .rate = 1}), "diverged");
  EXPECT_EQ(end("3", {.start = 1}), "settled");
}

TEST(Descent, RefusesWhatCannotBe) {
  auto fails = [](const char* formula, DescentSettings settings) {
    return problem_of([&] {
      SlopeCurve curve(formula);
      descend(curve, settings);
    });
  };
  EXPECT_EQ(fails("x^^2", {}), "recipe.formula.unexpected");
  EXPECT_EQ(fails("y", {}), "recipe.formula.unknown");
  EXPECT_EQ(fails("", {}), "recipe.formula.end");
  EXPECT_EQ(fails("log(x)", {.start = -1}), "lab.slope.undefined");
  EXPECT_EQ(fails("x", {.start = std::nan("")}), "lab.range");
  EXPECT_EQ(fails("x", {.rate = -1}), "lab.range");
  EXPECT_EQ(fails("x", {.momentum = 1.5}), "lab.range");
  EXPECT_EQ(fails("x", {.steps = 0}), "lab.range");
  EXPECT_EQ(fails("x", {.rule = "magic"}), "lab.unknown_word");
}

TEST(SlopeCurve, DerivesWhatIsTyped) {
  struct Case {
    const char* formula;
    double (*slope)(double);
  };
  for (auto [formula, slope] : {Case{"sin(x)*x", [](double x) { return std::cos(x) * x + std::sin(x); }},
                                {"exp(-theta^2)", [](double x) { return -2 * x * std::exp(-x * x); }},
                                {"1/(1+x^2)", [](double x) { return -2 * x / std::pow(1 + x * x, 2); }},
                                {"2^x", [](double x) { return std::log(2) * std::pow(2, x); }},
                                {"7", [](double) { return 0.0; }}}) {
    SlopeCurve curve(formula);
    for (const CurvePoint& point : curve.drawn(-2, 2, 9))
      EXPECT_NEAR(point.slope, slope(point.x), 1e-12) << formula << " at " << point.x;
  }
}

// f(a + h) - f(a) = f'(a) h + f''(a) h^2 / 2 + ...: the error falls with h, until rounding, about 1e-16 / h,
// is all there is.
TEST(SlopeCurve, SecantsApproachTheTangent) {
  SlopeCurve curve("x^3");
  for (const Secant& secant : curve.secants(2, {1, .1, .01})) {
    EXPECT_NEAR(secant.ratio, 12 + 6 * secant.h + secant.h * secant.h, 1e-10);
    EXPECT_NEAR(secant.derivative, 12, 1e-12);
  }
  std::vector<Secant> secants = SlopeCurve("exp(x)").secants(1, shrinking(1, 1e-16, 1));
  ASSERT_EQ(secants.size(), 17u);
  EXPECT_EQ(secants[3].h, 1e-3);
  EXPECT_LT(secants[8].error, 1e-6);
  EXPECT_GT(secants[3].error, 100 * secants[8].error);
  EXPECT_GT(secants[15].error, 100 * secants[8].error);
  EXPECT_EQ(secants[16].ratio, 0) << "1 + 1e-16 is 1";
}

TEST(SlopeCurve, EachPresetShowsWhatItSays) {
  for (const CurvePreset& preset : curve_presets()) {
    SlopeCurve curve(preset.name);
    EXPECT_TRUE(std::isfinite(curve.at(preset.start).slope)) << preset.name;
    EXPECT_LT(preset.left, preset.start);
    EXPECT_GT(preset.right, preset.start);
    EXPECT_NE(render(preset.words()), preset.words().id);
  }
  SlopeCurve two("two-valleys"), saddle("saddle");
  auto verdict = [&](double momentum) {
    const CurvePreset& preset = *find_curve("two-valleys");
    DescentPath path =
        descend(two, {.start = preset.start, .rate = preset.rate, .momentum = momentum, .steps = 2000});
    return verdict_on(two, path, preset.left, preset.right).escaped;
  };
  EXPECT_TRUE(verdict(find_curve("two-valleys")->momentum));
  EXPECT_FALSE(verdict(0));
  EXPECT_TRUE(saddle.minima(-1, 3).empty());
}

TEST(SlopeLab, ShowsBothDescentsOnOneCurve) {
  SlopeLab lab;
  SlopeQuestion question{.left = -2, .right = 2};
  SlopeView view = lab.look(question);
  EXPECT_EQ(view.formula, "x^4/4 - x^2/2 + x/10");
  EXPECT_EQ(view.heights.size(), 401u);
  EXPECT_NEAR(view.heights.front(), 4 - 2 - .2, 1e-12);
  ASSERT_EQ(view.minima.size(), 2u);
  EXPECT_EQ(view.plain.end, "settled");
  EXPECT_NEAR(view.plain.x, .945649, 1e-4);
  EXPECT_FALSE(view.plain.escaped || view.plain.lowest);
  EXPECT_TRUE(view.inert.escaped && view.inert.lowest);
  EXPECT_NEAR(view.inert.x, -1.046681, 1e-4);
  EXPECT_EQ(view.plain.steps[0], (std::vector<double>{1.5, .290625, 1.975, 1.975, 1.5 - .05 * 1.975}));
  double ratio = (std::pow(1.2, 4) / 4 - std::pow(1.2, 2) / 2 + .12) - (.0004 - .02 + .02);
  EXPECT_NEAR(view.secant.ratio, ratio, 1e-12);
  EXPECT_NEAR(view.secant.derivative, .008 - .2 + .1, 1e-12);
  EXPECT_EQ(view.errors.size(), 65u);
  question.curve = "x^2";
  EXPECT_EQ(lab.look(question).minima.size(), 1u) << "another curve";
}

TEST(SlopeLab, RefusesWhatCannotBeShown) {
  SlopeLab lab;
  auto fails = [&](SlopeQuestion question) { return problem_of([&] { lab.look(question); }); };
  EXPECT_EQ(fails({.curve = "x +"}), "recipe.formula.end");
  EXPECT_EQ(fails({.curve = "log(-1-x^2)"}), "lab.slope.unseen");
  EXPECT_EQ(fails({.curve = "log(x)", .start = -1}), "lab.slope.undefined");
  EXPECT_EQ(fails({.left = 1, .right = 1}), "lab.slope.window");
  EXPECT_EQ(fails({.left = 1, .right = 1e300}), "lab.range");
  EXPECT_EQ(fails({.h = 0}), "lab.slope.h");
  EXPECT_EQ(fails({.rate = -1}), "lab.range");
  EXPECT_EQ(fails({}), "none") << "it still works";
}

}  // namespace
}  // namespace percept::lab
