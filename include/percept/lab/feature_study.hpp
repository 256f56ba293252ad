// A comparison of features that runs on a thread of its own, while the lab goes on.
#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "percept/lab/feature_table.hpp"
#include "percept/lab/learned_kernels.hpp"

namespace percept::lab {

/// Where a study stands.
struct FeatureProgress {
  bool running = false;
  std::string data = "digits";
  std::vector<std::string> available;
  std::string doing;
  bool network = false;
  std::int64_t seed = 0, epoch = 0, epochs = 0;
  std::vector<FeatureRow> rows;
  std::int64_t train = 0, examples = 0;
  bool layer = false;
  std::optional<Message> problem, hint;
  template <class V>
  void fields(V& v) {
    v("running", running, "");
    v("data", data, "what is compared on");
    v("available", available, "data sets that are here");
    v("doing", doing, "the features at work; empty: the data is opened, or nothing runs");
    v("network", network, "the small network is trained, not yet the linear head");
    v("seed", seed, "counted from 0");
    v("epoch", epoch, "done");
    v("epochs", epochs, "of each training");
    v("rows", rows, "as far as they are done");
    v("train", train, "training examples");
    v("examples", examples, "test examples; 0: the data is not open yet");
    v("layer", layer, "whether the learned kernels are there");
    v("failure", problem, "why it ended");
    v("hint", hint, "and what can be done");
  }
};

/// What the kinds of features see in one test example. Numbers for pictures have four digits behind the
/// point.
struct FeaturePictures {
  std::int64_t example = 0;
  std::string label, layer;
  std::int64_t height = 0, width = 0, cell = 0, cell_rows = 0, cell_columns = 0;
  std::vector<double> pixels, edges, histograms, maps, kernels;
  template <class V>
  void fields(V& v) {
    v("example", example, "counted from 0");
    v("label", label, "");
    v("layer", layer, R"("learned", "random", or "" where there is none yet)");
    v("height", height, "");
    v("width", width, "");
    v("cell", cell, "pixels of a side of a cell");
    v("cell_rows", cell_rows, "");
    v("cell_columns", cell_columns, "");
    v("pixels", pixels, "0 to 1, row by row");
    v("edges", edges, "magnitude of Sobel's gradient, row by row");
    v("histograms", histograms, "9 orientations a cell, the first about 10 degrees");
    v("maps", maps, "8 of (height - 4) x (width - 4), behind the relu");
    v("kernels", kernels, "8 of 5 x 5");
  }
};

/// The data sets that a study may use and that are here: digits, and mnist and cifar10 where they are found.
std::vector<std::string> study_data();

/// Runs from its making to its end. Thread-safe.
class FeatureStudy {
 public:
  /// Throws `Error` where the data is none of `study_data`; what else is wrong with the plan, `progress`
  /// tells.
  explicit FeatureStudy(FeaturePlan plan);
  /// Stops, and waits.
  ~FeatureStudy();
  void stop() { stop_ = true; }

  FeatureProgress progress() const;
  /// Throws `Error` where there is no such test example yet.
  FeaturePictures pictures(std::int64_t example) const;
  /// The learned layer, as one of a network. Throws `Error` where there is none yet.
  KernelLayer learned_layer() const;

 private:
  void work();

  const FeaturePlan plan_;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  FeatureProgress progress_;                    // guarded by the mutex, as are these
  std::shared_ptr<FeatureTable> table_;         // none before the data is open
  std::map<std::string, LearnedLayer> layers_;  // a copy of the table's, which its own thread changes
  std::thread thread_;
};

}  // namespace percept::lab
