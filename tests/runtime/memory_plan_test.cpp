// The arena: values that live at the same time never share bytes, and the others do.
#include "runtime/memory_plan.hpp"

#include <gtest/gtest.h>

#include "percept/base/random.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

std::vector<Lifetime> random_lifetimes(std::uint64_t seed) {
  RandomSequence random(RandomStream(seed, "lifetimes"));
  std::vector<Lifetime> lives(1 + random.below(60));
  for (Lifetime& life : lives) {
    life.bytes = random.below(5) == 0 ? 0 : 1 + random.below(5000);
    life.first = int(random.below(40));
    life.last = life.first + int(random.below(12));
  }
  return lives;
}

bool overlap(std::size_t a, std::size_t a_bytes, std::size_t b, std::size_t b_bytes) {
  return a < b + b_bytes && b < a + a_bytes;
}

TEST(MemoryPlan, NeverSharesBytesAmongTheLiving) {
  for (std::uint64_t seed = 0; seed < 500; ++seed)
    for (bool reuse : {true, false}) {
      std::vector<Lifetime> lives = random_lifetimes(seed);
      MemoryPlan plan = plan_memory(lives, reuse);
      ASSERT_EQ(plan.offsets.size(), lives.size());
      std::size_t most_at_once = 0;
      for (int step = 0; step < 60; ++step) {
        std::size_t alive = 0;
        for (const Lifetime& life : lives) alive += life.first <= step && step <= life.last ? life.bytes : 0;
        most_at_once = std::max(most_at_once, alive);
      }
      EXPECT_GE(plan.bytes, most_at_once);
      EXPECT_LE(plan.bytes, plan.unshared_bytes);
      if (!reuse) EXPECT_EQ(plan.bytes, plan.unshared_bytes);
      for (std::size_t i = 0; i < lives.size(); ++i) {
        EXPECT_EQ(plan.offsets[i] % 64, 0u);
        EXPECT_LE(plan.offsets[i] + lives[i].bytes, plan.bytes);
        for (std::size_t k = 0; k < i; ++k) {
          bool meet = !reuse || (lives[i].first <= lives[k].last && lives[k].first <= lives[i].last);
          if (meet && lives[i].bytes && lives[k].bytes)
            ASSERT_FALSE(overlap(plan.offsets[i], lives[i].bytes, plan.offsets[k], lives[k].bytes))
                << "seed " << seed << ": " << i << " and " << k;
        }
      }
    }
}

TEST(MemoryPlan, OfNothing) {
  EXPECT_EQ(plan_memory({}).bytes, 0u);
  EXPECT_EQ(plan_memory({{0, 0, 3}}).bytes, 0u);
}

TEST(MemoryPlan, AChainNeedsTwoBuffers) {
  std::vector<Lifetime> chain;
  for (int i = 0; i < 100; ++i) chain.push_back({1024, i, i + 1});
  EXPECT_EQ(plan_memory(chain).bytes, 2048u);
}

TEST(MemoryPlan, ATrainingStepTakesLessThanItsValues) {
  for (const nn::Sequential& network : {mlp(), lenet()}) {
    ParameterStore store;
    Program program(store, training(network));
    Plan& plan = program.plan(formula_batch(64, 0));
    EXPECT_LT(plan.arena_bytes(), plan.unshared_bytes());
  }
}

}  // namespace
}  // namespace percept::proof
