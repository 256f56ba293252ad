// One who looks into a training through its folder's control.sock, see control.hpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/io/descriptor.hpp"

namespace percept::train {

/// Never waits: what the training says is fetched when it is there. Whoever stands behind the socket, it
/// holds at most one line of `longest_line` bytes and what a moment brings. Not thread-safe.
class ControlClient {
 public:
  static Result<ControlClient> connect(const std::filesystem::path& folder,
                                       std::size_t longest_line = 4 << 20);

  /// Sends a line, as far as the socket takes it; the rest goes with the next `take`. False once it is over.
  bool say(const std::string& line);
  /// Appends the whole lines that have come, at most 4 MiB of them. False once it is over: the training has
  /// ended, or the line was too long.
  bool take(std::vector<std::string>& lines);
  /// To wait for more with poll.
  int descriptor() const { return socket_; }

 private:
  ControlClient(io::Descriptor socket, std::size_t longest_line)
      : socket_(std::move(socket)), longest_line_(longest_line) {}
  bool send();

  io::Descriptor socket_;
  std::size_t longest_line_;
  std::string in_, out_;
  bool over_ = false;
};

}  // namespace percept::train
