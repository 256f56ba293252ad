// What a session of the training lab keeps of pictures with boxes, on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "box_requests.hpp"
#include "percept/studio/server.hpp"

namespace percept::studio {

/// Reading a large folder takes seconds, in which the session's own thread has curves to show: so what is
/// asked here is done in its order on another one, which answers the page itself. `put` is for one thread.
class BoxDesk {
 public:
  BoxDesk() = default;
  ~BoxDesk();

  /// Throws `Error` where too much waits already.
  void put(std::shared_ptr<Outbox> outbox, double id, BoxRequest request);

 private:
  struct Job {
    std::shared_ptr<Outbox> outbox;
    double id;
    BoxRequest request;
  };
  void run();
  std::string answer(double id, const OpenBoxes& request);
  std::string answer(double id, const TakeDetections& request);
  std::string answer(double id, const ForgetDetections& request);
  std::string answer(double id, const AskBoxes& request);
  std::string answer(double id, const AskBoxList& request);
  std::string answer(double id, const AskBoxPicture& request);
  std::string answer(double id, const AskBoxImage& request);
  /// Throws `Error` where no folder is open.
  lab::BoxReview& review();

  std::mutex mutex_;
  std::condition_variable there_;
  std::deque<Job> jobs_;  // guarded by the mutex, as is this
  bool ending_ = false;
  std::optional<lab::BoxReview> review_;  // the thread's own
  std::thread thread_;                    // begins with the first request
};

}  // namespace percept::studio
