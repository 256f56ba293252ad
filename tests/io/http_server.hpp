// A small web server on 127.0.0.1, in a thread of the test.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace percept {

struct HttpRequest {
  std::string target;  // as it stands in the first line: /file, or a proxy's whole URL
  std::map<std::string, std::string> headers;  // names in lower case
};

struct HttpResponse {
  int status = 200;
  std::string body;
  std::map<std::string, std::string> headers = {};
  std::size_t cut = std::string::npos;  // the connection ends after so many bytes of the body
  int wait = 0;                         // seconds before it ends, unless the other side leaves
};

/// Answers one request after the other, each on a connection of its own.
class HttpServer {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(socket_, 16);
    thread_ = std::thread([this] { serve(); });
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer() {
    over_ = true;
    thread_.join();
    ::close(socket_);
  }

  std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::vector<HttpRequest> requests() const {
    std::lock_guard lock(mutex_);
    return requests_;
  }

  /// A file as servers give it, a part of it where one is asked for.
  static HttpResponse ranged(const std::string& body, const HttpRequest& request) {
    auto range = request.headers.find("range");
    if (range == request.headers.end()) return {.body = body};
    std::size_t begin = std::stoul(range->second.substr(range->second.find('=') + 1));
    if (begin >= body.size()) return {.status = 416};
    std::string what = "bytes " + std::to_string(begin) + "-" + std::to_string(body.size() - 1) + "/" +
                       std::to_string(body.size());
    return {.status = 206, .body = body.substr(begin), .headers = {{"Content-Range", what}}};
  }

 private:
  void serve() {
    while (!over_) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      answer(connection);
      ::close(connection);
    }
  }

  void answer(int connection) {
    std::string text;
    char buffer[4096];
    while (text.find("\r\n\r\n") == text.npos) {
      ssize_t got = ::recv(connection, buffer, sizeof buffer, 0);
      if (got <= 0) return;
      text.append(buffer, std::size_t(got));
    }
    HttpRequest request = parse(text);
    {
      std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    HttpResponse response = handler_(request);
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " Some\r\nConnection: close\r\n";
    if (!response.headers.contains("Content-Length"))
      response.headers["Content-Length"] = std::to_string(response.body.size());
    for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
    out += "\r\n" + response.body.substr(0, response.cut);
    for (std::size_t sent = 0; sent < out.size();) {
      ssize_t some = ::send(connection, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
      if (some <= 0) return;
      sent += std::size_t(some);
    }
    pollfd leaving{connection, POLLIN, 0};
    if (response.wait > 0) ::poll(&leaving, 1, 1000 * response.wait);
  }

  static HttpRequest parse(const std::string& text) {
    HttpRequest request;
    std::size_t first = text.find(' ');
    request.target = text.substr(first + 1, text.find(' ', first + 1) - first - 1);
    for (std::size_t at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at + 2)) {
      std::string line = text.substr(at + 2, text.find("\r\n", at + 2) - at - 2);
      std::size_t colon = line.find(':');
      if (colon == line.npos) break;
      std::string name = line.substr(0, colon);
      for (char& c : name) c = char(std::tolower(static_cast<unsigned char>(c)));
      request.headers[name] = line.substr(line.find_first_not_of(' ', colon + 1));
    }
    return request;
  }

  Handler handler_;
  int socket_ = -1, port_ = 0;
  std::atomic<bool> over_ = false;
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::thread thread_;
};

}  // namespace percept
