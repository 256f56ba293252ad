// The Playground's models that learn by a rule of their own, against src/classic and against sums made here.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include "exported.hpp"
#include "io/temporary_folder.hpp"
#include "lab/rules.hpp"
#include "percept/classic/nearest_mean.hpp"
#include "percept/classic/perceptron.hpp"
#include "percept/classic/separable.hpp"
#include "percept/lab/exploration.hpp"
#include "percept/lab/playground.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {
namespace {

Settings changed(const char* changes, const Settings& from = {}) {
  return change_settings(from, changes).value();
}

std::string code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "";
}

Settings four_points(const char* labels) {
  Settings settings = changed(R"({"model": "perceptron", "data.set": "own", "data.train": 1, "data.points":
      [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1]]})");
  for (std::size_t i = 0; i < 4; ++i) settings.data.points[i][2] = labels[i] - '0';
  return settings;
}

std::vector<float> numbers(const Picture& picture, const std::string& name) {
  for (const Blob& blob : picture.blobs)
    if (blob.name == name) {
      std::vector<float> out(blob.bytes.size() / sizeof(float));
      std::memcpy(out.data(), blob.bytes.data(), blob.bytes.size());
      return out;
    }
  ADD_FAILURE() << "no blob " << name;
  return {};
}

std::vector<std::int64_t> mistakes_of(const char* labels, std::int64_t epochs) {
  Playground playground(four_points(labels));
  playground.step("epoch", epochs);
  std::vector<std::int64_t> found = playground.picture({}).mistakes.value().epochs;
  found.pop_back();  // of the epoch that has not begun
  return found;
}

// Published: 2.1 of the reference figures.
TEST(Models, APerceptronMakesThePublishedMistakes) {
  EXPECT_EQ(mistakes_of("0001", 6), (std::vector<std::int64_t>{1, 3, 3, 2, 1, 0}));
  EXPECT_EQ(mistakes_of("0111", 4), (std::vector<std::int64_t>{1, 2, 1, 0}));
  std::vector<std::int64_t> apart = mistakes_of("0110", 150);
  ASSERT_EQ(apart.size(), 150u);
  EXPECT_EQ(apart[0], 2);
  EXPECT_EQ(apart[1], 3);
  for (std::size_t epoch = 2; epoch < apart.size(); ++epoch) EXPECT_EQ(apart[epoch], 4) << epoch;
}

TEST(Models, APerceptronSaysWhetherALineParts) {
  Playground both(four_points("0001"));
  Mistakes known = both.picture({}).mistakes.value();
  EXPECT_EQ(known.separable, true);
  ASSERT_TRUE(known.most);
  EXPECT_NEAR(*known.radius, std::sqrt(3), 1e-12);
  both.play(0);
  both.work(std::chrono::steady_clock::now() + std::chrono::seconds(20));
  Picture done = both.picture({});
  EXPECT_FALSE(done.playing);
  EXPECT_EQ(done.stopped.value().id, "lab.learnt.perceptron");
  EXPECT_EQ(done.epoch, 6);
  EXPECT_LE(double(done.mistakes->all), *done.mistakes->most);
  EXPECT_EQ(numbers(done, "weight.1"), (std::vector<float>{2, 1}));
  EXPECT_EQ(numbers(done, "bias.1"), std::vector<float>{-2});
  Playground xor_points(four_points("0110"));
  EXPECT_EQ(xor_points.picture({}).mistakes->separable, false);
  EXPECT_FALSE(xor_points.picture({}).mistakes->most);
  xor_points.edit(R"({"features": ["x1", "x2", "x1*x2"]})");
  EXPECT_EQ(xor_points.picture({}).mistakes->separable, true) << "by a margin in three dimensions";
  xor_points.step("epoch", 30);
  EXPECT_EQ(xor_points.picture({}).train.accuracy, 1);
}

