// What a session of the training lab keeps of the network that its pages look into.
#pragma once

#include <functional>
#include <future>
#include <list>
#include <memory>

#include "percept/lab/run_inspection.hpp"
#include "session.hpp"
#include "training_requests.hpp"

namespace percept::studio {

/// On the session's thread; never waits. There is an inspection from the first question for it on, until
/// another run is looked at.
class InspectionDesk {
 public:
  /// `news` is called on another thread, when there is something to show.
  explicit InspectionDesk(std::function<void()> news) : news_(std::move(news)) {}

  /// Before anything else at every turn: the run that is looked at, or none.
  void follow(const std::filesystem::path& folder);
  /// Answers those who wait, where there is something new.
  void serve();
  void leave(int page);

  /// Each gives the text of its answer, or throws `Error`.
  std::string answer(int page, std::shared_ptr<Outbox> outbox, double id, const AskInspection& request);
  std::string answer(int page, double id, const RestInspection& request);
  std::string answer(double id, const TryExample& request);
  std::string answer(double id, const WindBack& request);
  std::string answer(double id, const TryPixels& request);
  std::string answer(double id, const TryFile& request);

 private:
  /// A page that waits for a picture.
  struct Waiting {
    int page;
    std::shared_ptr<Outbox> outbox;
    double id;
    std::uint64_t seen;
    bool maps;
  };
  lab::RunInspection& inspection();
  void dismiss(const Waiting& waiting);
  void retire();

  std::function<void()> news_;
  std::filesystem::path folder_;
  std::list<Waiting> waiting_;
  std::future<void> retired_;  // what is still computing for a run that is looked at no more
  std::unique_ptr<lab::RunInspection> inspection_;
  std::uint64_t before_ = 0;  // versions that the inspections before this one have had
};

}  // namespace percept::studio
