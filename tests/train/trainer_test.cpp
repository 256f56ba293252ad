#include "percept/train/trainer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "stripes.hpp"

namespace percept::train {
namespace {

TEST(Trainer, LearnsAndTellsInOrder) {
  ParameterStore store(3);
  Trainer trainer(store, stripes_net(), stripes(95), stripes(40, 2), stripes_config());
  std::string order;
  std::int64_t images = 0;
  trainer.listen([&](const Event& event) {
    order += "rsefi"[event.index()];
    if (auto* step = std::get_if<StepFinished>(&event)) images = step->images;
  });
  EXPECT_EQ(trainer.steps(), 30);
  Outcome outcome = trainer.run();
  EXPECT_EQ(images, 3 * 95);
  EXPECT_EQ(order,
            "r" + std::string(10, 's') + "e" + std::string(10, 's') + "e" + std::string(10, 's') + "ef");
  EXPECT_FALSE(outcome.interrupted);
  EXPECT_EQ(outcome.steps, 30);
  EXPECT_EQ(outcome.epochs, 3);
  ASSERT_TRUE(outcome.best);
  EXPECT_GT(outcome.best->test.accuracy, 0.9);
  EXPECT_EQ(outcome.parameters, 16 * 16 + 16 + 16 * 2 + 2);
  EXPECT_EQ(outcome.state, 0) << "what the optimiser keeps is no state of the model";
  EXPECT_GT(outcome.samples_per_second, 0);
}

TEST(Trainer, FeedsTheScheduledRate) {
  ParameterStore store;
  TrainerConfig config = stripes_config(0.5);
  config.epochs = 1;
  config.schedule = [](std::int64_t step, std::int64_t steps) { return 1 - double(step) / double(steps); };
  Trainer trainer(store, stripes_net(), stripes(40), stripes(10), config);
  std::vector<double> rates;
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) rates.push_back(step->lr);
  });
  trainer.run();
  EXPECT_EQ(rates, (std::vector<double>{0.5, 0.375, 0.25, 0.125}));
}

// The rate of each epoch, and what the plateau was to observe after it.
struct PlateauRun {
  std::vector<double> rates, losses, accuracies;
  PlateauRun(double lr, optim::PlateauConfig plateau) {
    ParameterStore store;
    TrainerConfig config = stripes_config(lr);
    config.epochs = 12;
    config.schedule = [](std::int64_t step, std::int64_t) { return step % 2 ? 0.5 : 1.0; };
    config.plateau = plateau;
    Trainer trainer(store, stripes_net(), stripes(10), stripes(30), config);
    trainer.listen([&](const Event& event) {
      if (auto* step = std::get_if<StepFinished>(&event)) rates.push_back(step->lr);
      if (auto* epoch = std::get_if<EpochFinished>(&event)) {
        losses.push_back(epoch->test.loss);
        accuracies.push_back(epoch->test.accuracy);
      }
    });
    trainer.run();
  }
};

TEST(Trainer, APlateauObservesTheTestExamplesAfterEveryEpoch) {
  for (bool maximize : {false, true}) {
    optim::PlateauConfig config = {
        .maximize = maximize, .factor = 0.5, .patience = 1, .threshold = 0.05, .relative = false};
    PlateauRun run(0.5, config);
    ASSERT_EQ(run.rates.size(), 12u) << "an epoch is one step";
    optim::Plateau plateau(config);
    for (std::size_t epoch = 0; epoch < run.rates.size(); ++epoch) {
      EXPECT_DOUBLE_EQ(run.rates[epoch], 0.5 * (epoch % 2 ? 0.5 : 1.0) * plateau.factor()) << epoch;
      plateau.observe(maximize ? run.accuracies[epoch] : run.losses[epoch]);
    }
    EXPECT_LT(run.rates.back(), 0.1) << "it never fell";
  }
}

TEST(Trainer, LeavesWhatIsFrozen) {
  ParameterStore store;
  TrainerConfig config = stripes_config();
  config.epochs = 1;
  config.freeze = {"1"};
  Trainer trainer(store, stripes_net(), stripes(40), stripes(10), config);
  auto before = weights_of(store);
  trainer.run();
  auto after = weights_of(store);
  for (const auto& [path, value] : before) {
    bool same = true;
    for (std::int64_t i = 0; i < value.size(); ++i) same &= value.at(i) == after.at(path).at(i);
    EXPECT_EQ(same, path.starts_with("1.")) << path;
  }
  config.freeze = {"first"};
  try {
    Trainer(store, stripes_net(), stripes(40), stripes(10), config);
    FAIL() << "a path of nothing";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "train.freeze");
  }
}

TEST(Trainer, SameSeedSameBits) {
  auto trained = [](std::uint64_t seed) {
    ParameterStore store(seed);
    TrainerConfig config = stripes_config();
    config.seed = seed;
    Trainer(store, stripes_net(), stripes(60), stripes(10), config).run();
    return weights_of(store);
  };
  auto first = trained(5), again = trained(5), other = trained(6);
  ASSERT_EQ(first.size(), 4u);
  bool differs = false;
  for (const auto& [path, tensor] : first) {
    EXPECT_EQ(std::memcmp(tensor.raw(), again.at(path).raw(), tensor.bytes()), 0) << path;
    differs |= std::memcmp(tensor.raw(), other.at(path).raw(), tensor.bytes()) != 0;
  }
  EXPECT_TRUE(differs);
}

