// Where in one arena each value stands, so that values whose lives do not meet share bytes.
#pragma once

#include <cstddef>
#include <vector>

namespace percept {

struct Lifetime {
  std::size_t bytes = 0;
  int first = 0,
      last = 0;  // steps, both included: it is written in `first` and read for the last time in `last`
};

struct MemoryPlan {
  std::vector<std::size_t> offsets;  // multiples of 64, one a lifetime
  std::size_t bytes = 0;             // of the arena
  std::size_t unshared_bytes = 0;    // if nothing shared
};

/// Greedy by size (Pisarchyk & Lee 2020): the largest first, each at the lowest place that is free all its
/// life.
MemoryPlan plan_memory(const std::vector<Lifetime>& lifetimes, bool reuse = true);

}  // namespace percept
