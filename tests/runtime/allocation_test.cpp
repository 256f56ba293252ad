// A plan's run allocates nothing. The operators new of this program count.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <set>

#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace {
std::atomic<std::int64_t> allocations = 0;

void* counted(std::size_t bytes, std::size_t alignment = 16) {
  ++allocations;
  if (void* memory = std::aligned_alloc(alignment, (std::max<std::size_t>(bytes, 1) + alignment - 1) / alignment * alignment))
    return memory;
  throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return counted(bytes, std::size_t(alignment)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace percept::proof {
namespace {

std::int64_t allocations_of(const std::function<void()>& f) {
  std::int64_t before = allocations;
  f();
  return allocations - before;
}

TEST(Allocation, TheCounterCounts) {
  EXPECT_GE(allocations_of([] { Tensor(DType::f32, {100}); }), 1);
}

// Reference kernels read their attributes anew at every run, which allocates; those of an MLP have none but sums.
TEST(Allocation, ARunOfFastKernelsAllocatesNothing) {
  for (const nn::Sequential& network : {mlp(), lenet()}) {
    ParameterStore store;
    Program program(store, training(network));
    Feeds first = formula_batch(8, 0), second = formula_batch(8, 1);
    Plan& plan = program.plan(first);
    plan.run(first), plan.run(second);  // libraries may set themselves up
    std::set<std::string> reference;
    for (const PlanStep& step : plan.steps())
      if (step.kernel == "reference") reference.insert(step.op);
    std::int64_t count = allocations_of([&] {
      for (int i = 0; i < 5; ++i) plan.run(i % 2 ? first : second);
    });
    std::string on_reference;
    for (const std::string& op : reference) on_reference += " " + op;
    EXPECT_EQ(count, 0) << "on reference kernels:" << on_reference;
  }
}

TEST(Allocation, ARunOfReferenceKernelsAllocatesNothing) {
  ParameterStore store;
  Program program(store, training(mlp()), {.plan = {.backend = Backend::reference}});
  Feeds batch = formula_batch(2, 0);
  Plan& plan = program.plan(batch);
  plan.run(batch);
  EXPECT_EQ(allocations_of([&] { plan.run(batch); }), 0);
}

}  // namespace
}  // namespace percept::proof
