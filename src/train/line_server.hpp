// A thread that serves the clients of a Unix stream socket line by line.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "percept/io/descriptor.hpp"

namespace percept::train {

struct LineServerOptions {
  std::size_t longest_line = 1 << 20;
  std::size_t most_clients = 8;
  std::chrono::milliseconds patience{5000};  // with a client that takes nothing of its answer
  std::string too_long, too_many;            // said before hanging up
  /// A line for those who want news, empty where there are none; called on the server's thread, every
  /// `news_time` while somebody does.
  std::function<std::string()> news;
  std::chrono::milliseconds news_time{16};
};

/// One line of each client at a time is handed over and waits for its answer; the client's next line is read
/// after it. So a client can make this hold one line and one answer, however much it sends.
class LineServer {
 public:
  /// Called on the server's thread, with the number of the client; must not block.
  using Receive = std::function<void(std::uint64_t client, const std::string& line)>;
  /// Makes the text of an answer; called on the server's thread.
  using Answer = std::function<std::string()>;

  /// Takes over a listening socket that does not block. Throws std::system_error where the system has no more
  /// of something, as `start` does.
  LineServer(io::Descriptor listener, LineServerOptions options, Receive receive);
  /// Begins to serve.
  void start();
  /// Sends what fits of the answers that are there, and hangs up.
  ~LineServer();

  /// The answer to the line that `client` waits for; from any thread. A client that is gone is none.
  void answer(std::uint64_t client, Answer text);

  /// From now on `client` gets the news, between its answers. One that is still being sent something when
  /// there are news does not get those. Called within Receive.
  void tell_news_to(std::uint64_t client);
  /// Whether somebody wants them; from any thread.
  bool is_heard() const { return heard_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Client {
    std::uint64_t number;
    io::Descriptor socket;
    std::string in;            // not yet handed over
    std::size_t searched = 0;  // of `in`, for the end of a line
    std::string out;           // not yet sent: from `sent` on
    std::size_t sent = 0;
    Clock::time_point progress;  // when something was sent last, or `out` began
    bool waiting = false;        // for an answer
    bool ended = false;          // it will say no more
    bool lost = false;
    bool hears_news = false;
    bool sending() const { return sent < out.size(); }
  };

  void run();
  void wait();
  void accept_clients();
  void take_answers();
  void tell_news();
  std::chrono::milliseconds left_until_news() const;
  void read(Client& client);
  void hand_over(Client& client);
  void say(Client& client, const std::string& line);
  void send(Client& client);
  bool is_over(const Client& client) const;
  void wake();

  const LineServerOptions options_;
  const Receive receive_;
  io::Descriptor listener_, wakeup_;

  // The thread's own.
  std::vector<std::unique_ptr<Client>> clients_;
  std::uint64_t next_ = 1;
  Clock::time_point told_news_{};
  bool refusing_ = false;  // no more descriptors: do not ask for clients until one has gone

  std::mutex mutex_;  // guards `answers_`
  std::vector<std::pair<std::uint64_t, Answer>> answers_;
  std::atomic<bool> stopping_ = false, heard_ = false;
  std::thread thread_;
};

}  // namespace percept::train