TEST(Models, APerceptronLearnsAsTheClassicOne) {
  for (const char* set : {"gauss", "blobs"}) {
    Settings settings = changed((std::string(R"({"data.count": 200, "data.set": ")") + set + "\"}").c_str());
    settings = changed(R"({"model": "perceptron"})", settings);
    Points points = make_points(settings);
    std::int64_t classes = std::int64_t(points.classes.size());
    classic::Perceptron<double> classic(2, classes);
    Playground playground(settings);
    for (std::int64_t i = 0; i < points.train.size(); ++i) {
      std::vector<double> x = {points.train.inputs.at(2 * i), points.train.inputs.at(2 * i + 1)};
      auto label = std::int64_t(points.train.targets.at(i));
      std::int64_t said = classic.predict(x);
      playground.step("sample", 1);
      StepLook look = playground.picture({}).looked.value();
      ASSERT_EQ(look.example, i);
      ASSERT_EQ(look.said, said) << set << " " << i;
      ASSERT_EQ(look.rows.empty(), classic.learn(x, label));
    }
    std::vector<float> weight = numbers(playground.picture({}), "weight.1");
    for (std::size_t i = 0; i < weight.size(); ++i) EXPECT_NEAR(weight[i], classic.weight()[i], 1e-3);
  }
}

// Mean (6, 9), (3, 7), (3, 1) and x = (5, 2), as in the lectures.
TEST(Models, TheNearestMeanGivesTheLecturesDistances) {
  Playground playground(
      changed(R"({"model": "nearest_mean", "data.set": "own", "data.train": 1, "data.points":
      [[5, 8, 0], [7, 9, 0], [6, 10, 0], [2, 6, 1], [4, 7, 1], [3, 8, 1], [2, 1, 2], [4, 0, 2], [3, 2, 2]]})"));
  EXPECT_EQ(playground.state().model, "nearest_mean");
  playground.step("sample", 2);
  Picture two = playground.picture({});
  EXPECT_EQ(two.looked->rows.at(0).before, (std::vector<double>{5, 8}));
  EXPECT_EQ(two.looked->rows.at(0).after, (std::vector<double>{6, 8.5}));
  EXPECT_EQ(two.looked->count, 2);
  EXPECT_TRUE(std::isinf(playground.probe(5, 2, {}).distances.at(1))) << "none of it has been seen";
  playground.step("epoch", 1);
  EXPECT_EQ(numbers(playground.picture({}), "means"), (std::vector<float>{3, 6, 9, 3, 3, 7, 3, 3, 1}));
  Probe probe = playground.probe(5, 2, {});
  EXPECT_NEAR(probe.distances.at(0), 7.071068, 1e-6);
  EXPECT_NEAR(probe.distances.at(1), 5.385165, 1e-6);
  EXPECT_NEAR(probe.distances.at(2), 2.236068, 1e-6);
  playground.step("sample", 1);
  EXPECT_EQ(playground.picture({}).step, 9) << "there is nothing left to learn";
  EXPECT_EQ(playground.picture({}).stopped.value().id, "lab.learnt.nearest_mean");
  playground.seek(2);
  EXPECT_EQ(numbers(playground.picture({}), "means"), (std::vector<float>{2, 6, 8.5, 0, 0, 0, 0, 0, 0}));
}

TEST(Models, TheNearestMeanIsTheClassicOnesOnEverySet) {
  for (const char* set : {"circle", "blobs", "sectors"}) {
    Settings settings = changed((std::string(R"({"data.set": ")") + set + "\"}").c_str());
    settings = changed(R"({"model": "nearest_mean"})", settings);
    Playground playground(settings);
    playground.step("epoch", 1);
    Points points = make_points(settings);
    classic::NearestMean classic(2, std::int64_t(points.classes.size()));
    auto x = [](const Half& half, std::int64_t i) {
      return std::vector<double>{half.inputs.at(2 * i), half.inputs.at(2 * i + 1)};
    };
    for (std::int64_t i = 0; i < points.train.size(); ++i)
      classic.add(x(points.train, i), std::int64_t(points.train.targets.at(i)));
    double right = 0;
    for (std::int64_t i = 0; i < points.test.size(); ++i)
      right += double(classic.predict(x(points.test, i)) == std::int64_t(points.test.targets.at(i)));
    EXPECT_NEAR(playground.picture({}).test.accuracy.value(), right / double(points.test.size()), 1e-6)
        << set;
  }
}

