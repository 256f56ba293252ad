// The models as trainings: exact figures on MNIST (papers.md 2.1), where $PERCEPT_DATA holds it, and what
// holds of each on data of its own.
#include "percept/classic/models.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "percept/base/threads.hpp"
#include "percept/data/spec.hpp"
#include "percept/runtime/program.hpp"

namespace percept::classic {
namespace {

using Tensors = std::map<std::string, Tensor>;

struct Learnt {
  ParameterStore store;
  train::Outcome outcome;
  std::vector<train::EpochFinished> epochs;

  Learnt(AnyConfig model, train::DataSets data, std::int64_t epochs_to_go = 1) {
    train::TrainerConfig config;
    config.epochs = epochs_to_go;
    settle_numbers(model, data.train, config.loader);
    auto training = make_training(model, store, std::move(data), config);
    training->listen([this](const train::Event& event) {
      if (auto* epoch = std::get_if<train::EpochFinished>(&event)) epochs.push_back(*epoch);
    });
    outcome = training->run();
  }
  std::vector<double> numbers(const std::string& path) const {
    std::vector<double> numbers;
    const Tensor& tensor = store.find(path)->value;
    for (std::int64_t i = 0; i < tensor.size(); ++i) numbers.push_back(tensor.at(i));
    return numbers;
  }
  std::vector<double> mistakes() const {
    std::vector<double> all;
    for (const train::EpochFinished& epoch : epochs) all.push_back(epoch.train_figures.at("mistakes"));
    return all;
  }
};

data::DatasetPtr points(const std::vector<std::vector<float>>& rows, const std::vector<std::int64_t>& labels,
                        std::vector<std::string> classes) {
  Tensor features(DType::f32, {std::int64_t(rows.size()), std::int64_t(rows[0].size())});
  Tensor label(DType::i64, {std::int64_t(rows.size())});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      features.set(std::int64_t(i * rows[i].size() + j), rows[i][j]);
    label.set(std::int64_t(i), double(labels[i]));
  }
  return data::in_memory("points", {{"features", features}, {"label", label}}, std::move(classes));
}

data::DatasetPtr corners(std::vector<std::int64_t> labels) {
  return points({{0, 0}, {0, 1}, {1, 0}, {1, 1}}, labels, {"no", "yes"});
}

TEST(PerceptronModel, LearnsAndEndsWhereNothingIsWrong) {
  data::DatasetPtr data = corners({0, 0, 0, 1});
  Learnt learnt(PerceptronConfig(), {data, data}, 50);
  EXPECT_EQ(learnt.mistakes(), (std::vector<double>{1, 3, 3, 2, 1, 0}));
  EXPECT_TRUE(learnt.outcome.early);
  EXPECT_EQ(learnt.outcome.test->accuracy, 1);
  EXPECT_EQ(learnt.outcome.test->loss, 0);
  EXPECT_EQ(learnt.numbers("response.weight"), (std::vector<double>{2, 1}));
  EXPECT_EQ(learnt.numbers("response.bias"), (std::vector<double>{-2}));
  const std::map<std::string, double>& figures = learnt.outcome.train_figures;
  EXPECT_EQ(figures.at("all_mistakes"), 10);
  EXPECT_GE(figures.at("most_mistakes"), 51 - 1e-9) << "no margin is wider";
  EXPECT_LT(figures.at("most_mistakes"), 53);
}

TEST(PerceptronModel, NeverLearnsXor) {
  data::DatasetPtr data = corners({0, 1, 1, 0});
  Learnt learnt(PerceptronConfig(), {data, data}, 200);
  std::vector<double> wanted(200, 4);
  wanted[0] = 2, wanted[1] = 3;
  EXPECT_EQ(learnt.mistakes(), wanted);
  EXPECT_FALSE(learnt.outcome.early);
  EXPECT_FALSE(learnt.outcome.train_figures.contains("most_mistakes"));
}

TEST(PerceptronModel, GoesOnFromAnyStepToTheSameNumbers) {
  data::DatasetPtr data = data::open("digits:test").value();  // 4,000: four steps an epoch
  AnyConfig model = PerceptronConfig{.shuffle = true, .numbers = kBytes};
  train::TrainerConfig config;
  config.epochs = 2;
  ParameterStore whole_store;
  auto whole = make_training(model, whole_store, {data, data}, config);
  train::Outcome wanted = whole->run();
  for (std::int64_t at : {1, 4, 6}) {
    ParameterStore first_store, second_store;
    auto first = make_training(model, first_store, {data, data}, config);
    std::atomic<bool> stop = false;
    first->listen([&](const train::Event& event) {
      if (auto* step = std::get_if<train::StepFinished>(&event)) stop = step->step == at;
    });
    EXPECT_TRUE(first->run(&stop).interrupted);
    auto second = make_training(model, second_store, {data, data}, config);
    second->restore(first->state());
    train::Outcome outcome = second->run();
    EXPECT_EQ(outcome.train_figures, wanted.train_figures) << at;
    EXPECT_EQ(outcome.test->accuracy, wanted.test->accuracy) << at;
    for (const auto& [path, tensor] : whole->weights()) {
      Tensor other = second->weights().at(path);
      EXPECT_TRUE(std::equal(tensor.raw(), tensor.raw() + tensor.bytes(), other.raw())) << path;
    }
  }
}

TEST(NearestMeanModel, LearnsTheDecksColours) {
  data::DatasetPtr data =
      points({{5, 8}, {7, 9}, {6, 10}, {3, 7}, {3, 1}}, {0, 0, 0, 1, 2}, {"red", "blue", "green"});
  data::DatasetPtr asked = points({{5, 2}}, {2}, {"red", "blue", "green"});
  Learnt learnt(NearestMeanConfig(), {data, asked});
  EXPECT_EQ(learnt.numbers("mean.weight"), (std::vector<double>{6, 9, 3, 7, 3, 1}));
  EXPECT_EQ(learnt.outcome.test->accuracy, 1);
  EXPECT_TRUE(std::isnan(learnt.outcome.train_loss)) << "nothing was said while it learnt";
}

TEST(NearestMeanModel, AnEmptyClassIsToldByName) {
  data::DatasetPtr data = points({{5, 8}, {3, 1}}, {0, 2}, {"red", "blue", "green"});
  try {
    Learnt learnt(NearestMeanConfig(), {data, data});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("'blue'"), std::string::npos);
  }
}

