#include "percept/lab/playground.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <set>

#include "lab/points.hpp"

namespace percept::lab {
namespace {

const Blob& blob(const Picture& picture, const std::string& name) {
  for (const Blob& each : picture.blobs)
    if (each.name == name) return each;
  throw std::runtime_error("no blob " + name);
}

std::string weights(Playground& playground) {
  Picture picture = playground.picture({});
  return blob(picture, "weight.1").bytes + blob(picture, "bias.2").bytes;
}

// Of a plateau, after epochs enough.
double fallen_rate(Playground& playground) {
  playground.edit(R"({"data.set": "xor", "data.noise": 0.5, "optimizer.lr": 0.3})");
  playground.edit(R"({"schedule": {"name": "plateau", "patience": 1, "factor": 0.5}})");
  playground.step("epoch", 60);
  return playground.picture({}).lr;
}

std::string code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "";
}

TEST(Playground, LearnsTheCircle) {
  Playground playground;
  double before = playground.picture({}).test.loss.value();
  playground.step("epoch", 400);
  Picture picture = playground.picture({});
  EXPECT_EQ(picture.epoch, 400);
  EXPECT_LT(*picture.test.loss, 0.2 * before);
  EXPECT_GT(*picture.test.accuracy, 0.95);
}

TEST(Playground, ComesBackToAnyStepBitForBit) {
  Playground playground;
  playground.step("batch", 137);
  std::string here = weights(playground);
  playground.step("batch", 400);
  playground.seek(137);
  EXPECT_EQ(weights(playground), here);
  playground.step("batch", -37);
  EXPECT_EQ(playground.picture({}).step, 100);
  playground.step("batch", 37);
  EXPECT_EQ(weights(playground), here);
}

TEST(Playground, TheWayBackPassesThroughEdits) {
  Playground playground;
  playground.step("batch", 50);
  playground.edit(R"({"optimizer.lr": 0.3})");
  playground.step("batch", 50);
  playground.set_weight("hidden1.weight", 0, 1.5);
  playground.edit(R"({"layers": [{"units": 4}, {"units": 3, "activation": "relu"}]})");
  playground.step("sample", 3);
  playground.step("batch", 100);
  std::string here = weights(playground);
  std::int64_t step = playground.picture({}).step;
  playground.seek(20);
  EXPECT_EQ(playground.settings().layers[1].units, 2);
  playground.seek(step);
  EXPECT_EQ(weights(playground), here);
  EXPECT_EQ(playground.settings().layers[1].units, 3);
}

TEST(Playground, AnEditInThePastOpensABranch) {
  Playground playground;
  playground.step("batch", 100);
  std::string end = weights(playground);
  playground.seek(40);
  playground.edit(R"({"optimizer.lr": 1})");
  playground.step("batch", 60);
  EXPECT_EQ(playground.state().branches.size(), 2u);
  EXPECT_NE(weights(playground), end);
  playground.go_to_branch(0);
  EXPECT_EQ(weights(playground), end);
}

TEST(Playground, UndoBringsWeightsBackThatAnEditRemoved) {
  Playground playground;
  playground.step("epoch", 3);
  std::string here = weights(playground);
  playground.edit(R"({"layers": [{"units": 1}]})");
  playground.undo();
  EXPECT_EQ(weights(playground), here);
  playground.redo();
  EXPECT_EQ(playground.settings().layers.size(), 1u);
}

TEST(Playground, UndoLeadsBackBeyondTheBeginning) {
  Playground playground;
  playground.step("epoch", 3);
  playground.edit(R"({"optimizer.lr": 0.1})");
  std::string here = weights(playground);
  playground.reset();
  playground.reset();  // of what has just begun there is nothing to take back
  EXPECT_EQ(playground.state().undo->id, "lab.edit.reset");
  Settings other = playground.settings();
  other.seed = 5;
  playground.adopt(other);
  std::string adopted = playground.save();
  playground.undo();
  EXPECT_EQ(playground.settings().seed, 0);
  EXPECT_EQ(playground.state().redo->id, "lab.edit.adopt");
  playground.undo();
  EXPECT_EQ(weights(playground), here);
  EXPECT_EQ(playground.picture({}).last, 75);
  playground.undo();  // of the edit, in the course that has come back
  EXPECT_EQ(format_settings(playground.settings()), format_settings(Settings()));
  EXPECT_FALSE(playground.state().undo);
  for (int i = 0; i < 3; ++i) playground.redo();
  EXPECT_EQ(playground.save(), adopted);
  EXPECT_FALSE(playground.state().redo);

  playground.open(adopted);
  playground.undo();
  playground.edit(R"({"optimizer.lr": 0.2})");  // the course that was undone is gone
  EXPECT_FALSE(playground.state().redo);
}

TEST(Playground, CoursesPutAsideAreBounded) {
  Playground playground;
  for (int i = 0; i < 20; ++i) playground.step("batch", 1), playground.reset();
  int undone = 0;
  for (; playground.state().undo; ++undone) playground.undo();
  EXPECT_EQ(undone, 8);
}

TEST(Playground, KeepsWhatAnEditNeedNotReset) {
  Playground playground;
  playground.step("epoch", 3);
  std::string here = weights(playground);
  playground.edit(R"({"data.noise": 0.2})");
  playground.edit(R"({"optimizer.name": "adam"})");
  playground.edit(R"({"l2": 0.01, "batch": 20})");
  EXPECT_EQ(weights(playground), here);
  EXPECT_EQ(playground.picture({}).step, 75);
}

TEST(Playground, ALockedWeightStays) {
  Playground playground;
  playground.set_weight("hidden1.weight", 3, 0.25);
  playground.lock("hidden1.weight", 3, true);
  playground.step("epoch", 5);
  Picture picture = playground.picture({});
  float value = 0;
  std::memcpy(&value, blob(picture, "weight.1").bytes.data() + 3 * sizeof(float), sizeof value);
  EXPECT_EQ(value, 0.25f);
}

TEST(Playground, StopsBeforeNumbersOverflowAndSaysSo) {
  Playground playground;
  playground.edit(R"({"layers": [{"units": 8, "activation": "relu"}, {"units": 8, "activation": "relu"}],)"
                  R"( "data.set": "plane", "optimizer.lr": 1000})");
  playground.play(0);
  for (int i = 0; i < 200 && playground.playing(); ++i)
    playground.work(std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
  Picture picture = playground.picture({});
  ASSERT_TRUE(picture.stopped);
  EXPECT_EQ(picture.stopped->id, "lab.overflow");
  EXPECT_TRUE(picture.train.loss);
}

TEST(Playground, EveryDataSetActivationLossAndOptimiserTakesAStep) {
  for (const char* set :
       {"circle", "xor", "gauss", "spiral", "checker", "moons", "blobs", "petals", "rings", "sectors",
        "projected_digits", "plane", "multi_gauss", "sine", "parabola", "steps", "bump", "segments"}) {
    Playground playground;
    playground.edit(std::string(R"({"data.set": ")") + set + "\"}");
    playground.step("batch", 2);
    Picture picture = playground.picture({});
    EXPECT_TRUE(picture.test.loss) << set;
    playground.points_picture();
  }
  for (const char* field :
       {R"("layers.activation": "relu")", R"("layers.activation": "mish")", R"("layers.activation": "none")",
        R"("loss": "mean_squared_error_of_signs")", R"("optimizer.name": "adamw")",
        R"("optimizer.name": "lamb")", R"("schedule.name": "one_cycle")", R"("schedule.name": "step")",
        R"("schedule.name": "plateau")", R"("model": "polynomial")", R"("model": "perceptron")",
        R"("initial": "zeros")", R"("l1": 0.01)", R"("layers": [])",
        R"("layers": [{"units": 3, "batch_norm": true, "dropout": 0.3}, {"skip": [0]}])",
        R"("features": ["x1", "x2", "x1^2", "sin(x1)*x2"])", R"("mode": "curve")"}) {
    Playground playground;
    playground.edit(std::string("{") + field + "}");
    playground.step("epoch", 2);
    EXPECT_TRUE(playground.picture({.gradients = true}).test.loss) << field;
  }
}

TEST(Playground, ADragIsUndoneAsOne) {
  Playground playground;
  auto weight = [&] { return playground.settings().l2; };
  for (int i = 1; i <= 5; ++i) playground.edit("{\"l2\": 0.0" + std::to_string(i) + "}", i > 1);
  EXPECT_EQ(weight(), 0.05);
  playground.edit(R"({"l1": 0.01})", true);  // another setting is another drag
  playground.undo();
  playground.undo();
  EXPECT_EQ(weight(), 0);
  EXPECT_FALSE(playground.state().undo);
  for (int i = 1; i <= 5; ++i) playground.set_weight("hidden1.weight", 0, i, i > 1);
  EXPECT_EQ(playground.state().edits.size(), 4 + 1) << "at one step the last place of a weight is enough";
  playground.set_weight("hidden1.weight", 1, 3, true);
  playground.undo();
  playground.undo();
  EXPECT_FALSE(playground.state().undo);
}

TEST(Playground, ManyLargeEditsDoNotTakeMoreAndMoreMemory) {
  Playground playground;
  std::vector<PointRow> points;
  for (int i = 0; i < 20'000; ++i) points.push_back({0.001 * i, 1, double(i % 2)});
  playground.set_points(points);
  std::size_t most = 0;
  for (int i = 0; i < 80; ++i) {
    points[0][0] = 0.01 * i;
    playground.set_points(points);
    most = std::max(most, playground.state().edits.size());
  }
  EXPECT_LT(most, 79u);
  EXPECT_GT(playground.state().edits.size(), 0u);
  playground.undo();  // the newest are still there
  EXPECT_EQ(playground.settings().data.set, "own");
}

TEST(Playground, TakesTheColumnsOfATableThatOneChooses) {
  std::string csv = "name;length;width;colour;kind\n";
  for (int i = 0; i < 40; ++i)
    csv += "n" + std::to_string(i) + ";" + std::to_string(i) + ",5;" + std::to_string(2 * i) + ";1;" +
           (i % 3 ? "a\n" : "b\n");
  Table table = read_table(csv).value();
  EXPECT_EQ(table.rows, 40);
  ASSERT_EQ(table.columns.size(), 5u);
  EXPECT_EQ(table.columns[1].name, "length");
  EXPECT_TRUE(table.columns[1].numbers);
  EXPECT_FALSE(table.columns[4].numbers);
  Playground playground;
  playground.set_points_csv(csv, {{1, 2, 4}});
  EXPECT_EQ(playground.settings().data.points.size(), 40u);
  EXPECT_EQ(playground.state().classes.size(), 2u);
  EXPECT_NEAR(playground.state().domain[3], 78 * 1.1, 1e-9);
  playground.set_points_csv(csv, {{2, 1, 4}, true});
  for (const PointRow& point : playground.settings().data.points) EXPECT_LE(std::abs(point[0]), 5);
  EXPECT_EQ(code_of([&] { playground.set_points_csv(csv, {{1, 2, 9}}); }), "lab.csv.no_column");
  EXPECT_EQ(code_of([&] { playground.set_points_csv(csv, {{1, 2}}); }), "lab.csv.columns");
  EXPECT_EQ(code_of([&] { playground.set_points_csv(csv, {{0, 1, 2}}); }), "lab.csv.number");
  EXPECT_EQ(read_table("1,2,3\n").problem().code(), "lab.few_points");
}

TEST(Playground, BlobsHaveAsManyClassesAsOneLikes) {
  Playground playground;
  playground.edit(R"({"data.set": "blobs", "data.classes": 7})");
  EXPECT_EQ(playground.state().classes.size(), 7u);
  playground.step("epoch", 2);
  EXPECT_EQ(code_of([&] { playground.edit(R"({"data.classes": 11})"); }), "lab.range");
  EXPECT_NE(playground.export_as("recipe").bytes.find("classes=7"), std::string::npos);
}

TEST(Playground, DrawsPointsByAFormula) {
  Playground playground;
  playground.draw_points("x2 - sin(x1)", false);
  EXPECT_EQ(playground.state().classes.size(), 2u);
  for (const PointRow& point : playground.settings().data.points)
    EXPECT_EQ(point[2], point[1] > float(std::sin(float(point[0])))) << point[0] << " " << point[1];
  playground.draw_points("x1*x2", true);
  EXPECT_TRUE(playground.state().classes.empty());
  EXPECT_EQ(code_of([&] { playground.draw_points("y", false); }), "recipe.formula.unknown");
  EXPECT_EQ(code_of([&] { playground.draw_points("log(x1)", false); }), "lab.formula.infinite");
  playground.edit(R"({"mode": "curve"})");
  playground.draw_points("x^2", false);
  for (const PointRow& point : playground.settings().data.points)
    EXPECT_NEAR(point[1], point[0] * point[0], 1e-4);
}

TEST(Playground, APointMoreLeavesTheOthersOnTheirSide) {
  Playground playground;
  Points before = make_points(playground.settings());
  std::vector<PointRow> rows;
  for (const Half* half : {&before.train, &before.test})
    for (std::int64_t i = 0; i < half->size(); ++i)
      rows.push_back({half->inputs.at(2 * i), half->inputs.at(2 * i + 1), half->targets.at(i)});
  rows.push_back({1, 1, 0});
  playground.set_points(rows);
  Points after = make_points(playground.settings());
  std::set<double> trained;
  for (std::int64_t i = 0; i < after.train.size(); ++i) trained.insert(after.train.inputs.at(2 * i));
  for (std::int64_t i = 0; i < before.train.size(); ++i)
    EXPECT_TRUE(trained.contains(before.train.inputs.at(2 * i)));
}

// As a brush does, which sends all that it has painted with every point.
TEST(Playground, APaintedStrokeIsTrainedOnByHalves) {
  Playground playground;
  Points before = make_points(playground.settings());
  std::vector<PointRow> rows;
  for (const Half* half : {&before.train, &before.test})
    for (std::int64_t i = 0; i < half->size(); ++i)
      rows.push_back({half->inputs.at(2 * i), half->inputs.at(2 * i + 1), double(half->targets.at(i))});
  for (int i = 0; i < 40; ++i) {
    rows.push_back({0.01 * i, 5.5, 1});
    playground.set_points(rows, i > 0);
  }
  Points after = make_points(playground.settings());
  std::set<std::pair<double, double>> trained;
  int painted = 0;
  for (std::int64_t i = 0; i < after.train.size(); ++i) {
    trained.emplace(after.train.inputs.at(2 * i), after.train.inputs.at(2 * i + 1));
    painted += after.train.inputs.at(2 * i + 1) == 5.5;
  }
  EXPECT_EQ(painted, 20);
  for (std::int64_t i = 0; i < before.train.size(); ++i)
    EXPECT_TRUE(trained.contains({before.train.inputs.at(2 * i), before.train.inputs.at(2 * i + 1)}));
  playground.undo();
  EXPECT_EQ(playground.settings().data.set, "circle") << "the stroke is one";
}

TEST(Playground, LabelsOfATableAreWordsOrNumbers) {
  Playground playground;
  for (const char* mixed :
       {"1,2,red\n2,3,7\n1,1,red\n2,2,blue\n1,3,red\n", "1,2,0.5\n2,3,nan\n1,1,0.1\n2,2,0.2\n1,3,1\n",
        "1,2,0.5\n2,3,\n1,1,0.1\n2,2,0.2\n1,3,1\n"})
    EXPECT_EQ(code_of([&] { playground.set_points_csv(mixed); }), "lab.csv.number") << mixed;
}

TEST(Playground, ARefusedEditLeavesAPlateauWhereItIs) {
  Playground playground;
  double rate = fallen_rate(playground);
  ASSERT_LT(rate, 0.3);
  EXPECT_EQ(code_of([&] { playground.edit(R"j({"features": ["log(x1)"]})j"); }), "lab.formula.infinite");
  playground.step("batch", 1);
  EXPECT_EQ(playground.picture({}).lr, rate);
}

TEST(Playground, ANormHasItsNumbers) {
  Playground playground;
  playground.edit(R"({"layers": [{"units": 3, "batch_norm": true}]})");
  playground.step("epoch", 5);
  EXPECT_EQ(playground.state().layers[1].parameters, 2 * 3 + 3 + 2 * 3);
  Probe probe = playground.probe(1, 2, 1);
  const ProbedLayer& layer = probe.layers.front();
  for (std::size_t j = 0; j < 3; ++j) {
    double normed =
        layer.factors[j] * (layer.sums[j] - layer.means[j]) / std::sqrt(layer.variances[j] + 1e-5) +
        layer.shifts[j];
    EXPECT_NEAR(normed, layer.normed[j], 1e-5);
    EXPECT_NEAR(std::tanh(normed), layer.outputs[j], 1e-5);
    double factor = layer.factors[j] / std::sqrt(layer.variances[j] + 1e-5);
    EXPECT_NEAR((1 - std::tanh(normed) * std::tanh(normed)) * factor, layer.slopes[j], 1e-4);
  }
  EXPECT_TRUE(probe.layers.back().normed.empty());
}

TEST(Playground, SchedulesCountEpochs) {
  Playground playground;
  auto rate = [&] { return playground.picture({}).lr; };
  playground.edit(R"({"schedule": {"name": "step", "step_size": 2, "gamma": 0.5}})");
  playground.step("epoch", 1);
  EXPECT_FLOAT_EQ(float(rate()), 0.03f);
  playground.step("epoch", 1);
  EXPECT_FLOAT_EQ(float(rate()), 0.015f);
  playground.edit(R"({"schedule": {"name": "multi_step", "milestones": [3, 5], "gamma": 0.1}})");
  playground.step("epoch", 1);
  EXPECT_FLOAT_EQ(float(rate()), 0.003f);
  playground.edit(R"({"schedule": {"name": "constant", "warmup_steps": 1000}})");
  EXPECT_LT(rate(), 0.03 * 75 / 999);
  EXPECT_GT(rate(), 0);
}

TEST(Playground, APlateauLowersTheRateAndIsReplayedToTheSameBits) {
  Playground playground;
  double rate = fallen_rate(playground);
  EXPECT_LT(rate, 0.3);
  std::string before = weights(playground);
  playground.step("epoch", -20);
  EXPECT_GE(playground.picture({}).lr, rate);
  playground.step("epoch", 20);
  EXPECT_EQ(playground.picture({}).lr, rate);
  EXPECT_EQ(weights(playground), before);
}

TEST(Playground, ModelsAreSettings) {
  Playground playground;
  EXPECT_EQ(playground.state().model, "network");
  playground.edit(R"({"model": "perceptron"})");
  EXPECT_EQ(playground.state().model, "perceptron");
  EXPECT_EQ(playground.settings().batch, 1);
  playground.step("epoch", 3);
  EXPECT_TRUE(playground.picture({}).test.accuracy);
  playground.edit(R"({"model": "polynomial"})");
  PlaygroundState polynomial = playground.state();
  EXPECT_EQ(polynomial.model, "polynomial");
  EXPECT_EQ(polynomial.degree, 3);
  EXPECT_EQ(polynomial.layers.front().units, 2 + 3 + 4);
  EXPECT_EQ(playground.settings().loss, "binary_cross_entropy_with_logits")
      << "the perceptron's went with it";
  EXPECT_EQ(playground.settings().batch, 10);
  playground.edit(R"({"degree": 4})");
  EXPECT_EQ(playground.state().degree, 4);
  EXPECT_EQ(code_of([&] { playground.edit(R"({"degree": 5})"); }), "lab.range");
  playground.edit(R"({"model": "linear"})");
  EXPECT_EQ(playground.state().model, "linear");
  playground.edit(R"({"mode": "curve"})");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"model": "perceptron"})"); }), "lab.model.classes");
  playground.edit(R"({"model": "polynomial", "degree": 9})");
  EXPECT_EQ(playground.state().degree, 9);
  playground.step("epoch", 5);
  EXPECT_TRUE(playground.picture({}).test.loss);
  EXPECT_EQ(code_of([&] { playground.edit(R"({"model": "percepton"})"); }), "lab.unknown_word");
  playground.edit(R"({"model": "linear"})");
  EXPECT_EQ(playground.settings().optimizer.name, "sgd") << "the polynomial's Adam went with it";
  Playground values;
  values.edit(R"({"model": "perceptron"})");
  values.edit(R"({"data.set": "plane"})");
  EXPECT_EQ(values.state().model, "linear");
  EXPECT_EQ(values.settings().batch, 10);
}

TEST(Playground, SaysWhatIsWrongAndLeavesAllAsItWas) {
  Playground playground;
  std::string before = format_settings(playground.settings());
  EXPECT_EQ(code_of([&] { playground.edit(R"({"optimizer.lr": -1})"); }), "recipe.range");
  try {
    playground.edit(R"({"optimizer.lr": -1})");
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().where, "optimizer.lr");
    EXPECT_EQ(render(*error.problem().hint, Language::french), "il faut un nombre fini, au moins 0");
  }
  EXPECT_EQ(code_of([&] { playground.edit(R"({"optimizer.lr": "fast"})"); }), "lab.type");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"optimiser.lr": 1})"); }), "lab.unknown_field");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"layers": [{"units": 0}]})"); }), "lab.range");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"layers": [{"activation": "tanhh"}]})"); }),
            "lab.unknown_word");
  EXPECT_EQ(code_of([&] { playground.edit(R"j({"features": ["x1", "sin(x3)"]})j"); }),
            "recipe.formula.unknown");
  EXPECT_EQ(code_of([&] { playground.edit(R"j({"features": ["log(x1)"]})j"); }), "lab.formula.infinite");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"loss": "cross_entropy"})"); }), "lab.loss");
  EXPECT_EQ(code_of([&] { playground.edit("nonsense"); }), "lab.json");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"layers": 5, "layers.units": 3})"); }), "lab.json");
  EXPECT_EQ(code_of([&] { playground.edit("{\"features\": [\"x1\\tx2\"]}"); }), "lab.formula");
  EXPECT_EQ(code_of([&] { playground.edit(R"({"schedule.name": "zigzag"})"); }), "lab.unknown_word");
  EXPECT_EQ(code_of([&] { playground.set_points({{1, 2}}); }), "lab.point");
  EXPECT_EQ(code_of([&] { playground.set_points({}); }), "lab.few_points");
  EXPECT_EQ(code_of([&] { playground.set_points_csv("a,b\nc,d\n"); }), "lab.csv.columns");
  EXPECT_EQ(code_of([&] { playground.set_points_csv("a,b,c\nsome,words,here\n"); }), "lab.csv.number");
  EXPECT_EQ(code_of([&] { playground.open("{}"); }), "lab.saved");
  EXPECT_EQ(code_of([&] { playground.go_to_branch(7); }), "lab.no_branch");
  EXPECT_EQ(code_of([&] { playground.set_weight("hidden1.weight", 99, 1); }), "lab.no_weight");
  EXPECT_EQ(format_settings(playground.settings()), before);
  playground.step("epoch", 1);
}

