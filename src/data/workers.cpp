#include "workers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "percept/base/threads.hpp"

namespace percept::data {

void run_on_threads(int threads, const std::function<void()>& work) {
  std::exception_ptr failure;
  std::mutex mutex;
  auto guarded = [&] {
    try {
      work();
    } catch (...) {
      std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  try {
    for (int i = 1; i < threads; ++i) others.emplace_back(guarded);
  } catch (const std::system_error&) {  // no more threads: those that there are do it
  }
  guarded();
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

void each_in_parallel(std::int64_t count, const std::function<void(std::int64_t)>& body) {
  constexpr std::int64_t kGrain = 16;
  std::atomic<std::int64_t> next = 0;
  int threads = int(std::min<std::int64_t>(thread_count(), (count + kGrain - 1) / kGrain));
  run_on_threads(threads, [&] {
    for (std::int64_t begin; (begin = next.fetch_add(kGrain)) < count;)
      for (std::int64_t i = begin; i < std::min(begin + kGrain, count); ++i) body(i);
  });
}

}  // namespace percept::data
