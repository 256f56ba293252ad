#include "process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "measure.hpp"
#include "percept/base/problem.hpp"

namespace percept::cli::bench {
namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string Ended::last_line() const {
  std::string text = out.substr(0, out.find_last_not_of('\n') + 1);
  return text.substr(text.rfind('\n') + 1);
}

Ended run_process(const fs::path& folder, const std::vector<std::string>& words) {
  fs::path errors = folder / "errors.txt";
  std::string command = "cd " + quoted(folder) + " && exec 2>" + quoted(errors) + " </dev/null && exec";
  for (const std::string& word : words) command += " " + quoted(word);
  Ended ended;
  Stopwatch watch;
  std::FILE* pipe = ::popen(command.c_str(), "re");
  if (!pipe) {
    ended.status = 127;
    return ended;
  }
  char buffer[4096];
  while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) ended.out.append(buffer, got);
  int status = ::pclose(pipe);
  ended.milliseconds = watch.milliseconds();
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::ifstream said(errors, std::ios::binary);
  ended.err.assign(std::istreambuf_iterator<char>(said), {});
  return ended;
}

fs::path own_file() { return fs::read_symlink("/proc/self/exe"); }

TemporaryFolder::TemporaryFolder() {
  std::string pattern = fs::temp_directory_path() / "percept-bench-XXXXXX";
  if (!::mkdtemp(pattern.data()))
    throw Error(Problem("percept.run.folder", {{"folder", fs::path(pattern)}, {"why", std::strerror(errno)}})
                    .with_hint("percept.bench.folder.hint"));
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace percept::cli::bench