TEST(Playground, IsSavedAndOpened) {
  Playground playground;
  playground.edit(R"({"optimizer.name": "adam", "data.set": "spiral", "data.noise": 0.1})");
  playground.step("epoch", 4);
  playground.step("batch", 3);
  std::string saved = playground.save(), here = weights(playground);
  Playground other;
  other.open(saved);
  EXPECT_EQ(weights(other), here);
  playground.step("batch", 30);
  other.step("batch", 30);
  EXPECT_EQ(weights(other), weights(playground));
}

TEST(Playground, TakesATable) {
  Playground playground;
  playground.set_points_csv("x1;x2;kind\n1,5;2;red\n-1;0,5;blue\n2;2;red\n-2;-1;green\n0;0;blue\n1;1;red\n");
  EXPECT_EQ(playground.state().classes.size(), 3u);
  EXPECT_EQ(playground.settings().loss, "cross_entropy");
  playground.step("epoch", 2);
}

TEST(Playground, ProbeGivesTheSumsOfTheFormula) {
  Playground playground;
  Probe probe = playground.probe(1, -2, 1);
  Picture picture = playground.picture({});
  std::vector<float> w(8), b(4);
  std::memcpy(w.data(), blob(picture, "weight.1").bytes.data(), sizeof(float) * 8);
  std::memcpy(b.data(), blob(picture, "bias.1").bytes.data(), sizeof(float) * 4);
  for (std::size_t j = 0; j < 4; ++j) {
    double z = double(b[j]) + w[2 * j] * 1.0 + w[2 * j + 1] * -2.0;
    EXPECT_NEAR(probe.layers[0].sums[j], z, 1e-6);
    EXPECT_NEAR(probe.layers[0].outputs[j], std::tanh(z), 1e-6);
    EXPECT_NEAR(probe.layers[0].slopes[j], 1 - std::tanh(z) * std::tanh(z), 1e-5);
  }
  // dL/dz of the last: sigmoid(z) - y.
  double z = probe.layers.back().sums[0];
  EXPECT_NEAR(probe.layers.back().gradients[0], 1 / (1 + std::exp(-z)) - 1, 1e-6);
}

