// Looking into a training, and steering it, while it runs: RUN/control.sock, a Unix stream socket of mode
// 0600 that speaks one JSON object a line. docs/reference/control.md lists the commands for its users.
//
//     > {"id": 1, "command": "set", "lr": 0.01}
//     < {"id": 1, "ok": {"step": 120, "steps": 1875, "epoch": 1, "epochs": 3, "lr": 0.01, ..., "paused":
//     false}} > {"command": "pasue"} < {"error": {"code": "train.control.command", "message": ..., "hint":
//     ..., "where": null}}
//
// Each line is answered by one, in order, with the same "id" (a number or a text) if it had one. The next
// line of a client is read when the one before has been answered, so what a client can keep waiting is one
// line. A client that said {"command": "watch"} gets lines {"watch": ...} of what the steps gave in between.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/tensor/tensor.hpp"
#include "percept/train/event.hpp"

namespace percept::train {

struct SessionState {
  std::int64_t step = 0, steps = 0;  // finished, in all
  std::int64_t epoch = 0, epochs = 0;
  double lr = 0;                                 // of the next step
  std::optional<double> momentum, weight_decay;  // where the optimiser has them
  std::optional<double> loss;                    // of the last step
  double seconds = 0;                            // since the start
};

/// What a client wants changed: finite; lr and weight_decay not negative, momentum in [0, 1).
struct Changes {
  std::optional<double> lr, momentum, weight_decay;
};

struct ParameterInfo {
  std::string path;
  DType dtype = DType::f32;
  Shape shape;
  bool trainable = true;
};

/// The training, as a control sees it. Every function is called on the training thread, between steps; what
/// one throws is answered to the client and ends nothing.
class Session {
 public:
  virtual ~Session() = default;
  virtual SessionState state() const = 0;
  /// From the next step on; all or nothing. A problem where the optimiser lacks one of them.
  virtual Result<> change(const Changes& changes) = 0;
  /// Writes a checkpoint and tells where it is.
  virtual Result<std::filesystem::path> snapshot() = 0;
  /// Keeps a remark with the run's metrics.
  virtual Result<> note(const std::string& text) = 0;
  virtual std::vector<ParameterInfo> parameters() const = 0;
  /// A copy.
  virtual Result<Tensor> parameter(const std::string& path) const = 0;
  /// Copies of all of them, by path.
  virtual std::map<std::string, Tensor> weights() const = 0;
  /// What layer `path` gives for example number `example` of the training set, batch axis left out.
  virtual Result<Tensor> activation(const std::string& path, std::int64_t example) = 0;
};

struct ControlOptions {
  /// A client that takes no byte of its answer for so long is dropped.
  std::chrono::milliseconds patience{5000};
  /// How often those who watch are told what the steps since have given.
  std::chrono::milliseconds news_time{16};
};

/// Listens on a run's socket with a thread of its own, which never makes the training wait: commands are kept
/// until the training thread serves them between two steps, and answers are written by the control's thread.
/// At most 8 clients; a line has at most 1 MiB, the tensors in an answer 64 MiB. Thread safety: `serve` and
/// `publish` are called by one thread, the training's.
class Control {
 public:
  /// Makes `folder`/control.sock. A socket that a killed run left there is replaced; a problem where a
  /// training listens to it, or where it is no socket.
  static Result<std::unique_ptr<Control>> listen(const std::filesystem::path& folder,
                                                 ControlOptions options = {});
  /// Answers what is still waiting with a problem, and removes the socket.
  ~Control();

  /// Applies what clients asked for since the last call; where one paused the training, waits here until one
  /// resumes or steps it, or `interrupt` turns true. False where a client asked to stop. With no client this
  /// is one load of an atomic.
  bool serve(Session& session, const std::atomic<bool>* interrupt = nullptr);
  /// Lets those who watch know; waits for nobody. With no one watching this is one load of an atomic.
  void publish(const Event& event);

 private:
  struct State;
  explicit Control(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace percept::train
