// Fits: polynomials by least squares, x^2 by segments, logistic regression.
#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/segments.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

struct Fit {
  TemporaryFolder folder;
  TrainResult result;
  explicit Fit(const std::string& name, const Words& overrides = {})
      : result(train_recipe(load_recipe(name, overrides).value(), {.runs = folder.path()})) {}

  double figure(const std::string& name) const { return result.outcome.train_figures.at(name); }
  double test_rms() const { return std::sqrt(result.outcome.test->loss); }
  Model model() const { return open_model(result.start.run); }
};

std::string failure(const std::string& name, const Words& overrides) {
  try {
    Fit fit(name, overrides);
    return "";
  } catch (const Error& error) {
    return error.problem().code();
  }
}

// Bishop (2006), table 1.1, from exact rationals.
TEST(Polynomial, GivesBishopsTable) {
  struct Row {
    int degree;
    double train, test;
    std::vector<double> weights;
  };
  const Row rows[] = {
      {0, 0.6143, 0.7278, {0.19}},
      {1, 0.4622, 0.5167, {0.82, -1.27}},
      {3, 0.1870, 0.2243, {0.31, 7.99, -25.43, 17.37}},
      {9,
       0.0000,
       1.2590,
       {0.35, 232.37, -5321.83, 48568.31, -231639.31, 640042.31, -1061800.62, 1042400.30, -557683.07,
        125201.45}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.degree);
    Fit fit("polynomial", {"model.degree=" + std::to_string(row.degree)});
    EXPECT_NEAR(fit.figure("rms"), row.train, 5e-5);
    EXPECT_NEAR(fit.test_rms(), row.test, 5e-5);
    EXPECT_NEAR(std::sqrt(fit.result.outcome.train_loss), row.train, 5e-5);
    for (std::size_t i = 0; i < row.weights.size(); ++i)
      EXPECT_NEAR(fit.figure("w" + std::to_string(i)), row.weights[i], 0.0051) << "w" << i;
    EXPECT_FALSE(fit.result.outcome.train_figures.contains("w" + std::to_string(row.weights.size())));
    EXPECT_EQ(fit.result.start.parameters, row.degree + 1);
  }
}

// lambda = e^-18 on the whole diagonal.
TEST(Polynomial, APenaltyTamesTheNinthDegree) {
  Fit fit("polynomial", {"model.degree=9", "model.ridge=1.5229979744712628e-08"});
  const double weights[] = {0.35, 5.77, -14.97, 29.86, -95.63, 35.18, 168.72, -18.04, -273.18, 162.20};
  for (int i = 0; i < 10; ++i)
    EXPECT_NEAR(fit.figure("w" + std::to_string(i)), weights[i], 0.0051) << "w" << i;
  EXPECT_LT(fit.test_rms(), 0.5) << "without it 1.259";
  EXPECT_GT(fit.figure("rms"), 0.01);
}

TEST(Polynomial, MorePointsTameItToo) {
  Fit fit("polynomial", {"model.degree=9", "data.source=bishop:count=100,seed=1"});
  EXPECT_LT(fit.test_rms(), 0.2);
  EXPECT_NEAR(fit.figure("rms"), 0.3, 0.06) << "the noise is not learnt";
}

TEST(Polynomial, ARunIsEvaluatedPredictedExportedAndResumed) {
  Fit fit("polynomial", {"model.degree=9"});
  Model model = fit.model();
  EvaluationResult evaluated = evaluate(model, "bishop:test");
  EXPECT_EQ(evaluated.evaluation.count, 100);
  EXPECT_DOUBLE_EQ(evaluated.evaluation.loss, fit.result.outcome.test->loss);
  EXPECT_NEAR(evaluated.evaluation.metrics.at("rmse"), 1.2590, 5e-5);
  EXPECT_NEAR(std::sqrt(evaluate(model, "bishop:train").evaluation.loss), 0, 1e-5);
  std::vector<Prediction> said = predict_examples(model, "bishop:train", 10);
  EXPECT_NEAR(said[6].numbers.at(0), -0.848307, 1e-5);
  Model onnx = open_model((fs::path(fit.result.start.run) / "model.onnx").string());
  std::vector<Prediction> again = predict_examples(onnx, "bishop:test", 100);
  said = predict_examples(model, "bishop:test", 100);
  for (std::size_t i = 0; i < 100; ++i)
    EXPECT_FLOAT_EQ(float(again[i].numbers.at(0)), float(said[i].numbers.at(0)));
  fs::path run = fit.result.start.run;
  EXPECT_EQ(resume_run(run, load_run_recipe(run).value(), {.runs = fit.folder.path()}).outcome.test->loss,
            fit.result.outcome.test->loss);
}

