// One playground on a thread of its own, and the pages that look at it.
#pragma once

#include <list>
#include <thread>

#include "percept/lab/exploration.hpp"
#include "requests.hpp"
#include "session.hpp"

namespace percept::studio {

/// What pages ask is done between two slices of training; pictures are made for those that have asked for
/// one, and only where there is something new to see.
class PlaygroundSession : public Session {
 public:
  explicit PlaygroundSession(std::string name);
  ~PlaygroundSession() override;

 private:
  struct PageView {
    int number;
    std::shared_ptr<Outbox> outbox;
    lab::View view;
    bool waits = false;  // for a picture
    std::uint64_t seen = 0;
    std::chrono::steady_clock::time_point shown{};
  };
  void run();
  void serve(const std::deque<Letter>& letters, bool came);
  void excuse(const Problem& problem);
  void answer(const Letter& letter);
  std::string handle(PageView& page, double id, PageRequest& request);
  void explore(lab::ExplorationPlan plan);
  void tell_state();
  bool show_pictures();
  PageView* find(int page);

  std::atomic<bool> news_ = false;  // of the exploration

  // The thread's own.
  lab::Playground playground_;
  lab::SlopeLab slope_;
  std::unique_ptr<lab::Exploration> exploration_;
  std::list<PageView> pages_;
  std::uint64_t told_ = 0;
  std::chrono::steady_clock::time_point news_told_{}, looked_at_ = std::chrono::steady_clock::now();
  std::thread thread_;
};

}  // namespace percept::studio
