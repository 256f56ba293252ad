// The events of a training as TensorBoard shows them: the scalars of metrics.jsonl under SPLIT/NAME, speed
// and memory, histograms of the weights after each epoch, the first training images, the graph of the net,
// and the settings for the table of runs.
#pragma once

#include <string>
#include <utility>

#include "percept/io/tensorboard.hpp"
#include "percept/train/run_folder.hpp"

namespace percept::train {

class TensorboardLog {
 public:
  /// A new file in the run's folder, or where `sizes` has one by its name, that file cut back to its size.
  /// Throws `Error` where it cannot be written. The trainer must outlive it.
  TensorboardLog(const std::filesystem::path& folder, const std::map<std::string, std::uint64_t>& sizes,
                 const Training& trainer, const RunConfig& config);

  void on(const Event& event);
  /// Makes what was added survive; the file's name and its size.
  std::pair<std::string, std::uint64_t> settle();

 private:
  void begin(const std::map<std::string, io::HyperParameter>& settings);
  void add_images();
  void add_weights(io::EventTime time);

  io::EventFile file_;
  const Training& trainer_;
  double flushed_ = 0;  // when, seconds
};

}  // namespace percept::train
