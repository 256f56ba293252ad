// One playground on a thread of its own, and the pages that look at it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

#include "percept/lab/exploration.hpp"
#include "percept/studio/server.hpp"
#include "requests.hpp"

namespace percept::studio {

/// Thread-safe. What pages ask is done in its order between two slices of training; pictures are made for
/// those that have asked for one, and only where there is something new to see.
class Session {
 public:
  explicit Session(std::string name);
  ~Session();

  /// A page comes and is told the state; gives its number.
  int join(std::shared_ptr<Outbox> outbox);
  void leave(int page);
  /// A message of a page. Where the session is too far behind with a page's messages, they are answered with
  /// a problem.
  void receive(int page, std::string_view text);
  bool empty() const;
  const std::string& name() const { return name_; }

 private:
  struct PageView {
    int number;
    std::shared_ptr<Outbox> outbox;
    lab::View view;
    bool waits = false;  // for a picture
    std::uint64_t seen = 0;
    std::chrono::steady_clock::time_point shown{};
  };
  struct Letter {
    int page;
    std::string text;
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

  const std::string name_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<Letter> letters_;                                     // guarded by the mutex, as are
  std::vector<std::pair<int, std::shared_ptr<Outbox>>> arrivals_;  // these,
  std::vector<int> departures_;
  int next_page_ = 1, pages_now_ = 0;
  std::atomic<bool> ending_ = false;  // read between the steps of whatever takes long
  bool stop_ = false, news_ = false;  // and these; news: of the exploration

  // The thread's own.
  lab::Playground playground_;
  std::unique_ptr<lab::Exploration> exploration_;
  std::list<PageView> pages_;
  std::uint64_t told_ = 0;
  std::chrono::steady_clock::time_point news_told_{}, looked_at_ = std::chrono::steady_clock::now();
  std::thread thread_;
};

}  // namespace percept::studio
