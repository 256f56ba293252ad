// What `percept bench` shows: a row of its table, and the cases that make the rows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace percept::cli::bench {

/// How long both sides take, or how much they hold.
struct Row {
  std::string peer;                           // who does the same; empty: nobody
  std::optional<double> ours, peers;          // milliseconds, or megabytes where `memory`
  bool memory = false;                        // what is compared is the peak of resident memory
  std::optional<double> gflops{}, of_best{};  // of ours; the floor's share of our time
  double other_load = 0;                      // the share of the processors that other programs took
  std::string note{};                         // why something is missing

  std::optional<double> ratio() const { return ours && peers ? std::optional(*peers / *ours) : std::nullopt; }
};

class Session;

struct Case {
  std::string name;
  std::function<Row(Session&)> measure;
};

/// Training steps, inference, plans, threads: what is computed in this process.
std::vector<Case> computing_cases();
/// The bare training step of LeNet, for a batch of 64.
double lenet_step_milliseconds(const Session& session);
/// Whole processes, from their start to their end.
std::vector<Case> process_cases();

}  // namespace percept::cli::bench
