// Other programs, started and waited for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace percept::cli::bench {

struct Ended {
  int status = 0;  // 127 where there is no such program
  std::string out, err;
  double milliseconds = 0;        // from its start
  std::string last_line() const;  // of what it printed
};

/// Runs a program in a folder to its end.
Ended run_process(const std::filesystem::path& folder, const std::vector<std::string>& words);

/// This program's own file.
std::filesystem::path own_file();

/// A folder that is gone when this is.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace percept::cli::bench
