// What the cases of one benchmark share: how they run, what this machine can do, and the peers' answers.
#pragma once

#include <map>
#include <optional>

#include "../call.hpp"
#include "../rates.hpp"
#include "process.hpp"
#include "row.hpp"

namespace percept::cli::bench {

/// What a peer's script printed, or why it did not.
struct PeerAnswer {
  std::string peer;  // with its version, where that is known
  Json object;       // null where there is none
  std::string note;
  std::optional<double> number(const char* field) const;
};

class Session {
 public:
  Session(const Call& call, int threads, bool steps);

  const Call& call() const { return call_; }
  int threads() const { return threads_; }
  bool steps() const { return steps_; }  // show the time of every node
  const std::filesystem::path& folder() const { return folder_.path(); }

  /// What this machine can do at best.
  Rates& rates() { return rates_; }
  /// Fills in what the work says of our time: operations a second, and the share of it that the floor takes.
  void judge(Row& row, double operations, double bytes, Precision precision, int threads);

  /// The words of bench/peers/pytorch.py. Asked twice the same, it answers the same.
  const PeerAnswer& pytorch(const std::vector<std::string>& words);
  /// The words of bench/peers/onnxruntime.js.
  PeerAnswer onnxruntime(const std::vector<std::string>& words);
  /// The call that starts the former, for cases that measure the process.
  std::vector<std::string> pytorch_call(const std::vector<std::string>& words) const;
  PeerAnswer pytorch_answer(const Ended& ended) const;

 private:
  PeerAnswer answer(const std::string& peer, const Ended& ended, const char* packages) const;

  const Call& call_;
  int threads_;
  bool steps_;
  TemporaryFolder folder_;
  Rates rates_{std::chrono::milliseconds(500)};
  std::map<std::vector<std::string>, PeerAnswer> answers_;
};

/// The folder of the sources that this program was built in; empty where it is installed.
std::filesystem::path checkout();

}  // namespace percept::cli::bench