/// The share of votes of each class for one point.
std::vector<double> votes(std::int64_t k, data::DatasetPtr data, std::vector<float> x) {
  AnyConfig model = NeighboursConfig{.k = k};
  Learnt learnt(model, {data, data});
  settle_numbers(model, data, {});
  auto net = make_net(model, std::int64_t(data->classes().size()), data->size());
  Program program =
      Program::inference(learnt.store, [&](Graph& graph) { graph.fetch("y", net(graph.feed("x"))); });
  Tensor example(DType::f32, {1, std::int64_t(x.size())});
  std::copy(x.begin(), x.end(), example.data<float>().begin());
  std::vector<double> shares;
  const Tensor& said = program.run({{"x", example}})["y"];
  for (std::int64_t i = 0; i < said.size(); ++i) shares.push_back(std::exp(said.at(i)));
  return shares;
}

TEST(NeighboursModel, OfEquallyNearOnesTheEarlierCounts) {
  data::DatasetPtr data = points({{1, 0}, {-1, 0}, {0, 1}, {0, -1}}, {2, 0, 1, 1}, {"a", "b", "c"});
  EXPECT_EQ(votes(1, data, {0, 0}), (std::vector<double>{0, 0, 1}));
  std::vector<double> two = votes(2, data, {0, 0});
  EXPECT_NEAR(two[0], 0.5, 1e-6);
  EXPECT_EQ(two[1], 0);
  EXPECT_NEAR(two[2], 0.5, 1e-6);
}

TEST(NeighboursModel, OfEqualVotesTheFirstClassAnswers) {
  data::DatasetPtr data = points({{1, 0}, {-2, 0}}, {1, 0}, {"far", "near"});
  data::DatasetPtr asked = points({{0, 0}}, {0}, {"far", "near"});
  EXPECT_EQ(Learnt(NeighboursConfig{.k = 2}, {data, asked}).outcome.test->accuracy, 1);
  EXPECT_EQ(Learnt(NeighboursConfig{.k = 1}, {data, asked}).outcome.test->accuracy, 0);
}

TEST(NeighboursModel, EveryExampleIsItsOwnNearest) {
  data::DatasetPtr data = data::take(data::open("digits:test").value(), 1500);
  EXPECT_EQ(Learnt(NeighboursConfig{.k = 1}, {data, data}).outcome.test->accuracy, 1);
}

TEST(Numbers, AreWhatTheExamplesAre) {
  auto settled = [](AnyConfig model, const data::DatasetPtr& data) {
    settle_numbers(model, data, {});
    return std::get<PerceptronConfig>(model).numbers;
  };
  data::DatasetPtr digits = data::take(data::open("digits:test").value(), 20);
  EXPECT_EQ(settled(PerceptronConfig(), digits), kBytes);
  EXPECT_EQ(settled(PerceptronConfig(), corners({0, 1, 1, 0})), kWhole);
  EXPECT_EQ(settled(PerceptronConfig(), points({{0.3f}, {1}}, {0, 1}, {"a", "b"})), kReal);
  EXPECT_EQ(settled(PerceptronConfig(), points({{1e9f}, {1}}, {0, 1}, {"a", "b"})), kReal);
  EXPECT_EQ(settled(PerceptronConfig{.numbers = kReal}, digits), kReal);
  EXPECT_THROW(settled(PerceptronConfig{.numbers = kWhole}, digits), Error);
}