TEST(Trainer, StopsAfterTheStepAtHand) {
  ParameterStore store;
  Trainer trainer(store, stripes_net(), stripes(95), stripes(10), stripes_config());
  std::atomic<bool> stop = false;
  bool interrupted = false;
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) stop = step->step == 13;
    if (auto* end = std::get_if<Interrupted>(&event)) interrupted = end->step == 13 && end->epoch == 2;
  });
  Outcome outcome = trainer.run(&stop);
  EXPECT_TRUE(outcome.interrupted);
  EXPECT_TRUE(interrupted);
  EXPECT_EQ(outcome.steps, 13);
  EXPECT_EQ(outcome.epochs, 1);
  EXPECT_TRUE(std::isfinite(outcome.train_loss));
}

TEST(Trainer, StopDuringTheVeryLastStepIsNoInterruption) {
  ParameterStore store;
  Trainer trainer(store, stripes_net(), stripes(95), stripes(10), stripes_config());
  std::atomic<bool> stop = false;
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) stop = step->step == 30;
  });
  EXPECT_FALSE(trainer.run(&stop).interrupted);
}

TEST(Trainer, NoEpochsEvaluateTheUntrainedNet) {
  ParameterStore store;
  TrainerConfig config = stripes_config();
  config.epochs = 0;
  Outcome outcome = Trainer(store, stripes_net(), stripes(20), stripes(10), config).run();
  ASSERT_TRUE(outcome.best);
  EXPECT_EQ(outcome.best->test.count, 10);
  EXPECT_EQ(outcome.steps, 0);
}

TEST(Trainer, ALossThatIsNoNumberNamesStepAndLayer) {
  ParameterStore store;
  Trainer trainer(store, stripes_net(), stripes(95), stripes(10), stripes_config(1e30));
  try {
    trainer.run();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    const Problem& problem = error.problem();
    EXPECT_EQ(problem.code(), "train.not_finite");
    std::string shown = render(problem, Language::english);
    EXPECT_NE(shown.find("at step "), shown.npos) << shown;
    EXPECT_NE(shown.find("no longer finite is '1.weight'"), shown.npos) << shown;
    EXPECT_NE(shown.find("learning rate, which was 1e+30"), shown.npos) << shown;
  }
}

TEST(Trainer, AMistakeInTheNetIsThrownBeforeAnythingIsDone) {
  ParameterStore store;
  auto net = std::make_shared<nn::Sequential>(nn::Linear({.out = 2}));  // of images: a flatten is missing
  EXPECT_THROW(Trainer(
                   store, [net](Value x) { return (*net)(x); }, stripes(20), stripes(10), stripes_config()),
               Error);
}

TEST(Weights, AveragedOnesStandInForThoseThatHaveAnAverage) {
  ParameterStore store(5);
  TrainerConfig config = stripes_config();
  config.minimize = [](Value loss) { optim::Sgd({.momentum = 0.9}).minimize(loss, {.ema = 0.9}); };
  Trainer(store, stripes_net(), stripes(60), stripes(10), config).run();
  store.ensure({.path = "running", .type = {DType::f32, {2}}, .trainable = false});
  auto weights = weights_of(store), averaged = averaged_weights(store);
  ASSERT_EQ(weights.size(), 5u);
  ASSERT_EQ(averaged.size(), 5u);
  for (const auto& [path, value] : averaged) {
    bool learnt = path != "running";
    const Tensor& wanted = learnt ? store.find("optim.ema." + path)->value : weights.at(path);
    EXPECT_EQ(std::memcmp(value.raw(), wanted.raw(), value.bytes()), 0) << path;
    EXPECT_EQ(std::memcmp(value.raw(), weights.at(path).raw(), value.bytes()) != 0, learnt) << path;
  }
}

TEST(Evaluator, CountsByHand) {
  ParameterStore store;
  // Logits that are the first two pixels of the image: class 1 where the second is the brighter.
  data::Examples examples{Tensor::from<std::uint8_t>({3, 1, 1, 2}, {0, 255, 255, 0, 0, 255}),
                          Tensor::from<std::int64_t>({3}, {1, 0, 0})};
  data::DatasetPtr dataset = data::in_memory("pairs", std::move(examples), {"a", "b"});
  auto net = std::make_shared<nn::Sequential>(nn::Flatten());
  Evaluator evaluator(
      store, [net](Value x) { return (*net)(x); }, stripes_config().loss);
  Evaluation result =
      evaluator.evaluate(dataset, std::nullopt, 2);  // batches of 2 and 1 weigh as they are large
  EXPECT_EQ(result.count, 3);
  EXPECT_DOUBLE_EQ(result.accuracy, 2.0 / 3);
  EXPECT_EQ(result.confusion.at(0, 1), 1);
  double right = std::log(1 + std::exp(-1.0));
  EXPECT_NEAR(result.loss, (2 * right + right + 1) / 3, 1e-6);
}

}  // namespace
}  // namespace percept::train
