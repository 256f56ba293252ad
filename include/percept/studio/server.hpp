// The studio's web server: pages, routes and one conversation a page, for this machine alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::studio {

/// The way back to one page. Thread-safe; may outlive connection and server: what is given to it then is
/// dropped silently. A page that does not read what is queued for it is hung up on.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// A message in words: JSON. Queued, all arrive in their order.
  virtual void say(std::string text) = 0;
  /// A binary message in the same queue: a picture that was asked for and must not be lost.
  virtual void send(std::string bytes) = 0;
  /// A picture of what goes on. It takes the place of the last one where that has not begun to be sent:
  /// the newest wins, and nothing queues where a page is slow.
  virtual void show(std::string picture) = 0;
};

/// What stands behind one page; made, called and destroyed on the server's thread, which it must not block.
class Conversation {
 public:
  virtual ~Conversation() = default;
  /// One message of the page: UTF-8, of at most ServerOptions::message_bytes. An exception ends the
  /// conversation.
  virtual void receive(std::string_view text) = 0;
  /// Whether binary messages are heard as well; a page that sends one where they are not is hung up on.
  virtual bool hears_bytes() const { return false; }
  /// The same as `receive` for one of those, of as many bytes at the most.
  virtual void receive_bytes(std::string_view) {}
};

/// The labs that a page can ask for; the first is that of a page which names none.
inline constexpr std::string_view kLabs[] = {"playground", "convolution", "training"};

/// Sessions of two labs are apart though their names be equal.
struct SessionName {
  std::string lab;   // one of kLabs
  std::string name;  // 1 to 64 of A-Z a-z 0-9 - _
  auto operator<=>(const SessionName&) const = default;
};

/// Called for each page that connects. Nothing where there is no room for one more session.
using Converse =
    std::function<std::unique_ptr<Conversation>(const SessionName& session, std::shared_ptr<Outbox> outbox)>;

struct HttpRequest {
  std::string method;       // GET or POST
  std::string path, query;  // /api/catalogue; what stands behind the ?, as it was sent
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string file;  // the name under which a browser saves it; empty: it is shown
};

/// What answers /api/...; called on the server's thread, which it must not block.
using Route = std::function<HttpAnswer(const HttpRequest& request)>;

/// A file of the pages. What the views see must live as long as the server.
struct Page {
  std::string_view path;  // "index.html", "assets/index-B2f4.js"
  std::string_view type;  // of its content
  std::string_view bytes;
  std::string_view gzip;  // the same packed; empty where that gains nothing
};
using Pages = std::vector<Page>;

struct ServerOptions {
  int port = 0;  // 0: the next free one from 7321 on

  std::size_t header_bytes = 16 << 10;   // of one request, its first line counted
  std::size_t body_bytes = 16 << 20;     // of one request
  std::size_t message_bytes = 16 << 20;  // of one message of a page
  std::size_t queue_bytes = 32 << 20;    // that wait for a page before it is hung up on
  std::size_t connections = 64;
  std::size_t pages = 32;  // those of them that converse

  using Time = std::chrono::milliseconds;
  Time request_time{10'000};  // from the first byte of a request to its last
  Time idle_time{75'000};     // between two requests
  Time patience{20'000};      // with a client that takes nothing of what it is sent
  Time ping_time{30'000};     // a page that is silent so long is asked for a sign of life; twice: it is gone
};

/// Listens on 127.0.0.1 only. Answers only what is asked of 127.0.0.1, localhost or [::1] by name, and what
/// comes from its own pages or from no page at all, so that neither another site nor a name that points here
/// reaches it.
class Server {
 public:
  /// Listens, and serves nothing yet. The problem is a port that is in use or forbidden.
  static Result<std::unique_ptr<Server>> open(const ServerOptions& options, const Pages& pages, Route route,
                                              Converse converse);
  /// Stops, hangs up on everyone, and waits for the thread.
  ~Server();

  int port() const;
  std::string address() const;  // http://127.0.0.1:7321/

  /// Serves on a thread of its own, or on the caller's until `stop`: one of both, once.
  void start();
  void run();
  /// From any thread, more than once.
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace percept::studio