TEST(MarkOne, RefusesWhatItsPhotocellsCannotSee) {
  data::DatasetPtr data = corners({0, 0, 0, 1});
  EXPECT_THROW(Learnt(MarkOneConfig(), {data, data}), Error);
}

TEST(MarkOne, TellsNoughtsFromOnesAndMoreUnitsTellMore) {
  auto zero_or_one = [](const char* spec) {
    return data::pick_classes(data::open(spec).value(), {"0", "1"}).value();
  };
  train::DataSets two = {zero_or_one("digits:train"), zero_or_one("digits:test")};
  EXPECT_GE(Learnt(MarkOneConfig(), two, 5).outcome.best->accuracy, 0.98);
  data::DatasetPtr all = data::take(data::open("digits:train").value(), 4000),
                   asked = data::take(data::open("digits:test").value(), 1000);
  std::vector<double> right;
  for (std::int64_t units : {8, 64, 512})
    right.push_back(Learnt(MarkOneConfig{.units = units}, {all, asked}, 3).outcome.test->accuracy);
  EXPECT_LT(right[0] + 0.1, right[1]);
  EXPECT_LT(right[1] + 0.05, right[2]);
}

class RealMnist : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PERCEPT_DATA");
    if (!folder) GTEST_SKIP() << "PERCEPT_DATA is not set: no real MNIST to read";
    if (!std::filesystem::exists(std::string(folder) + "/mnist"))
      GTEST_SKIP() << folder << " has no folder mnist";
    mnist = {data::open("mnist").value(), data::open("mnist:test").value()};
  }
  train::DataSets mnist;
};

double absolute_sum(const std::vector<double>& numbers, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::fabs(numbers[i]);
  return sum;
}

TEST_F(RealMnist, ThePerceptronMakesExactlyTheseMistakes) {
  Learnt one(PerceptronConfig(), mnist, 1), two(PerceptronConfig(), mnist, 2);
  EXPECT_EQ(two.mistakes(), (std::vector<double>{8783, 7434}));
  EXPECT_EQ(two.epochs[0].evaluation.confusion.right(), 8542);
  EXPECT_EQ(two.epochs[1].evaluation.confusion.right(), 8820);
  EXPECT_EQ(absolute_sum(one.numbers("response.weight"), 784), 746963);
  EXPECT_EQ(absolute_sum(two.numbers("response.weight"), 784), 917311);
  EXPECT_EQ(one.numbers("response.bias"),
            (std::vector<double>{-44, 26, 39, -29, -8, 219, -21, 71, -209, -44}));
  EXPECT_EQ(two.numbers("response.bias"),
            (std::vector<double>{-84, 45, 68, -55, 1, 402, -36, 121, -386, -76}));
}

TEST_F(RealMnist, OneThreadMakesTheSameMistakes) {
  int before = thread_count();
  set_thread_count(1);
  Learnt learnt(PerceptronConfig(), mnist, 1);
  set_thread_count(before);
  EXPECT_EQ(learnt.mistakes(), std::vector<double>{8783});
  EXPECT_EQ(learnt.epochs[0].evaluation.confusion.right(), 8542);
}

TEST_F(RealMnist, TheMarkOneTellsNoughtsFromOnes) {
  auto two = [](const data::DatasetPtr& set) { return data::pick_classes(set, {"0", "1"}).value(); };
  EXPECT_GE(Learnt(MarkOneConfig(), {two(mnist.train), two(mnist.test)}, 5).outcome.test->accuracy, 0.98);
}

TEST_F(RealMnist, TheNearestMeanIsRightSoOften) {
  Learnt learnt(NearestMeanConfig(), mnist);
  const metrics::ConfusionMatrix& confusion = learnt.epochs[0].evaluation.confusion;
  EXPECT_EQ(confusion.right(), 8203);
  std::vector<std::int64_t> right;
  for (std::int64_t label = 0; label < 10; ++label) right.push_back(confusion.at(label, label));
  EXPECT_EQ(right, (std::vector<std::int64_t>{878, 1092, 781, 814, 811, 612, 827, 856, 718, 814}));
}

TEST_F(RealMnist, ThreeNeighboursAreRightSoOften) {
  Learnt learnt(NeighboursConfig{.k = 3}, mnist);
  EXPECT_EQ(learnt.epochs[0].evaluation.confusion.right(), 9705);
}

}  // namespace
}  // namespace percept::classic
