// How the network of a run does on examples, and how its layers are: computed when it is asked for, from the
// weights of the moment, beside the training.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "percept/base/problem.hpp"
#include "percept/recipe/inspection.hpp"

namespace percept::lab {

inline constexpr std::int64_t kLeastReviewed = 100, kMostReviewed = 10'000;

struct ReviewWish {
  std::string split = "test";
  std::int64_t count = 1000;
  bool repeated = false;
  template <class V>
  void fields(V& v) {
    v("split", split, R"("train" | "val" | "test")");
    v("count", count, "examples, 100 to 10,000, evenly spread over the set");
    v("repeated", repeated, "anew every few seconds while the run goes on and somebody asks");
  }
};

/// An example with its picture, at most 64 pixels on a side.
struct ReviewedImage {
  std::int64_t index = 0, truth = 0, guess = 0;
  double probability = 0;
  std::optional<double> loss;
  std::int64_t height = 0, width = 0, channels = 0;
  std::string pixels;
  template <class V>
  void fields(V& v) {
    v("index", index, "in its set");
    v("truth", truth, "a class");
    v("guess", guess, "");
    v("probability", probability, "of the guess");
    v("loss", loss, "null: not finite");
    v("height", height, "0 where the example is no picture");
    v("width", width, "");
    v("channels", channels, "1 or 3");
    v("pixels", pixels, "u8 [height, width, channels] in base64");
  }
};

/// What is no number here is none: not finite, or of a layer without parameters.
struct ReviewedLayer {
  std::string path, op;
  std::int64_t units = 0, dead = 0, parameters = 0;
  double zeros = 0;
  std::optional<double> mean, deviation, norm, gradient, update, ratio;
  bool finite = true;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("op", op, "");
    v("units", units, "channels, or numbers of a row");
    v("dead", dead, "units that give 0 for every example");
    v("parameters", parameters, "that are trained; 0: none");
    v("zeros", zeros, "their share of the numbers that the layer gives");
    v("mean", mean, "of those numbers");
    v("deviation", deviation, "");
    v("norm", norm, "length of its parameters as one vector");
    v("gradient", gradient, "and of the gradient of the loss over the examples");
    v("update", update, "and of what a step changes, where the training goes on");
    v("ratio", ratio, "update / norm");
    v("finite", finite, "whether all its figures are");
  }
};

struct ReviewAlarm {
  std::string kind;
  Message what, remedy;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("vanishing" | "exploding" | "dead")");
    v("what", what, "");
    v("remedy", remedy, "what to do");
  }
};

struct ReviewResult {
  std::string split, data, weights;
  std::int64_t step = 0, count = 0;
  std::optional<double> loss, accuracy;
  std::vector<std::string> classes;
  std::vector<std::int64_t> confusion;
  std::vector<ReviewedImage> worst, samples;
  std::vector<ReviewedLayer> layers;
  std::vector<std::string> parameters;
  std::vector<ReviewAlarm> alarms;
  template <class V>
  void fields(V& v) {
    v("split", split, R"("train" | "val" | "test")");
    v("data", data, "the set's name");
    v("weights", weights, R"("live" | "best" | "last")");
    v("step", step, "of live weights");
    v("count", count, "examples");
    v("loss", loss, "");
    v("accuracy", accuracy, "null where numbers are learnt");
    v("classes", classes, "none where numbers are learnt");
    v("confusion", confusion, "[truth, guess], row by row");
    v("worst", worst, "the greatest losses first");
    v("samples", samples, "evenly spread");
    v("layers", layers, "");
    v("parameters", parameters, "those that histograms can be asked of");
    v("alarms", alarms, "");
  }
};

struct ReviewProgress {
  bool working = false;
  std::int64_t version = 0, done = 0, count = 0;
  std::optional<Message> failure, hint;
  std::optional<ReviewResult> result;
  template <class V>
  void fields(V& v) {
    v("working", working, "");
    v("version", version, "of the result; 0: none yet");
    v("done", done, "examples of the look at hand");
    v("count", count, "of so many");
    v("failure", failure, "why it came to nothing");
    v("hint", hint, "");
    v("result", result, "where it is newer than `seen`");
  }
};

/// Examples of one cell of the confusion matrix.
struct ReviewedCell {
  std::vector<ReviewedImage> images;
  std::int64_t count = 0;
  template <class V>
  void fields(V& v) {
    v("images", images, "24 at most, the greatest losses first");
    v("count", count, "in all");
  }
};

/// Of the finite numbers of a parameter: equal parts from the least to the greatest.
struct ParameterHistogram {
  std::string path;
  std::int64_t size = 0, not_finite = 0;
  double least = 0, greatest = 0, mean = 0, deviation = 0;
  std::vector<std::int64_t> counts;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("size", size, "");
    v("not_finite", not_finite, "left out");
    v("least", least, "");
    v("greatest", greatest, "");
    v("mean", mean, "");
    v("deviation", deviation, "");
    v("counts", counts, "");
  }
};

/// The figures of parameters are those of the layer within whose path they lie: of lengths the root of the
/// sum of squares. `updates`: how much a step changes each parameter, where that is known.
std::vector<ReviewedLayer> layer_rows(const recipe::NetReview& review,
                                      const std::map<std::string, double>& updates = {});

/// The rules: the gradient of the first layer with parameters is less than a thousandth of the last one's; a
/// figure is not finite, or all gradients together are a hundred times as long as at the look before; more
/// than half of a layer's units are dead.
inline constexpr double kVanishing = 1e-3, kExploding = 100, kDead = 0.5;
/// `before`: length of all gradients at the look before, where there was one.
std::vector<ReviewAlarm> review_alarms(const std::vector<ReviewedLayer>& layers,
                                       std::optional<double> before);

/// Works on a thread of its own. Thread-safe; only the destructor waits, for the batch at hand.
class RunReview {
 public:
  RunReview();
  ~RunReview();

  /// Begins to look at a run in its folder; what is at hand is broken off. Throws `Error` where the wish is
  /// none.
  void begin(const std::filesystem::path& folder, const ReviewWish& wish);
  /// Breaks off, and forgets the run.
  void stop();
  /// What a look came to, or why not. Looks are repeated only as long as somebody asks.
  ReviewProgress progress(std::int64_t seen = 0);
  /// Of the last result. Throws `Error` where there is none, or no such cell or parameter.
  ReviewedCell cell(std::int64_t truth, std::int64_t guess) const;
  ParameterHistogram histogram(const std::string& path) const;

 private:
  struct Look;  // what a look found
  using Clock = std::chrono::steady_clock;
  struct Asked {
    std::filesystem::path folder;
    ReviewWish wish;
  };
  void run();
  std::shared_ptr<const Look> look(const Asked& asked, const Look* before);
  std::shared_ptr<const Look> last() const;

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::optional<Asked> asked_;  // guarded by the mutex, as are these
  bool due_ = false, ending_ = false;
  Clock::time_point heard_{};
  ReviewProgress progress_;
  std::shared_ptr<const Look> look_;
  std::atomic<bool> stop_ = false;  // breaks off the look at hand
  std::thread thread_;              // begun with the first look
};

}  // namespace percept::lab
