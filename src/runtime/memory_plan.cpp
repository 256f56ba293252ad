#include "memory_plan.hpp"

#include <algorithm>
#include <numeric>

namespace percept {
namespace {

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

MemoryPlan plan_memory(const std::vector<Lifetime>& lives, bool reuse) {
  MemoryPlan plan{.offsets = std::vector<std::size_t>(lives.size())};
  std::vector<std::size_t> order(lives.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return lives[a].bytes > lives[b].bytes; });

  std::vector<std::size_t> placed;  // by offset
  for (std::size_t i : order) {
    std::size_t size = aligned(lives[i].bytes), offset = 0;
    for (std::size_t other : placed) {
      bool meet = !reuse || (lives[other].first <= lives[i].last && lives[i].first <= lives[other].last);
      if (!meet) continue;
      if (offset + size <= plan.offsets[other]) break;  // fits into the gap before it
      offset = std::max(offset, plan.offsets[other] + aligned(lives[other].bytes));
    }
    plan.offsets[i] = offset;
    plan.bytes = std::max(plan.bytes, offset + size);
    plan.unshared_bytes += size;
    placed.insert(std::upper_bound(placed.begin(), placed.end(), i,
                                   [&](auto a, auto b) { return plan.offsets[a] < plan.offsets[b]; }),
                  i);
  }
  return plan;
}

}  // namespace percept
