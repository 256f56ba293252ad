// A training begun as a process of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/io/descriptor.hpp"

namespace percept::lab {

/// `percept` called with words, without a shell, in a session of its own, so that it outlives whoever began
/// it. What it says of a failure is kept in memory, for both.
class RunLaunch {
 public:
  /// A problem where the program cannot be started.
  static Result<RunLaunch> begin(const std::filesystem::path& program, std::vector<std::string> words);

  pid_t process() const { return process_; }
  /// Its exit status where it has ended (128 and the signal where one killed it); to be asked now and then.
  std::optional<int> ended();
  /// The end of what it has said on stderr, of at most 8 KiB.
  std::string said() const;

 private:
  RunLaunch(pid_t process, io::Descriptor words) : process_(process), words_(std::move(words)) {}

  pid_t process_;
  io::Descriptor words_;
  std::optional<int> status_;
};

/// The run within `runs` whose folder a process holds open; empty where there is none (yet).
std::string run_of_process(pid_t process, const std::filesystem::path& runs);

}  // namespace percept::lab