TEST(Models, NeighboursVoteAsCountedHere) {
  for (std::int64_t k : {1, 4, 25}) {
    Settings settings =
        changed(R"({"model": "knn", "data.set": "moons", "data.noise": 0.3, "data.count": 120})");
    settings.k = k;
    Playground playground(settings);
    Points points = make_points(settings);
    double right = 0;
    for (std::int64_t i = 0; i < points.test.size(); ++i) {
      double x1 = points.test.inputs.at(2 * i), x2 = points.test.inputs.at(2 * i + 1);
      std::vector<std::pair<double, std::int64_t>> near;
      for (std::int64_t j = 0; j < points.train.size(); ++j)
        near.emplace_back(
            std::hypot(points.train.inputs.at(2 * j) - x1, points.train.inputs.at(2 * j + 1) - x2), j);
      std::sort(near.begin(), near.end());
      std::int64_t second = 0;
      Probe probe = playground.probe(x1, x2, {});
      ASSERT_EQ(probe.neighbours.size(), std::size_t(k));
      for (std::size_t n = 0; n < std::size_t(k); ++n) {
        EXPECT_EQ(probe.neighbours[n], near[n].second);
        EXPECT_NEAR(probe.distances[n], near[n].first, 1e-6);
        second += std::int64_t(points.train.targets.at(near[n].second));
      }
      EXPECT_EQ(probe.votes.at(1), second);
      right +=
          double((2 * second > k) == (points.test.targets.at(i) == 1));  // of equal votes the first class
    }
    EXPECT_NEAR(playground.picture({}).test.accuracy.value(), right / double(points.test.size()), 1e-6) << k;
  }
}

TEST(Models, NeighboursFollowTheirPointsAtOnce) {
  Playground playground(changed(R"({"model": "knn"})"));
  EXPECT_GT(playground.picture({}).test.accuracy.value(), 0.9) << "with no step at all";
  playground.play(0);
  playground.work(std::chrono::steady_clock::now() + std::chrono::seconds(20));
  EXPECT_EQ(playground.picture({}).stopped.value().id, "lab.learnt.knn");
  playground.edit(R"({"k": 25})");
  playground.edit(R"({"data.set": "spiral"})");
  EXPECT_GT(playground.picture({}).train.accuracy.value(), 0.5);
  playground.undo();
  playground.undo();
  EXPECT_EQ(playground.settings().k, 3);
  EXPECT_EQ(code_of([&] { playground.edit(R"({"k": 26})"); }), "lab.range");
  EXPECT_EQ(code_of([&] { playground.set_weight("examples.weight", 0, 1); }), "lab.rule.weight");
  EXPECT_EQ(code_of([&] { playground.warp_picture(0, {0, 1}); }), "lab.no_unit");
  playground.set_points({{0, 0, 0}, {1, 1, 1}, {2, 2, 0}, {3, 3, 1}});
  playground.edit(R"({"k": 25})");
  EXPECT_EQ(playground.probe(0, 0, {}).neighbours.size(), 2u) << "no more than there are";
  EXPECT_TRUE(playground.picture({}).test.loss);
}

TEST(Models, AreRefusedWhereTheyDoNotFit) {
  Playground playground;
  EXPECT_EQ(code_of([&] { playground.edit(R"({"rule": "knn"})"); }), "lab.rule.layers");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"rule": "kn"})"); }), "lab.unknown_word");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"data.train": 1})"); }), "lab.range");
  playground.edit(R"({"mode": "curve"})");
  for (const char* model : {"perceptron", "nearest_mean", "knn"})
    EXPECT_EQ(code_of([&] { playground.edit(std::string(R"({"model": ")") + model + "\"}"); }),
              "lab.model.classes");
  playground.edit(R"({"mode": "plane"})");
  playground.edit(R"({"model": "knn"})");
  playground.edit(R"({"mode": "curve"})");
  EXPECT_EQ(playground.state().model, "linear");
  EXPECT_EQ(playground.settings().batch, Settings().batch);
  playground.edit(R"({"mode": "plane", "model": "nearest_mean"})");
  playground.edit(R"({"layers": [{"units": 2}]})");
  EXPECT_EQ(playground.state().model, "network") << "hidden layers make one";
  playground.step("epoch", 1);
}

TEST(Models, ASavedOneGoesOnWhereItWas) {
  for (const char* model : {"perceptron", "nearest_mean", "knn"}) {
    Playground playground(changed((std::string(R"({"model": ")") + model + "\"}").c_str()));
    playground.step("batch", 7);
    Playground other;
    other.open(playground.save());
    EXPECT_EQ(other.state().model, model);
    EXPECT_EQ(other.save(), playground.save()) << model;
    playground.step("batch", 30);
    other.step("batch", 30);
    EXPECT_EQ(other.picture({}).test.accuracy, playground.picture({}).test.accuracy) << model;
  }
}

Settings bishop(int degree) {
  Settings settings = changed(R"({"data.set": "bishop"})");
  settings = changed(R"({"model": "polynomial", "rule": "least_squares"})", settings);
  return changed(("{\"degree\": " + std::to_string(degree) + "}").c_str(), settings);
}

