#include "queue.hpp"

namespace percept::studio {

namespace {
constexpr std::size_t kItem = 64;  // what an empty message costs, so that their number is bounded too
}  // namespace

void Queue::put(Item item) {
  std::lock_guard lock(mutex_);
  if (closed_ || overflowed_) return;
  bytes_ += item.bytes.size() + kItem;
  if (bytes_ > most_bytes_) {
    overflowed_ = true;
    items_ = {};
    picture_.reset();
    wake_();  // also who is busy sending
  } else {
    items_.push_back(std::move(item));
    wake_once();
  }
}

void Queue::show(std::string picture) {
  std::lock_guard lock(mutex_);
  if (closed_ || overflowed_) return;
  picture_ = std::move(picture);
  wake_once();
}

void Queue::wake_once() {
  if (!std::exchange(awake_, true)) wake_();
}

std::optional<Queue::Item> Queue::take() {
  std::lock_guard lock(mutex_);
  std::optional<Item> next;
  if (!items_.empty()) {
    next = std::move(items_.front());
    items_.pop_front();
    bytes_ -= next->bytes.size() + kItem;
  } else if (picture_) {
    next = Item{*std::move(picture_), false};
    picture_.reset();
  } else {
    awake_ = false;
  }
  return next;
}

bool Queue::overflowed() const {
  std::lock_guard lock(mutex_);
  return overflowed_;
}

void Queue::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  items_ = {};
  picture_.reset();
  wake_ = nullptr;
}

}  // namespace percept::studio
