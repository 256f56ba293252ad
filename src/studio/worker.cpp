#include "worker.hpp"

namespace percept::studio {

Worker::~Worker() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    there_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool Worker::give(Job job, std::size_t most) {
  std::lock_guard lock(mutex_);
  if (jobs_.size() >= most) return false;
  jobs_.push_back(std::move(job));
  there_.notify_all();
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  return true;
}

void Worker::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    there_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
    if (ending_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
  }
}

}  // namespace percept::studio