// 2.3 of the reference figures: the root of the mean squared error on the ten points, and to the sine.
TEST(Models, LeastSquaresGiveBishopsTable) {
  struct Row {
    int degree;
    double train, test;
    std::vector<double> weights;
  };
  for (const Row& row : {Row{1, .4622, .5167, {.82, -1.27}}, Row{3, .1870, .2243, {.31, 7.99, -25.43, 17.37}},
                         Row{9,
                             0,
                             1.2590,
                             {.35, 232.37, -5321.83, 48568.31, -231639.31, 640042.31, -1061800.62, 1042400.30,
                              -557683.07, 125201.45}}}) {
    Playground playground(bishop(row.degree));
    EXPECT_EQ(playground.state().steps_per_epoch, 1);
    EXPECT_EQ(numbers(playground.picture({}), "coefficients"),
              std::vector<float>(std::size_t(row.degree + 1), 0));
    playground.step("epoch", 1);
    Picture solved = playground.picture({});
    EXPECT_EQ(solved.step, 1);
    EXPECT_NEAR(std::sqrt(solved.train.loss.value()), row.train, 5e-5) << row.degree;
    EXPECT_NEAR(std::sqrt(solved.test.loss.value()), row.test, 5e-5) << row.degree;
    std::vector<float> weights = numbers(solved, "coefficients");
    ASSERT_EQ(weights.size(), std::size_t(row.degree + 1));
    for (std::size_t i = 0; i < row.weights.size(); ++i)
      EXPECT_NEAR(weights[i], row.weights[i], 5.1e-3 + 6e-8 * std::abs(row.weights[i])) << i;
    playground.step("epoch", 1);
    EXPECT_EQ(playground.picture({}).step, 1) << "there is nothing left to solve";
    EXPECT_EQ(playground.picture({}).stopped.value().id, "lab.learnt.least_squares");
  }
}

TEST(Models, LeastSquaresFollowTheirPointsAndGoBack) {
  Playground playground(bishop(3));
  EXPECT_EQ(playground.state().model, "polynomial");
  playground.step("sample", 1);
  std::vector<float> solved = numbers(playground.picture({}), "coefficients");
  Probe probe = playground.probe(.5, 0, 1);
  double y = 0;
  for (std::size_t i = solved.size(); i-- > 0;) y = y * .5 + solved[i];
  EXPECT_NEAR(probe.layers.at(0).outputs.at(0), y, 1e-5);
  EXPECT_NEAR(probe.loss.value(), (y - 1) * (y - 1), 1e-5);
  playground.edit(R"({"degree": 1})");
  EXPECT_EQ(numbers(playground.picture({}), "coefficients").size(), 2u) << "solved anew, with no step";
  EXPECT_NEAR(std::sqrt(playground.picture({}).train.loss.value()), .4622, 5e-5);
  playground.undo();
  EXPECT_EQ(numbers(playground.picture({}), "coefficients"), solved);
  playground.edit(R"({"model": "linear"})");
  EXPECT_EQ(playground.settings().rule, kLeastSquares);
  EXPECT_NEAR(std::sqrt(playground.picture({}).test.loss.value()), .5167, 5e-5);
  Playground other;
  other.open(playground.save());
  EXPECT_EQ(other.save(), playground.save());
  playground.edit(R"({"rule": "gradient"})");
  playground.step("epoch", 1);
  EXPECT_TRUE(playground.picture({}).train.loss);
}

TEST(Models, LeastSquaresAreRefusedWhereTheyCannotSolve) {
  Playground playground;
  EXPECT_EQ(code_of([&] { playground.edit(R"({"rule": "least_squares"})"); }), "lab.rule.layers");
  playground.edit(R"({"model": "linear"})");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"rule": "least_squares"})"); }), "lab.rule.powers") << "plane";
  playground.adopt(bishop(9));
  EXPECT_EQ(code_of([&] {
              playground.set_points({{0, 0}, {1, 1}, {2, 0}, {3, 1}, {4, 0}});
            }),
            "classic.open_weights");
  EXPECT_EQ(playground.settings().data.set, "bishop");
  EXPECT_EQ(code_of([&] { playground.set_weight("polynomial.weight", 0, 1); }), "lab.rule.weight");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"degree": 10})"); }), "lab.range");
  playground.edit(R"({"features": ["x^2"]})");
  EXPECT_EQ(playground.settings().rule, kGradient) << "a square alone is no polynomial up to a degree";
  playground.undo();
  playground.edit(R"({"mode": "plane"})");
  EXPECT_EQ(playground.settings().rule, kGradient);
  playground.step("epoch", 1);
}

