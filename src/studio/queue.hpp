// What waits to be sent to one page.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "percept/studio/server.hpp"

namespace percept::studio {

/// Filled by any thread, emptied by the server's.
class Queue : public Outbox {
 public:
  struct Item {
    std::string bytes;
    bool text = false;
  };

  /// `wake` is called where there is something after there was nothing, by the thread that puts it there,
  /// and never after `close`.
  Queue(std::size_t most_bytes, std::function<void()> wake)
      : most_bytes_(most_bytes), wake_(std::move(wake)) {}

  void say(std::string text) override { put({std::move(text), true}); }
  void send(std::string bytes) override { put({std::move(bytes), false}); }
  void show(std::string picture) override;

  /// The next to send: messages in their order, the picture when there is none. Nothing: wait for `wake`.
  std::optional<Item> take();
  /// More was put in than it holds: it is empty now, and stays so.
  bool overflowed() const;
  void close();

 private:
  void put(Item item);
  void wake_once();

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;  // guards all below
  std::function<void()> wake_;
  std::deque<Item> items_;
  std::size_t bytes_ = 0;  // of items_
  std::optional<std::string> picture_;
  bool closed_ = false, overflowed_ = false, awake_ = false;
};

}  // namespace percept::studio
