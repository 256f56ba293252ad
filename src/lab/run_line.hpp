// The line to a training that runs: what it tells of its steps, and what is asked of it.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/problem.hpp"
#include "percept/lab/run_watch.hpp"
#include "percept/train/control_client.hpp"

namespace percept::lab {

/// Not thread-safe; never waits. Whatever the other side says, nonsense is passed over.
class RunLine {
 public:
  using Clock = std::chrono::steady_clock;

  /// Connects and asks to be told what the steps give. Null where nobody listens.
  static std::unique_ptr<RunLine> open(const std::filesystem::path& folder);

  /// Sends a command, an object without its id; what becomes of it stands in `answers` later.
  void ask(const std::string& command, double token);
  /// Takes what has come; true where there were steps or answers among it.
  bool look(Clock::time_point now);
  /// What it still owes is answered by a problem.
  void give_up();
  bool over() const { return over_; }
  /// How long it has not answered, in seconds; 0 where it owes nothing.
  double silence(Clock::time_point now) const;
  std::vector<RunAnswer> take_answers() { return std::exchange(answers_, {}); }
  pid_t process() const { return process_; }

  RunLive live;

 private:
  explicit RunLine(train::ControlClient client);
  void hear(const std::string& line);
  void send(const std::string& command, double token);

  struct Owed {
    double token;  // -1: of its own
    Clock::time_point asked;
  };
  struct Mark {
    double time;
    double step, images;
  };
  train::ControlClient client_;
  pid_t process_ = 0;
  bool over_ = false;
  std::int64_t next_ = 1;
  std::map<std::int64_t, Owed> owed_;
  std::vector<RunAnswer> answers_;
  std::deque<Mark> marks_;  // of the last seconds
  Clock::time_point asked_state_{};
};

}  // namespace percept::lab
