#include "percept/train/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "percept/base/problem.hpp"

namespace percept::train {
namespace {

int open_folder(const std::filesystem::path& folder) {
  return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& folder) : folder_(open_folder(folder)) {
  if (folder_ < 0)
    throw Error(Problem("train.run.folder", {{"reason", std::strerror(errno)}})
                    .about(folder.string())
                    .with_hint("train.run.folder.hint"));
  // A file system without locks (EOPNOTSUPP and the like) does without.
  if (::flock(folder_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(std::exchange(folder_, -1));
  throw Error(Problem("train.run.locked").about(folder.string()).with_hint("train.run.locked.hint"));
}

RunLock::~RunLock() {
  if (folder_ >= 0) ::close(folder_);
}

bool RunLock::is_held(const std::filesystem::path& folder) {
  int open = open_folder(folder);
  if (open < 0) return false;
  bool held = ::flock(open, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(open);
  return held;
}

}  // namespace percept::train
