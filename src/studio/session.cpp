#include "session.hpp"

#include "percept/base/problem.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kMostLetters = 1000;  // that wait
constexpr std::size_t kMostBytes = 64 << 20;

}  // namespace

int Session::join(std::shared_ptr<Outbox> outbox) {
  std::lock_guard lock(mutex_);
  int page = next_page_++;
  ++pages_now_;
  post_.arrivals.push_back({page, std::move(outbox)});
  woken_.notify_all();
  return page;
}

void Session::leave(int page) {
  std::lock_guard lock(mutex_);
  post_.departures.push_back(page);
  --pages_now_;
  woken_.notify_all();
}

bool Session::empty() const {
  std::lock_guard lock(mutex_);
  return pages_now_ == 0;
}

void Session::receive(int page, std::string_view message, bool is_text) {
  std::lock_guard lock(mutex_);
  std::size_t bytes = message.size();
  for (const Letter& letter : post_.letters) bytes += letter.message.size();
  if (post_.letters.size() >= kMostLetters || bytes > kMostBytes)
    throw Error(Problem("studio.too_much"));  // ends the conversation
  post_.letters.push_back({page, std::string(message), is_text});
  woken_.notify_all();
}

bool Session::has_come() const {
  return ending_ || awake_ || !post_.letters.empty() || !post_.arrivals.empty() || !post_.departures.empty();
}

std::optional<Session::Post> Session::taken() {
  awake_ = false;
  if (ending_) return std::nullopt;
  return std::exchange(post_, {});
}

std::optional<Session::Post> Session::take_post(bool patient) {
  std::unique_lock lock(mutex_);
  if (patient) woken_.wait(lock, [&] { return has_come(); });
  return taken();
}

std::optional<Session::Post> Session::take_post_within(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [&] { return has_come(); });
  return taken();
}

void Session::wake() {
  std::lock_guard lock(mutex_);
  awake_ = true;
  woken_.notify_all();
}

void Session::end() {
  std::lock_guard lock(mutex_);
  ending_ = true;
  woken_.notify_all();
}

}  // namespace percept::studio
