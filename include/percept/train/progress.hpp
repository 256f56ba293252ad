// Where a training stands, beside the values in its store: with both it goes on as if it had not stopped.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::train {

/// How well the network did after an epoch.
struct Score {
  std::int64_t epoch = 0, step = 0;
  double loss = 0, accuracy = 0;
  std::map<std::string, double> metrics;

  /// "loss", "accuracy" or one of the metrics; NaN where it is none.
  double figure(const std::string& name) const;
};

struct Progress {
  std::int64_t step = 0;   // steps that are done
  std::int64_t epoch = 1;  // the epoch at hand
  std::int64_t batch = 0;  // batches of it that are done
  // Sums over the examples of the epoch at hand, and how many they are.
  double loss = 0, accuracy = 0;
  std::int64_t examples = 0;
  std::int64_t images = 0;            // trained on, of all epochs
  double training = 0, seconds = 0;   // spent on steps, and in all
  std::vector<Score> scores;          // after each epoch
  std::map<std::string, double> set;  // rates that somebody changed while it ran: lr, momentum, weight_decay

  /// The best score by `watch`; of equal ones the one with the smaller loss, then the earlier one. Null
  /// before the first.
  const Score* best(const std::string& watch) const;
};

/// As JSON; numbers come back with the same bits.
std::string to_json(const Progress& progress);
Result<Progress> parse_progress(const std::string& text, const std::string& file);

}  // namespace percept::train
