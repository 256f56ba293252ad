// A plan's run allocates nothing of its own. The operators new of this program count, except for calls from
// oneDNN, which makes small objects in every execution.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>

#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace {
std::atomic<std::int64_t> allocations = 0;
std::atomic<bool> counting = false;

bool is_onednn(void* caller) {
  Dl_info info;
  return dladdr(caller, &info) && info.dli_fname && std::strstr(info.dli_fname, "libdnnl");
}

void* counted(void* caller, std::size_t bytes, std::size_t alignment = 16) {
  if (counting && !is_onednn(caller)) ++allocations;
  if (void* memory = std::aligned_alloc(
          alignment, (std::max<std::size_t>(bytes, 1) + alignment - 1) / alignment * alignment))
    return memory;
  throw std::bad_alloc();
}
}  // namespace

// std::stable_sort asks so; what comes from elsewhere must not be freed here.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept try {
  return counted(__builtin_return_address(0), bytes);
} catch (const std::bad_alloc&) {
  return nullptr;
}
void* operator new(std::size_t bytes) { return counted(__builtin_return_address(0), bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(__builtin_return_address(0), bytes, std::size_t(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace percept::proof {
namespace {

std::int64_t allocations_of(const std::function<void()>& f) {
  allocations = 0;
  counting = true;
  f();
  counting = false;
  return allocations;
}

TEST(Allocation, TheCounterCounts) {
  EXPECT_GE(allocations_of([] { Tensor(DType::f32, {100}); }), 1);
}

// Some reference kernels do allocate: those that read lists from their attributes, which the networks here do
// not use.
TEST(Allocation, ARunAllocatesNothing) {
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

}  // namespace
}  // namespace percept::proof
