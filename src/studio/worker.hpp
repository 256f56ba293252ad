// A thread of a session's own, for what takes longer than its pages may wait.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace percept::studio {

/// Does what it is given, one after the other, on a thread that begins with the first. What waits when it is
/// destroyed is not done. `give` and `begun` are for one thread.
class Worker {
 public:
  using Job = std::function<void()>;

  Worker() = default;
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// False, with nothing taken, where `most` wait already. The job must not throw.
  bool give(Job job, std::size_t most);
  bool begun() const { return thread_.joinable(); }

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable there_;
  std::deque<Job> jobs_;  // guarded by the mutex, as is this
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace percept::studio
