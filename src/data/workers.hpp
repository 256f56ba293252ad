// Threads for reading and decoding files. They never enter OpenMP.
#pragma once

#include <cstdint>
#include <functional>

namespace percept::data {

/// Runs `work` on `threads` threads at once, the caller's among them (on fewer, where the system has no more
/// to give), and comes back when all have ended. Throws the first exception of any.
void run_on_threads(int threads, const std::function<void()>& work);

/// Calls `body(i)` once for every i in [0, count), on as many threads as compute.
void each_in_parallel(std::int64_t count, const std::function<void(std::int64_t)>& body);

}  // namespace percept::data
