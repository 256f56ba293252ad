// What a session of the training lab keeps of pictures with boxes, on a thread of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "box_requests.hpp"
#include "percept/studio/server.hpp"
#include "worker.hpp"

namespace percept::studio {

/// Reading a large folder takes seconds, in which the session's own thread has curves to show: so what is
/// asked here is done in its order on another one, which answers the page itself. `put` is for one thread.
class BoxDesk {
 public:
  /// Throws `Error` where too much waits already.
  void put(std::shared_ptr<Outbox> outbox, double id, BoxRequest request);

 private:
  std::string answer(double id, const OpenBoxes& request);
  std::string answer(double id, const TakeDetections& request);
  std::string answer(double id, const ForgetDetections& request);
  std::string answer(double id, const AskBoxes& request);
  std::string answer(double id, const AskBoxList& request);
  std::string answer(double id, const AskBoxPicture& request);
  std::string answer(double id, const AskBoxImage& request);
  /// Throws `Error` where no folder is open.
  lab::BoxReview& review();

  std::optional<lab::BoxReview> review_;  // the worker's own
  Worker worker_;                         // ends before what it works on
};

}  // namespace percept::studio