TEST(Polynomial, StoppedWithinTheExamplesItGoesOnToTheSame) {
  Words words = {"data.source=bishop:count=5000,seed=2", "model.degree=5"};
  Fit whole("polynomial", words);
  TemporaryFolder folder;
  std::atomic<bool> stop = false;
  TrainOptions options{.runs = folder.path(), .stop = &stop};
  options.listeners.push_back([&](const train::Event& event) {
    if (auto* step = std::get_if<train::StepFinished>(&event)) stop = step->step == 2;
  });
  TrainResult first = train_recipe(load_recipe("polynomial", words).value(), options);
  EXPECT_TRUE(first.outcome.interrupted);
  fs::path run = first.start.run;
  TrainResult rest = resume_run(run, load_run_recipe(run).value(), {.runs = folder.path()});
  EXPECT_EQ(io::read_file(run / "best.safetensors").value(),
            io::read_file(fs::path(whole.result.start.run) / "best.safetensors").value());
  EXPECT_EQ(rest.outcome.train_loss, whole.result.outcome.train_loss);
}

TEST(Polynomial, OfSeveralColumnsItIsLinearRegression) {
  TemporaryFolder folder;
  fs::path table = folder.path() / "rooms.csv";
  std::string rows = "a,b,y\n";
  for (int i = 0; i < 12; ++i) {
    double a = i % 4, b = i * i % 7;
    rows += std::to_string(a) + "," + std::to_string(b) + "," + std::to_string(3 + 2 * a - 0.5 * b) + "\n";
  }
  io::write_file(table, rows).value();
  for (const char* normalize : {"none", "standard"}) {
    Fit fit("linear-regression", {"data.source=csv:" + table.string(), "data.test=csv:" + table.string(),
                                  "data.task=regression", std::string("data.normalize=") + normalize});
    EXPECT_LT(fit.result.outcome.test->loss, 1e-10) << normalize;
    Model model = fit.model();
    const Tensor& w = model.store->find("polynomial.weight")->value;
    ASSERT_EQ(w.shape(), (Shape{1, 3}));
    if (std::string(normalize) != "none") continue;
    EXPECT_NEAR(w.at(0), 3, 1e-5);
    EXPECT_NEAR(w.at(1), 2, 1e-5);
    EXPECT_NEAR(w.at(2), -0.5, 1e-5);
  }
}

TEST(Polynomial, NormalisedInF64ItIsTheSameCurve) {
  Fit plain("polynomial", {"model.degree=9"}),
      scaled("polynomial", {"model.degree=9", "data.normalize=standard"});
  EXPECT_NEAR(plain.test_rms(), scaled.test_rms(), 1e-4);
}

TEST(Polynomial, SaysWhatItCannotFit) {
  EXPECT_EQ(failure("polynomial", {"data.source=gauss"}), "classic.classes");
  EXPECT_EQ(failure("polynomial", {"model.degree=10"}), "classic.open_weights");
  EXPECT_EQ(failure("polynomial", {"model.degree=10", "model.ridge=1e-6"}), "");
  EXPECT_EQ(failure("polynomial", {"data.source=plane", "model.degree=50"}), "classic.open_weights");
  for (const char* word : {"model.degree=-1", "model.degree=101", "model.ridge=-1", "model.ridge=nan"})
    EXPECT_EQ(load_recipe("polynomial", {word}).problem().code(), "recipe.range") << word;
  EXPECT_EQ(load_recipe("polynomial", {"model.k=3"}).problem().code(), "recipe.unknown.field");
  EXPECT_EQ(load_recipe("polynomial", {"train.epochs=3"}).problem().code(), "recipe.kind.field");
}

TEST(Logistic, OneSumPartsTwoClouds) {
  Fit fit("logistic");
  EXPECT_EQ(fit.result.start.parameters, 3);
  EXPECT_GT(fit.result.outcome.test->accuracy, 0.97);
  Model model = fit.model();
  for (const Prediction& prediction : predict_examples(model, "gauss:test", 20)) {
    ASSERT_EQ(prediction.top.size(), 2u);
    EXPECT_NEAR(prediction.top[0].probability + prediction.top[1].probability, 1, 1e-6);
  }
}

TEST(Logistic, LearnsWhatTheLossSays) {
  // -(y ln p + (1 - y) ln(1 - p)), the mean of it, from what is predicted.
  Fit fit("logistic", {"train.epochs=1"});
  Model model = fit.model();
  double sum = 0;
  for (const Prediction& prediction : predict_examples(model, "gauss:test", 250))
    for (const Guess& guess : prediction.top)
      if (guess.label == prediction.truth) sum -= std::log(guess.probability);
  EXPECT_NEAR(sum / 250, fit.result.outcome.test->loss, 1e-5);
}

