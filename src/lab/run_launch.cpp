#include "run_launch.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "percept/base/utf8.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostSaid = 8 << 10;

// The studio's threads do not spin while they wait (see main.cpp), which is not meant for a training.
std::vector<char*> environment() {
  std::vector<char*> kept;
  for (char** each = environ; *each; ++each)
    if (std::string_view(*each) != "OMP_WAIT_POLICY=passive") kept.push_back(*each);
  kept.push_back(nullptr);
  return kept;
}

}  // namespace

Result<RunLaunch> RunLaunch::begin(const std::filesystem::path& program, std::vector<std::string> words) {
  io::Descriptor said(::memfd_create("percept-stderr", MFD_CLOEXEC));
  if (!said.ok()) return io::os_problem(errno, program, true);
  std::string name = "percept";
  std::vector<char*> list = {name.data()};
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, said, 2);
  ::posix_spawn_file_actions_addclosefrom_np(&files, 3);  // not all libraries close theirs by themselves
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t process = -1;
  int error =
      ::posix_spawn(&process, program.c_str(), &files, &attributes, list.data(), environment().data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) return io::os_problem(error, program, false);
  return RunLaunch(process, std::move(said));
}

std::optional<int> RunLaunch::ended() {
  int status = 0;
  if (!status_ && ::waitpid(process_, &status, WNOHANG) == process_)
    status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return status_;
}

std::string RunLaunch::said() const {
  struct stat status;
  if (::fstat(words_, &status) != 0) return {};
  std::size_t size = std::min(std::size_t(status.st_size), kMostSaid);
  std::string text(size, '\0');
  ssize_t got = ::pread(words_, text.data(), size, status.st_size - off_t(size));
  text.resize(std::size_t(std::max<ssize_t>(got, 0)));
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return is_utf8(text) ? text : std::string();
}

std::string run_of_process(pid_t process, const std::filesystem::path& runs) {
  std::error_code error;
  std::filesystem::path root = std::filesystem::canonical(runs, error);
  if (error) return {};
  std::filesystem::directory_iterator opened("/proc/" + std::to_string(process) + "/fd", error);
  for (; !error && opened != std::filesystem::directory_iterator(); opened.increment(error)) {
    std::error_code gone;
    std::filesystem::path target = std::filesystem::read_symlink(opened->path(), gone);
    if (!gone && target.parent_path() == root && std::filesystem::is_directory(target, gone))
      return target.filename().string();
  }
  return {};
}

}  // namespace percept::lab