TEST(Models, ASweepEndsWhereTheyHaveLearnt) {
  Exploration sweep({.settings = changed(R"({"model": "knn"})"),
                     .kind = "sweep",
                     .seeds = 1,
                     .epochs = 50,
                     .rows = "k",
                     .row_values = {{"1"}, {"5"}, {"25"}}},
                    [] {});
  while (!sweep.done()) std::this_thread::yield();
  for (const ExploredRun& run : sweep.explored().results) EXPECT_GT(run.accuracy.value(), 0.8);
}

TEST(Models, ARecipeOfLeastSquaresTrainsToTheSameWeights) {
  TemporaryFolder folder;
  Playground playground(bishop(9));
  playground.step("epoch", 1);
  std::vector<float> weights = numbers(playground.picture({}), "coefficients");
  for (const char* form : {"recipe", "command", "cpp", "onnx"}) {
    ExportedFile exported = playground.export_as(form);
    write(folder.path() / exported.name, exported);
  }
  std::string text = playground.export_as("recipe").bytes;
  EXPECT_NE(text.find("kind = \"polynomial\""), text.npos) << text;
  std::string into = "cd " + folder.path().string() + " && PATH=" PERCEPT_BINARY_DIR ":$PATH ";
  std::string json = output_of(into + "percept train playground.toml --json");
  for (std::size_t i = 0; i < weights.size(); ++i) {
    std::string name = "\"w" + std::to_string(i) + "\":";
    std::size_t at = json.rfind(name);
    ASSERT_NE(at, json.npos) << json;
    EXPECT_NEAR(std::stod(json.substr(at + name.size())), weights[i], 1e-6 * std::abs(weights[i]) + 1e-6);
  }
  for (const std::string& said : {json, output_of(into + "sh playground.sh")})
    EXPECT_NE(said.find("0.0000 on what was learnt, 1.2590 on the test set"), said.npos) << said;
  std::string program = (folder.path() / "playground").string();
  output_of("c++ -std=c++17 -Wall -Wextra -Werror -o " + program + " " + program + ".cpp");
  EXPECT_NEAR(std::stod(output_of(program + " 0.5")), playground.probe(.5, 0, {}).layers.at(0).outputs.at(0),
              1e-4);
  train::Net net = recipe::net_of(onnx::read_model((folder.path() / "playground.onnx").string()).value());
  ParameterStore store;
  Program loaded =
      Program::inference(store, [&](Graph& graph) { graph.fetch("output", net(graph.feed("input"))); });
  Points points = make_points(playground.settings());
  const Fetches& found = loaded.run({{"input", points.test.inputs}});
  double squares = 0;
  for (std::int64_t i = 0; i < points.test.size(); ++i)
    squares += std::pow(found["output"].at(i) - points.test.targets.at(i), 2);
  EXPECT_NEAR(std::sqrt(squares / double(points.test.size())), 1.2590, 5e-5);
}

// What it exports, learnt anew or asked elsewhere, says what it says of its test points.
class RuleExports : public testing::TestWithParam<const char*> {
 protected:
  RuleExports() : playground(changed(GetParam())) {
    playground.step("epoch", playground.settings().rule == kPerceptron ? 20 : 1);
    points = make_points(playground.settings());
  }
  std::int64_t said(double x1, double x2) {
    Probe probe = playground.probe(x1, x2, {});
    if (playground.settings().rule == kNearestMean)
      return std::min_element(probe.distances.begin(), probe.distances.end()) - probe.distances.begin();
    if (playground.settings().rule == kNeighbours)
      return std::max_element(probe.votes.begin(), probe.votes.end()) - probe.votes.begin();
    const std::vector<double>& sums = probe.layers.back().sums;
    return sums.size() == 1 ? sums[0] > 0 : std::max_element(sums.begin(), sums.end()) - sums.begin();
  }
  Playground playground;
  Points points;
  TemporaryFolder folder;
};