TEST(Playground, OpenedLateItGoesNoFurtherBackThanThat) {
  Playground playground;
  playground.step("batch", 40);
  std::string saved = playground.save();
  Playground other;
  other.open(saved);
  other.seek(0);
  EXPECT_EQ(other.picture({}).step, 40);
  EXPECT_EQ(other.picture({}).first, 40);
  other.step("epoch", -1);
  EXPECT_EQ(other.picture({}).step, 40);
}

TEST(Playground, UndoingAWeightKeepsWhatWasLearntSince) {
  Playground playground;
  playground.set_weight("hidden1.weight", 0, 3);
  playground.step("epoch", 5);
  std::string learnt = weights(playground);
  playground.undo();
  std::string undone = weights(playground);
  EXPECT_EQ(undone.substr(sizeof(float)), learnt.substr(sizeof(float)));
  EXPECT_NE(undone, learnt);
}

TEST(Playground, ALockOfALayerThatIsGoneIsNone) {
  Playground playground;
  playground.step("batch", 3);
  playground.edit(R"({"layers": [{"units": 4}, {"units": 2}, {"units": 3}]})");
  playground.lock("hidden3.weight", 5, true);
  playground.lock("hidden3.weight", 5, false);
  playground.seek(0);
  playground.undo();
  playground.step("batch", 3);
  EXPECT_TRUE(playground.state().locks.empty());
}

TEST(Playground, OwnPointsStayOnTheirSide) {
  Playground playground;
  std::vector<PointRow> points;
  for (int i = 0; i < 20; ++i) points.push_back({double(i), 0, double(i % 2)});
  playground.set_points(points);
  auto side = [&](const char* name) { return blob(playground.points_picture(), name).bytes; };
  std::string train = side("train"), test = side("test");
  std::vector<PointRow> more = playground.settings().data.points;
  more.push_back({7, 7, 1});
  playground.set_points(more);
  EXPECT_NE((side("train") + side("test")).size(), (train + test).size());
  EXPECT_NE(side("train").find(train), std::string::npos);
  EXPECT_NE(side("test").find(test), std::string::npos);
}

TEST(Playground, GoesBetweenPlaneAndCurveWithOwnPoints) {
  Playground playground;
  playground.set_points({{1, 2, 0}, {2, 1, 1}, {3, 1, 0}, {0, 1, 1}});
  playground.edit(R"({"mode": "curve"})");
  playground.set_points({{1, 2}, {2, 1}, {3, 1}, {0, 1}});
  playground.step("epoch", 1);
  playground.edit(R"({"data.set": "circle"})");
  playground.step("epoch", 1);
}

}  // namespace
}  // namespace percept::lab
