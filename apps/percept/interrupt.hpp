// Ctrl+C: the first asks for an end in good order, the second finds the system's own handler and kills.
#pragma once

#include <atomic>
#include <csignal>

namespace percept::cli {

/// Catches SIGINT as long as it lives; one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  /// Turns true; whoever ends things for another reason may turn it too.
  std::atomic<bool>& asked();

 private:
  struct sigaction before_ {};
};

}  // namespace percept::cli
