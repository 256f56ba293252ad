#include "percept/train/trainer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "stripes.hpp"

namespace percept::train {
namespace {

TEST(Trainer, LearnsAndTellsInOrder) {
  ParameterStore store(3);
  Trainer trainer(store, stripes_net(), {stripes(95), stripes(40, 2)}, stripes_config());
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
  EXPECT_GT(outcome.best->accuracy, 0.9);
  EXPECT_EQ(outcome.parameters, 16 * 16 + 16 + 16 * 2 + 2);
  EXPECT_EQ(outcome.state, 0) << "what the optimiser keeps is no state of the model";
  EXPECT_GT(outcome.samples_per_second, 0);
}

TEST(Trainer, FeedsTheScheduledRate) {
  ParameterStore store;
  TrainerConfig config = stripes_config(0.5);
  config.epochs = 1;
  config.schedule = [](std::int64_t step, std::int64_t steps) { return 1 - double(step) / double(steps); };
  Trainer trainer(store, stripes_net(), {stripes(40), stripes(10)}, config);
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
    Trainer trainer(store, stripes_net(), {stripes(10), stripes(30)}, config);
    trainer.listen([&](const Event& event) {
      if (auto* step = std::get_if<StepFinished>(&event)) rates.push_back(step->lr);
      if (auto* epoch = std::get_if<EpochFinished>(&event)) {
        losses.push_back(epoch->evaluation.loss);
        accuracies.push_back(epoch->evaluation.accuracy);
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
  Trainer trainer(store, stripes_net(), {stripes(40), stripes(10)}, config);
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
    Trainer(store, stripes_net(), {stripes(40), stripes(10)}, config);
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
    Trainer(store, stripes_net(), {stripes(60), stripes(10)}, config).run();
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
  Trainer trainer(store, stripes_net(), {stripes(95), stripes(10)}, stripes_config());
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
  Trainer trainer(store, stripes_net(), {stripes(95), stripes(10)}, stripes_config());
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
  Outcome outcome = Trainer(store, stripes_net(), {stripes(20), stripes(10)}, config).run();
  ASSERT_TRUE(outcome.best);
  EXPECT_GT(outcome.best->loss, 0);
  EXPECT_EQ(outcome.steps, 0);
}

TEST(Trainer, ALossThatIsNoNumberNamesStepAndLayer) {
  ParameterStore store;
  Trainer trainer(store, stripes_net(), {stripes(95), stripes(10)}, stripes_config(1e30));
  try {
    trainer.run();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    const Problem& problem = error.problem();
    EXPECT_EQ(problem.code(), "train.not_finite");
    std::string shown = render(problem, Language::english);
    EXPECT_NE(shown.find("at step "), shown.npos) << shown;
    EXPECT_NE(shown.find("f32[10, 2] of '3/linear'"), shown.npos) << shown;
    for (const auto& [path, value] : weights_of(store))
      for (std::int64_t i = 0; i < value.size(); ++i) ASSERT_TRUE(std::isfinite(value.at(i))) << path;
    EXPECT_NE(shown.find("learning rate, which was 1e+30"), shown.npos) << shown;
  }
}

TEST(Trainer, AMistakeInTheNetIsThrownBeforeAnythingIsDone) {
  ParameterStore store;
  auto net = std::make_shared<nn::Sequential>(nn::Linear({.out = 2}));  // of images: a flatten is missing
  EXPECT_THROW(Trainer(
                   store, [net](Value x) { return (*net)(x); }, {stripes(20), stripes(10)}, stripes_config()),
               Error);
}

TEST(Trainer, GatheredGradientsMakeTheStepOfOneLargeBatch) {
  auto trained = [](std::int64_t batch, std::int64_t accumulate) {
    ParameterStore store(2);
    TrainerConfig config = stripes_config();
    config.loader.batch = batch;
    config.accumulate = accumulate;
    Trainer trainer(store, stripes_net(), {stripes(95), stripes(10)}, config);
    EXPECT_EQ(trainer.steps(), 3 * 4);
    std::vector<double> losses;
    trainer.listen([&](const Event& event) {
      if (auto* step = std::get_if<StepFinished>(&event)) losses.push_back(step->loss);
    });
    trainer.run();
    auto weights = weights_of(store);
    return std::pair(losses, weights);
  };
  auto [losses, weights] = trained(30, 1);
  auto [gathered_losses, gathered] = trained(10, 3);  // the last step has 5 examples either way
  ASSERT_EQ(losses.size(), gathered_losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) EXPECT_NEAR(losses[i], gathered_losses[i], 1e-5) << i;
  for (const auto& [path, value] : weights)
    for (std::int64_t i = 0; i < value.size(); ++i)
      EXPECT_NEAR(value.at(i), gathered.at(path).at(i), 1e-5) << path;
}

TEST(Trainer, EvaluatesAveragedWeightsWhereThereAreSome) {
  ParameterStore store(2);
  TrainerConfig config = stripes_config();
  config.update.ema = 0.999;
  config.epochs = 1;
  Trainer trainer(store, stripes_net(), {stripes(95), stripes(40, 2)}, config);
  Outcome outcome = trainer.run();
  auto loss_with = [&](const std::map<std::string, Tensor>& weights) {
    ParameterStore other;
    for (const auto& [path, value] : weights) {
      other.ensure({.path = path, .type = {value.dtype(), value.shape()}});
      other.set(path, value);
    }
    return Evaluator(other, stripes_net(), config.loss).evaluate(stripes(40, 2)).loss;
  };
  EXPECT_EQ(outcome.last->loss, loss_with(averaged_weights(store)));
  EXPECT_NE(outcome.last->loss, loss_with(weights_of(store)));
  EXPECT_EQ(loss_with(trainer.weights()), outcome.last->loss);
}

TEST(Trainer, PatienceEndsARunThatGetsNoBetter) {
  ParameterStore store(2);
  TrainerConfig config = stripes_config(0);  // nothing is learnt
  config.epochs = 50;
  config.patience = 3;
  config.watch = "loss";
  Trainer trainer(store, stripes_net(), {stripes(30), stripes(40, 2)}, config);
  bool early = false;
  trainer.listen([&](const Event& event) {
    if (auto* end = std::get_if<RunFinished>(&event)) early = end->early;
  });
  Outcome outcome = trainer.run();
  EXPECT_EQ(outcome.epochs, 4) << "the first and three that were no better";
  EXPECT_TRUE(outcome.early && early);
  EXPECT_FALSE(outcome.interrupted);
  EXPECT_EQ(outcome.best->epoch, 1);
}

TEST(Trainer, HeldOutExamplesSayWhatIsBestAndTheTestSetIsReadAtTheEnd) {
  ParameterStore store(2);
  Trainer trainer(store, stripes_net(), {stripes(60), stripes(50, 2), stripes(40, 3)}, stripes_config());
  std::vector<std::int64_t> counts;
  std::int64_t tested = 0;
  trainer.listen([&](const Event& event) {
    if (auto* epoch = std::get_if<EpochFinished>(&event)) {
      EXPECT_EQ(epoch->split, "val");
      counts.push_back(epoch->evaluation.count);
    }
    if (auto* end = std::get_if<RunFinished>(&event)) tested = end->test->count;
  });
  Outcome outcome = trainer.run();
  EXPECT_EQ(counts, (std::vector<std::int64_t>{40, 40, 40}));
  EXPECT_EQ(tested, 50);
  EXPECT_NE(outcome.test->loss, outcome.last->loss);
}

TEST(Trainer, MeasuresWhatIsAskedFor) {
  ParameterStore store(2);
  TrainerConfig config = stripes_config();
  config.metrics = {"f1", "auroc"};
  config.gradient_norms = true;
  Trainer trainer(store, stripes_net(), {stripes(60), stripes(50, 2)}, config);
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) EXPECT_GT(step->gradient_norm.value(), 0);
    if (auto* epoch = std::get_if<EpochFinished>(&event)) {
      double sum = 0;
      for (const auto& [path, norm] : epoch->gradient_norms) sum += norm * norm;
      EXPECT_EQ(epoch->gradient_norms.size(), 4u);
      EXPECT_GT(sum, 0);
      EXPECT_DOUBLE_EQ(epoch->score.metrics.at("f1"),
                       epoch->evaluation.confusion.f_beta(metrics::Average::macro));
      EXPECT_GT(epoch->score.metrics.at("auroc"), 0.5);
    }
  });
  trainer.run();
  config.metrics = {"f2"};
  EXPECT_THROW(Trainer(store, stripes_net(), {stripes(60), stripes(50, 2)}, config), Error);
  config.metrics = {"mae"};
  EXPECT_THROW(Trainer(store, stripes_net(), {stripes(60), stripes(50, 2)}, config), Error) << "of numbers";
}

TEST(Trainer, MeasuringGradientsChangesNoBits) {
  auto trained = [](bool norms) {
    ParameterStore store(2);
    TrainerConfig config = stripes_config();
    config.gradient_norms = norms;
    Trainer(store, stripes_net(), {stripes(60), stripes(10)}, config).run();
    return weights_of(store);
  };
  auto without = trained(false), with = trained(true);
  for (const auto& [path, tensor] : without)
    EXPECT_EQ(std::memcmp(tensor.raw(), with.at(path).raw(), tensor.bytes()), 0) << path;
}

TEST(Trainer, AVisitorSetsTheRateOfTheStepsToCome) {
  ParameterStore store;
  Trainer trainer(store, stripes_net(), {stripes(50), stripes(10)}, stripes_config(0.5));
  std::vector<double> rates;
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) rates.push_back(step->lr);
  });
  trainer.visit([&] {
    if (trainer.progress().step == 2) trainer.set_rate("lr", 0.125);
  });
  trainer.run();
  EXPECT_EQ(rates[1], 0.5);
  EXPECT_EQ(rates[2], 0.125);
  EXPECT_EQ(rates.back(), 0.125);
}

TEST(Trainer, LearnsNumbers) {
  ParameterStore store;
  TrainerConfig config = stripes_config(0.1);
  config.epochs = 60;
  config.metrics = {"mae", "r2"};
  config.loss = [](Value output, Value target) { return nn::mean_squared_error(output, target); };
  auto net = std::make_shared<nn::Linear>(nn::LinearConfig{.out = 1});
  data::DatasetPtr line = std::make_shared<Line>();
  Outcome outcome = Trainer(
                        store, [net](Value x) { return (*net)(x); }, {line, line}, config)
                        .run();
  EXPECT_LT(outcome.last->loss, 1e-3);
  EXPECT_TRUE(std::isnan(outcome.last->accuracy));
  EXPECT_GT(outcome.last->metrics.at("r2"), 0.99);
  EXPECT_LE(outcome.best->loss, outcome.last->loss) << "the smallest loss is the best";
}

TEST(Weights, AveragedOnesStandInForThoseThatHaveAnAverage) {
  ParameterStore store(5);
  TrainerConfig config = stripes_config();
  config.update.ema = 0.9;
  Trainer(store, stripes_net(), {stripes(60), stripes(10)}, config).run();
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
