#include "interrupt.hpp"

namespace percept::cli {
namespace {

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may write it");

}  // namespace

Interrupt::Interrupt() {
  stop_asked = false;
  struct sigaction action {};
  action.sa_handler = [](int) { stop_asked = true; };
  action.sa_flags = int(SA_RESETHAND) | SA_RESTART;
  ::sigaction(SIGINT, &action, &before_);
}

Interrupt::~Interrupt() { ::sigaction(SIGINT, &before_, nullptr); }

std::atomic<bool>& Interrupt::asked() { return stop_asked; }

}  // namespace percept::cli
