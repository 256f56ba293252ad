#include "percept/train/control_client.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "unix_socket.hpp"

namespace percept::train {
namespace {

constexpr std::size_t kMostWaiting = 1 << 20;  // bytes that the training has not taken
constexpr std::size_t kMoment = 4 << 20;       // bytes that one `take` reads

}  // namespace

Result<ControlClient> ControlClient::connect(const std::filesystem::path& folder, std::size_t longest_line) {
  Result<io::Descriptor> socket = connect_to(folder / "control.sock", SOCK_NONBLOCK);
  if (!socket) return std::move(socket).problem();
  return ControlClient(*std::move(socket), longest_line);
}

bool ControlClient::say(const std::string& line) {
  over_ |= out_.size() + line.size() > kMostWaiting;
  out_ += line + "\n";
  return send();
}

bool ControlClient::send() {
  while (!over_ && !out_.empty()) {
    ssize_t sent = ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (sent <= 0) over_ = true;
    if (sent > 0) out_.erase(0, std::size_t(sent));
  }
  return !over_;
}

bool ControlClient::take(std::vector<std::string>& lines) {
  send();
  char piece[1 << 16];
  for (std::size_t read = 0; read < kMoment;) {
    ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (got <= 0) {
      over_ = true;
      break;
    }
    read += std::size_t(got);
    in_.append(piece, std::size_t(got));
  }
  std::size_t begin = 0;
  for (std::size_t end; (end = in_.find('\n', begin)) != in_.npos; begin = end + 1)
    lines.push_back(in_.substr(begin, end - begin));
  in_.erase(0, begin);
  over_ |= in_.size() > longest_line_;
  return !over_;
}

}  // namespace percept::train
