// One run, followed through its folder: what it did, what it does, and how it is steered.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "percept/lab/run_curve.hpp"
#include "percept/train/runs.hpp"

namespace percept::lab {

class MetricsTail;
class RunLine;

/// Something that happened, in words.
struct RunEvent {
  std::int64_t step = 0;
  std::string kind;
  Message what;
  template <class V>
  void fields(V& v) {
    v("step", step, "");
    v("kind", kind, R"("evaluated" | "note" | "changed" | "ended")");
    v("what", what, "");
  }
};

/// What a training that runs tells of itself.
struct RunLive {
  bool known = false;  // whether it has told its state
  bool paused = false;
  double step = 0, epoch = 0, seconds = 0;
  double time = 0;  // when its last step ended: of day, seconds since 1970
  std::optional<double> loss, accuracy, lr, momentum, weight_decay, samples_per_second, steps_per_second;
};

/// What became of a command; `path` of a snapshot.
struct RunAnswer {
  double token = 0;
  std::optional<Problem> problem;
  std::string path = {};
};

/// What is known of a run beside its curves, as web/src/protocol.ts has it.
struct RunView {
  std::string name, status = "damaged";
  bool live = false;
  double silent = 0;
  std::optional<Message> what, remedy;
  std::string recipe, data, began, watch, summary;
  std::int64_t seed = 0, steps = 0, epochs = 0, parameters = 0;
  std::optional<double> momentum, weight_decay;
  std::vector<RunEvent> events;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("status", status, R"("running" | "paused" | "stopped" | "interrupted" | "finished" | "damaged")");
    v("live", live, "whether it can be steered: it runs, and its control.sock answers");
    v("silent", silent, "seconds in which it has not answered, where they are many; else 0");
    v("what", what, "what happened, where there is something to say");
    v("remedy", remedy, "and how to go on");
    v("recipe", recipe, "");
    v("data", data, "");
    v("began", began, "UTC");
    v("watch", watch, "the figure that says what is best");
    v("summary", summary, "the table of its layers");
    v("seed", seed, "");
    v("steps", steps, "in all");
    v("epochs", epochs, "");
    v("parameters", parameters, "");
    v("momentum", momentum, "where it is live; null: the optimiser has none");
    v("weight_decay", weight_decay, "");
    v("events", events, "the newest last");
  }
};

/// Not thread-safe; never waits. It holds a bounded number of points and events however long the run is.
class RunWatch {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RunWatch(std::filesystem::path folder);
  ~RunWatch();

  /// Looks whether there is something new, for a few milliseconds at most; true where there is more to read.
  bool look();
  /// Lets go of the training's socket until the next look.
  void rest();
  /// Sends a command of docs/reference/control.md; `answers` tell what became of it.
  void ask(const std::string& command, double token);
  std::vector<RunAnswer> take_answers();
  /// Keeps in mind that something was changed from here.
  void remember(Message what);

  const std::filesystem::path& folder() const { return folder_; }
  RunView view() const;
  const RunLive& live() const { return live_; }
  bool is_live() const { return line_ != nullptr && live_.known; }
  const train::RunInfo& info() const { return info_; }
  const std::vector<RunCurve>& curves() const { return curves_; }
  /// Changes where the curves begin anew.
  std::uint64_t beginnings() const { return beginnings_; }
  std::int64_t step() const;
  std::int64_t epoch() const;
  /// Resident memory of its process in bytes, where it is known.
  std::optional<double> memory() const;
  std::uint64_t version() const { return version_; }  // of the view
  std::uint64_t drawing() const { return drawing_; }  // of what changes with each step

 private:
  void look_at_folder(Clock::time_point now);
  void look_at_line(Clock::time_point now);
  void read_manifest();
  void add_event(std::int64_t step, std::string kind, Message what);
  void forget();

  std::filesystem::path folder_;
  std::unique_ptr<MetricsTail> tail_;
  std::unique_ptr<RunLine> line_;
  std::vector<RunAnswer> answers_;
  train::RunInfo info_;
  std::filesystem::file_time_type manifest_time_{};
  std::int64_t epochs_ = 0;
  std::string summary_;
  bool seen_ = false;  // its manifest
  RunLive live_;
  std::vector<RunCurve> curves_;
  std::deque<RunEvent> events_;
  std::int64_t last_step_ = 0, last_epoch_ = 0;  // of the metrics
  Clock::time_point looked_at_folder_{}, read_metrics_{}, tried_{};
  Clock::time_point alone_since_ = Clock::now();
  bool alone_ = false;  // it runs, and has no socket
  double silent_ = 0;
  std::uint64_t version_ = 1, drawing_ = 1, beginnings_ = 0;
};

}  // namespace percept::lab
