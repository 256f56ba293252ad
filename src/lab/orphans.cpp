#include "orphans.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>

namespace percept::lab {

namespace fs = std::filesystem;

std::string own_folder_name() {
  static std::atomic<int> folders = 0;
  return std::to_string(::getpid()) + "-" + std::to_string(++folders);
}

void purge_orphans(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::string name = entry.path().filename().string();
    pid_t owner = 0;
    std::from_chars(name.data(), name.data() + name.size(), owner);
    std::error_code ignored;
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace percept::lab
