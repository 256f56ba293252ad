// Says that somebody is at work in a run's folder. The system takes the lock back with its process, however
// that ends, so it never outlives it.
#pragma once

#include <filesystem>
#include <utility>

namespace percept::train {

class RunLock {
 public:
  /// Throws `Error` where another process, or another lock of this one, holds it.
  explicit RunLock(const std::filesystem::path& folder);
  RunLock(RunLock&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}
  RunLock& operator=(RunLock&& other) noexcept { return std::swap(folder_, other.folder_), *this; }
  ~RunLock();

  /// Whether somebody holds the lock of a folder now.
  static bool is_held(const std::filesystem::path& folder);

 private:
  int folder_ = -1;  // an open descriptor
};

}  // namespace percept::train
