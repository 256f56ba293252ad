// A client as raw as a test wants it: a socket, its bytes, and frames made by hand.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "percept/io/descriptor.hpp"
#include "percept/studio/server.hpp"

namespace percept::studio {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// An answer as it came.
struct Got {
  int status = 0;
  std::string head, body;
  /// The value of a field; empty where there is none.
  std::string field(const std::string& name) const {
    std::size_t at = head.find("\r\n" + name + ": ");
    if (at == head.npos) return "";
    at += name.size() + 4;
    return head.substr(at, head.find("\r\n", at) - at);
  }
};

struct Frame {
  int opcode = -1;
  std::string payload;
  int code() const {  // of a close
    return payload.size() < 2
               ? 0
               : static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
  }
};

enum Opcode { kMore = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

/// A frame of a client: masked, `last` of its message.
inline std::string frame(int opcode, std::string payload, bool last = true, bool masked = true) {
  std::string bytes(1, char((last ? 0x80 : 0) | opcode));
  int mark = masked ? 0x80 : 0;
  std::size_t size = payload.size();
  if (size < 126) {
    bytes += char(mark | int(size));
  } else if (size < 65536) {
    bytes += char(mark | 126);
    for (int shift : {8, 0}) bytes += char(size >> shift & 255);
  } else {
    bytes += char(mark | 127);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += char(size >> shift & 255);
  }
  if (masked) {
    const char key[] = {0x12, 0x34, 0x56, 0x78};
    bytes.append(key, 4);
    for (std::size_t i = 0; i < size; ++i) payload[i] = char(payload[i] ^ key[i % 4]);
  }
  return bytes + payload;
}

class Client {
 public:
  explicit Client(int port, int receive_buffer = 0)
      : port_(port), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(std::uint16_t(port));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0;
  }
  bool connected() const { return connected_; }
  int socket() const { return socket_; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(std::size_t(sent));
    }
  }
  /// No more will be said.
  void finish() { ::shutdown(socket_, SHUT_WR); }
  void close() { socket_.close(); }

  /// More bytes into `in`; false at the end, or where none come in time.
  bool read(std::chrono::milliseconds time = 5s) {
    pollfd polled{socket_, POLLIN, 0};
    if (::poll(&polled, 1, int(time.count())) <= 0) return false;
    char piece[65536];
    ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return ended_ = true, false;
    in.append(piece, std::size_t(got));
    return true;
  }
  /// Whether the server hangs up in time.
  bool is_hung_up_on(std::chrono::milliseconds time = 5s) {
    auto end = Clock::now() + time;
    while (!ended_ && Clock::now() < end)
      read(std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()));
    return ended_;
  }

  /// The next answer; status 0 where none comes.
  Got answer(bool without_body = false) {
    Got got;
    std::size_t end;
    while ((end = in.find("\r\n\r\n")) == in.npos)
      if (!read()) return got;
    got.head = in.substr(0, end + 2);
    in.erase(0, end + 4);
    got.status = std::atoi(got.head.c_str() + 9);
    std::string length = got.field("Content-Length");
    std::size_t size = without_body || length.empty() ? 0 : std::size_t(std::atoll(length.c_str()));
    while (in.size() < size && read()) {
    }
    got.body = in.substr(0, size);
    in.erase(0, got.body.size());
    return got;
  }

  std::string request(const std::string& method, const std::string& target,
                      const std::string& fields = "") const {
    return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n" + fields +
           "\r\n";
  }
  Got ask(const std::string& method, const std::string& target, const std::string& fields = "",
          const std::string& body = "") {
    std::string length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(request(method, target, fields + length) + body);
    return answer(method == "HEAD");
  }

  static inline const std::string kUpgrade =
      "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  /// Asks for a conversation; the status, 101 where it is one.
  int open(const std::string& session = "one", const std::string& fields = "") {
    return ask("GET", "/ws?session=" + session, kUpgrade + fields).status;
  }
  /// The next frame of the server, pings left out; opcode -1 where none comes in time.
  Frame next(std::chrono::milliseconds time = 5s) {
    for (;;) {
      std::optional<Frame> frame = whole_frame();
      if (frame && frame->opcode != kPing) return *frame;
      if (!frame && !read(time)) return {};
    }
  }

  std::string in;  // read, and not yet made anything of

 private:
  std::optional<Frame> whole_frame() {
    auto byte = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(in[i])); };
    if (in.size() < 2) return std::nullopt;
    std::size_t size = byte(1) & 127, head = size == 127 ? 10 : size == 126 ? 4 : 2;
    if (in.size() < head) return std::nullopt;
    if (head > 2) size = 0;
    for (std::size_t i = 2; i < head; ++i) size = size << 8 | byte(i);
    if (in.size() < head + size) return std::nullopt;
    Frame frame{int(byte(0) & 15), in.substr(head, size)};
    in.erase(0, head + size);
    return frame;
  }

  int port_;
  io::Descriptor socket_;
  bool connected_ = false, ended_ = false;
};

}  // namespace percept::studio
