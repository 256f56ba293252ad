#include "orphans.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>

namespace percept::lab {

namespace fs = std::filesystem;

namespace {

void purge_orphans(const fs::path& parent) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    std::string name = entry.path().filename().string();
    pid_t owner = 0;
    std::from_chars(name.data(), name.data() + name.size(), owner);
    std::error_code ignored;
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

fs::path own_folder(const fs::path& parent) {
  static std::atomic<int> folders = 0;
  purge_orphans(parent);
  return parent / (std::to_string(::getpid()) + "-" + std::to_string(++folders));
}

void remove_own_folder(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  fs::remove(folder.parent_path(), ignored);
}

}  // namespace percept::lab
