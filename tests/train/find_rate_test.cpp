#include "percept/train/find_rate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "stripes.hpp"

namespace percept::train {
namespace {

// The mean square of a line's errors: its curvature is 2 E[x x^T], x = (a, b, 1), whose largest eigenvalue is
// 3.0. Plain steps with a rate of more than 2 / 3.0 run away.
constexpr double kMostRate = 2 / 3.0;

Net one_layer() {
  auto net = std::make_shared<nn::Linear>(nn::LinearConfig{.out = 1});
  return [net](Value features) { return (*net)(features); };
}

TrainerConfig plain(double rate = 1) {
  TrainerConfig config = stripes_config();
  config.optimizer = std::make_shared<optim::Sgd>(optim::SgdConfig{.lr = rate});
  config.loss = [](Value output, Value target) { return nn::mean_squared_error(output, target); };
  return config;
}

TEST(FindRate, FindsARateThatLearns) {
  auto line = std::make_shared<Line>();
  RateSearch search = find_rate(one_layer(), line, plain());
  ASSERT_GE(search.rates.size(), 50u);
  EXPECT_NEAR(search.rates[0], 1e-6, 1e-12);
  for (std::size_t i = 1; i < search.rates.size(); ++i) EXPECT_GT(search.rates[i], search.rates[i - 1]);
  EXPECT_LT(search.rates.back(), 10) << "it ended where the loss ran away";
  EXPECT_LE(search.steepest, search.lowest);
  EXPECT_GT(search.steepest, kMostRate / 100);
  EXPECT_LT(search.steepest, kMostRate);
}

TEST(FindRate, EndsWhereTheNumbersEnd) {
  RateSearch search =
      find_rate(stripes_net(), stripes(200), stripes_config(), {.low = 1e-3, .high = 1e38, .steps = 40});
  EXPECT_LT(search.rates.size(), 40u);
  for (double loss : search.losses) EXPECT_TRUE(std::isfinite(loss));
}

}  // namespace
}  // namespace percept::train
