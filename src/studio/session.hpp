// What every session has: a thread's mailbox, and the pages that look at it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "percept/studio/server.hpp"

namespace percept::studio {

/// A lab of one name and those who work in it. Thread-safe. What pages ask is done in its order, on the
/// session's own thread.
class Session {
 public:
  explicit Session(std::string name) : name_(std::move(name)) {}
  virtual ~Session() = default;

  /// A page comes and is told the state; gives its number.
  int join(std::shared_ptr<Outbox> outbox);
  void leave(int page);
  /// A message of a page, a text or a binary one. Where the session is too far behind with a page's messages,
  /// the page is hung up on.
  void receive(int page, std::string_view message, bool is_text = true);
  virtual bool hears_bytes() const { return false; }
  bool empty() const;
  const std::string& name() const { return name_; }

 protected:
  struct Letter {
    int page;
    std::string message;
    bool is_text;
  };
  struct Arrival {
    int page;
    std::shared_ptr<Outbox> outbox;
  };
  struct Post {
    std::deque<Letter> letters;
    std::vector<Arrival> arrivals;
    std::vector<int> departures;
  };
  /// What has come since. A patient one waits until something has, or `wake` is called; nothing once it ends.
  std::optional<Post> take_post(bool patient);
  /// The same, waiting so long at most.
  std::optional<Post> take_post_within(std::chrono::milliseconds time);
  void wake();
  /// The first thing that a destructor does, before it waits for the thread.
  void end();
  bool ending() const { return ending_; }  // read between the steps of whatever takes long

 private:
  bool has_come() const;  // with the mutex held
  std::optional<Post> taken();

  const std::string name_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  Post post_;  // guarded by the mutex, as are these
  int next_page_ = 1, pages_now_ = 0;
  bool awake_ = false;
  std::atomic<bool> ending_ = false;
};

}  // namespace percept::studio
