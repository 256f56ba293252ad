// Schedules against PyTorch's lr_scheduler (tests/golden/schedules.json).
#include <gtest/gtest.h>

#include <set>

#include "optim/golden.hpp"
#include "percept/optim/schedule.hpp"

namespace percept::optim {
namespace {

std::map<std::string, Schedule> schedules() {
  return {
      {"constant", ConstantSchedule{.factor = 0.5, .total_iters = 7}},
      {"step", StepSchedule{.step_size = 7, .gamma = 0.3}},
      {"multi_step", MultiStepSchedule{.milestones = {3, 10, 11}, .gamma = 0.5}},
      {"exponential", ExponentialSchedule{.gamma = 0.9}},
      {"polynomial", PolynomialSchedule{.total_iters = 20, .power = 2}},
      {"linear", LinearSchedule{.start_factor = 0.25, .end_factor = 0.75, .total_iters = 8}},
      {"cosine", CosineSchedule{.t_max = 30, .eta_min = 0.05}},
      {"cosine_restarts", CosineRestartsSchedule{.t_0 = 4, .t_mult = 2, .eta_min = 0.1}},
      {"cosine_restarts, equal", CosineRestartsSchedule{.t_0 = 5}},
      {"one_cycle", OneCycleSchedule{.total_steps = 30}},
      {"one_cycle, linear", OneCycleSchedule{.total_steps = 30, .pct_start = 0.4, .anneal = "linear"}},
      {"one_cycle, three_phase", OneCycleSchedule{.total_steps = 30, .div_factor = 10, .three_phase = true}},
      {"noam", NoamSchedule{.model_size = 64, .warmup = 9}},
      {"warm_up", warm_up(6, ExponentialSchedule{.gamma = 0.8}, 0.1)},
      {"sequence",
       sequence({ConstantSchedule{.factor = 0.1, .total_iters = 100},
                 LinearSchedule{.start_factor = 0.5, .total_iters = 4}, ExponentialSchedule{.gamma = 0.7}},
                {5, 12})},
  };
}

TEST(Schedules, AreThoseOfPyTorch) {
  nlohmann::json expected = golden()["schedules"];
  std::set<std::string> known, written;
  for (const auto& [name, schedule] : schedules()) {
    known.insert(name);
    ASSERT_TRUE(expected.contains(name)) << name;
    for (std::size_t step = 0; step < expected[name].size(); ++step)
      EXPECT_NEAR(schedule(std::int64_t(step)), expected[name][step].get<double>(), 1e-12)
          << name << ", " << step;
    EXPECT_EQ(expected[name].size(), 30u);
  }
  for (const auto& [name, values] : expected.items()) written.insert(name);
  EXPECT_EQ(known, written);
}

TEST(Schedules, PlateauIsThatOfPyTorch) {
  std::map<std::string, PlateauConfig> configs = {
      {"min", {.factor = 0.5, .patience = 2}},
      {"max", {.maximize = true, .factor = 0.5, .patience = 1, .threshold = 0.01, .cooldown = 2}},
      {"absolute", {.factor = 0.1, .patience = 0, .threshold = 0.05, .relative = false, .least = 0.02}},
  };
  std::set<std::string> written;
  for (const auto& [name, golden] : golden()["plateaus"].items()) {
    written.insert(name);
    ASSERT_TRUE(configs.count(name)) << name;
    Plateau plateau(configs[name]);
    std::vector<double> metrics = golden["metrics"], factors = golden["factors"];
    for (std::size_t i = 0; i < metrics.size(); ++i)
      EXPECT_NEAR(plateau.observe(metrics[i]), factors[i], 1e-12) << name << ", " << i;
    EXPECT_LT(plateau.factor(), 1) << name << ": it never fell";
  }
  EXPECT_EQ(written.size(), configs.size());
}

}  // namespace
}  // namespace percept::optim