TEST(Segments, TheFloorIsWhatTheBestPiecesHave) {
  // The mean square of x^2 less its best line, on each of equal pieces, by a fine sum.
  for (int bends : {1, 2, 4}) {
    double length = 2.0 / (bends + 1), sum = 0;
    constexpr int kParts = 100'000;
    for (int i = 0; i < kParts; ++i) {
      double u = length * ((i + 0.5) / kParts - 0.5), off = u * u - length * length / 12;
      sum += off * off / kParts;
    }
    EXPECT_NEAR(square_floor(bends), sum, 1e-9);
  }
  EXPECT_NEAR(square_floor(1), 5.5556e-3, 5e-8);
  EXPECT_NEAR(square_floor(2), 1.0974e-3, 5e-8);
  EXPECT_NEAR(square_floor(4), 1.4222e-4, 5e-9);
}

struct Best {
  double loss = HUGE_VAL, train = HUGE_VAL;
  Segments segments;
};

// Of 20 starts that nearest to what it learnt.
Best best_of(const std::string& name, const Words& words) {
  Best best;
  for (int seed = 0; seed < 20; ++seed) {
    Words with = words;
    with.push_back("seed=" + std::to_string(seed));
    Fit fit(name, with);
    if (fit.result.outcome.train_loss >= best.train) continue;
    Model model = fit.model();
    best = {fit.result.outcome.test->loss, fit.result.outcome.train_loss, segments_of(model).value()};
  }
  return best;
}

TEST(Segments, TwoAndFourUnitsReachTheirFloors) {
  Best two =
      best_of("segments", {"model.layers=[\"linear 2 init=signs\", \"relu\", \"linear 1 init=ones\"]"});
  Best four = best_of("segments", {});
  for (const auto& [best, units] : {std::pair{two, 2}, std::pair{four, 4}}) {
    SCOPED_TRACE(units);
    EXPECT_GT(best.loss, 0.999 * square_floor(units)) << "nothing is below the floor";
    EXPECT_LT(best.loss, 1.25 * square_floor(units));
    const Segments& s = best.segments;
    ASSERT_EQ(s.x.size(), std::size_t(units + 2));
    for (int i = 0; i < units + 2; ++i)
      EXPECT_NEAR(s.x[std::size_t(i)], -1 + 2.0 * i / (units + 1), 0.1) << "equal lengths";
  }
  EXPECT_NEAR(two.loss / four.loss, 7.7, 0.25 * 7.7);
}

TEST(Segments, OneUnitNeedsALinePastIt) {
  Best without =
      best_of("segments", {"model.layers=[\"linear 1 init=signs\", \"relu\", \"linear 1 init=ones\"]"});
  Best with = best_of("segments-skip", {});
  EXPECT_GT(without.loss, 5 * square_floor(1)) << "flat on one side";
  EXPECT_LT(with.loss, 1.25 * square_floor(1));
  EXPECT_GT(with.loss, 0.999 * square_floor(1));
}

TEST(Segments, TheEndsLieOnTheNet) {
  Fit fit("segments", {"train.epochs=5", "data.normalize=standard"});
  Model model = fit.model();
  Segments s = segments_of(model).value();
  EXPECT_EQ(s.units, 4);
  // Between its ends a segment is straight: every prediction lies on the line.
  std::vector<Prediction> said = predict_examples(model, "square:test", 2000);
  for (std::size_t i = 0; i < said.size(); ++i) {
    double x = (2 * double(i) + 1 - 2000) / 2000;
    std::size_t k = 1;
    while (k + 1 < s.x.size() && s.x[k] < x) ++k;
    double part = (x - s.x[k - 1]) / (s.x[k] - s.x[k - 1]);
    ASSERT_NEAR(said[i].numbers.at(0), s.y[k - 1] + part * (s.y[k] - s.y[k - 1]), 1e-5) << x;
  }
}

TEST(Segments, OtherNetsHaveNone) {
  for (const Words& words :
       {Words{"model.layers=[\"linear 4\", \"tanh\", \"linear 1\"]"},
        Words{"model.layers=[\"linear 4\", \"relu\", \"linear 4\", \"relu\", \"linear 1\"]"},
        Words{"model.layers=[\"linear 1\"]"}, Words{"data.source=plane"}}) {
    Words quick = words;
    quick.emplace_back("train.epochs=1");
    Fit fit("segments", quick);
    Model model = fit.model();
    EXPECT_FALSE(segments_of(model)) << words.front();
  }
  Fit fit("polynomial");
  Model model = fit.model();
  EXPECT_FALSE(segments_of(model));
}

}  // namespace
}  // namespace percept::recipe