TEST_P(RuleExports, AProgramThatNeedsNothing) {
  write(folder.path() / "playground.cpp", playground.export_as("cpp"));
  std::string program = (folder.path() / "playground").string();
  output_of("c++ -std=c++17 -Wall -Wextra -Werror -o " + program + " " + program + ".cpp");
  for (auto [x1, x2] : {std::pair(1.5, -2.0), std::pair(-0.3, 4.0), std::pair(-2.0, -2.5)}) {
    std::string words = output_of(program + " " + std::to_string(x1) + " " + std::to_string(x2));
    EXPECT_EQ(words.substr(0, words.find(' ')), points.classes[std::size_t(said(x1, x2))]);
  }
}

TEST_P(RuleExports, AnOnnxModelThatAnswersAlike) {
  write(folder.path() / "playground.onnx", playground.export_as("onnx"));
  train::Net net = recipe::net_of(onnx::read_model((folder.path() / "playground.onnx").string()).value());
  ParameterStore store;
  Program program =
      Program::inference(store, [&](Graph& graph) { graph.fetch("output", net(graph.feed("input"))); });
  for (std::int64_t i = 0; i < 40; ++i) {
    Tensor output = program.run({{"input", points.test.inputs.rows(i, i + 1).clone()}})["output"].clone();
    std::int64_t best = output.size() == 1 ? output.at(0) > 0 : 0;
    for (std::int64_t k = 1; k < output.size(); ++k)
      if (output.at(k) > output.at(best)) best = k;
    EXPECT_EQ(best, said(points.test.inputs.at(2 * i), points.test.inputs.at(2 * i + 1))) << i;
  }
}

TEST_P(RuleExports, ARecipeAndALineThatTrain) {
  std::string text = playground.export_as("recipe").bytes;
  recipe::Recipe recipe = recipe::parse_recipe(text, "playground.toml").value();
  EXPECT_FALSE(recipe.model.is_network());
  write(folder.path() / "playground.toml", playground.export_as("recipe"));
  write(folder.path() / "playground.sh", playground.export_as("command"));
  std::string into = "cd " + folder.path().string() + " && PATH=" PERCEPT_BINARY_DIR ":$PATH ";
  std::string json = output_of(into + "percept train playground.toml --json");
  output_of(into + "sh playground.sh");
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "runs/playground-2/best.safetensors"));
  // The last accuracy that is told.
  std::size_t at = json.rfind("\"accuracy\":");
  ASSERT_NE(at, json.npos) << json;
  double wanted = playground.picture({}).test.accuracy.value();
  EXPECT_NEAR(std::stod(json.substr(at + 11)), wanted, 1e-6) << json;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, RuleExports,
    testing::Values(R"({"model": "perceptron", "data.set": "gauss", "stop.epochs": 20})",
                    R"({"model": "nearest_mean", "data.set": "xor", "data.noise": 0.2})",
                    R"({"model": "nearest_mean", "data.set": "blobs"})",
                    R"({"model": "knn", "data.set": "moons", "data.noise": 0.3, "k": 5})",
                    R"({"model": "knn", "data.set": "petals", "k": 4})"));

TEST(Models, AFileOfFormulasIsRefusedByName) {
  Playground playground(changed(R"({"model": "knn", "features": ["x1^2"]})"));
  for (const char* form : {"onnx", "recipe", "command"})
    EXPECT_EQ(code_of([&] { playground.export_as(form); }), "lab.rule.features");
  EXPECT_FALSE(playground.export_as("cpp").bytes.empty());
}

TEST(Separable, AgreesWithWhatIsDrawn) {
  auto parts = [](std::vector<double> rows, std::vector<std::int64_t> labels) {
    return classic::separable_in_plane(rows, labels);
  };
  EXPECT_FALSE(parts({0, 0, 0, 1, 1, 0, 1, 1}, {0, 1, 1, 0}));
  EXPECT_TRUE(parts({0, 0, 0, 1, 1, 0, 1, 1}, {0, 0, 0, 1}));
  EXPECT_TRUE(parts({0, 0, 1, 1, 2, 2, 3, 3}, {0, 0, 1, 1})) << "on one line";
  EXPECT_FALSE(parts({0, 0, 1, 1, 2, 2}, {0, 1, 0})) << "one between the others";
  EXPECT_FALSE(parts({1, 1, 1, 1}, {0, 1})) << "the same place";
  EXPECT_TRUE(parts({1, 1, 1, 2}, {0, 1}));
  EXPECT_FALSE(parts({0, 0, 4, 0, 2, 3, 2, 1}, {0, 0, 0, 1})) << "inside";
}

}  // namespace
}  // namespace percept::lab
