// A server with pages of its own, for a test.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "client.hpp"

namespace percept::studio {

/// Says what it hears, and keeps the way back for the test.
struct Echo {
  struct One : Conversation {
    One(Echo& echo, std::shared_ptr<Outbox> outbox) : echo(echo), outbox(std::move(outbox)) { ++echo.open; }
    ~One() override { --echo.open; }
    void receive(std::string_view text) override {
      if (text == "throw") throw std::runtime_error("as asked");
      outbox->say("heard " + std::string(text));
    }
    bool hears_bytes() const override { return echo.hears_bytes; }
    void receive_bytes(std::string_view bytes) override {
      outbox->say(std::to_string(bytes.size()) + " bytes");
    }
    Echo& echo;
    std::shared_ptr<Outbox> outbox;
  };
  Converse converse() {
    return
        [this](const SessionName& session, std::shared_ptr<Outbox> outbox) -> std::unique_ptr<Conversation> {
          if (session.name == "full") return nullptr;
          std::lock_guard lock(mutex);
          return last = outbox, sessions.push_back(session), std::make_unique<One>(*this, std::move(outbox));
        };
  }
  std::shared_ptr<Outbox> outbox() {
    std::lock_guard lock(mutex);
    return last;
  }
  std::mutex mutex;
  std::shared_ptr<Outbox> last;
  std::vector<SessionName> sessions;
  std::atomic<int> open = 0;
  std::atomic<bool> hears_bytes = false;
};

class Served : public testing::Test {
 protected:
  void SetUp() override { serve(); }
  void serve() {
    server_.reset();
    server_ =
        Server::open(
            options_, pages_, [this](const HttpRequest& request) { return route(request); }, echo_.converse())
            .value();
    server_->start();
  }
  static HttpAnswer route(const HttpRequest& request) {
    if (request.path == "/api/throw") throw std::runtime_error("as asked");
    if (request.path == "/api/file")
      return {.type = "text/plain", .body = "saved", .file = "r\xc3\xa9seau \"1\"\r\n.txt"};
    if (request.path == "/api/none") return {.status = 404, .type = "text/plain", .body = "none"};
    return {.type = "text/plain", .body = request.method + " " + request.query + " " + request.body};
  }
  int port() const { return server_->port(); }
  Client client(int receive_buffer = 0) { return Client(port(), receive_buffer); }
  /// Waits until something holds; false where it does not in time.
  template <class Holds>
  static bool soon(Holds holds, std::chrono::milliseconds time = 5s) {
    for (auto end = Clock::now() + time; Clock::now() < end; std::this_thread::sleep_for(5ms))
      if (holds()) return true;
    return holds();
  }

  std::string script_ = std::string(100'000, 'x');
  Pages pages_ = {{"index.html", "text/html; charset=utf-8", "<!doctype html>", {}},
                  {"assets/index-B2f4x9Qa.js", "text/javascript; charset=utf-8", script_, "packed"},
                  {"assets/Main-Di6jR-x-.woff2", "font/woff2", "font", {}},
                  {"assets/logo-of-the-studio.svg", "image/svg+xml", "logo", {}},
                  {"a b.txt", "text/plain", "blank", {}}};
  ServerOptions options_;
  Echo echo_;
  std::unique_ptr<Server> server_;
};

}  // namespace percept::studio
