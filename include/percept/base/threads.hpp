// The compute threads: how many, and a loop spread over them.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>

namespace percept {

/// Threads that compute, the caller among them. At start: the processors this process may use.
int thread_count();
/// Requires n >= 1. Applies to the calling thread's team: set it on the thread that computes.
void set_thread_count(int n);

namespace detail {
using RangeBody = void (*)(void* context, std::int64_t begin, std::int64_t end);
void parallel_ranges(std::int64_t n, std::int64_t grain, RangeBody body, void* context);
}  // namespace detail

/// Calls `body(begin, end)` on disjoint ranges that cover [0, n), in parallel where n exceeds `grain`. Each
/// thread gets one contiguous range, and which one depends on n and the thread count alone; all compute in
/// the caller's floating-point mode. The body must not throw. Only the one compute thread may call it: every
/// thread that enters OpenMP gets a team of its own.
template <class Body>
void parallel_for(std::int64_t n, std::int64_t grain, Body&& body) {
  auto call = [](void* context, std::int64_t begin, std::int64_t end) {
    (*static_cast<std::remove_reference_t<Body>*>(context))(begin, end);
  };
  detail::parallel_ranges(n, grain, call, const_cast<void*>(static_cast<const void*>(std::addressof(body))));
}

}  // namespace percept
