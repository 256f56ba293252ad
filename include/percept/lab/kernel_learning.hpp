// A kernel learnt from a pair of pictures, before and after: gradient descent that can be watched.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "percept/lab/matrix.hpp"
#include "percept/lab/picture.hpp"

namespace percept::lab {

/// Of a larger picture the middle is learnt from.
inline constexpr std::int64_t kWidestLearnt = 128;

struct LearningSettings {
  std::string target = "kernel";
  std::int64_t rows = 3, columns = 3;
  std::string optimizer = "momentum";
  double rate = 1;
  double momentum = 0.99;
  bool random = false;
  std::int64_t seed = 1;
  std::int64_t most_steps = 5000;
  bool operator==(const LearningSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("target", target,
      "\"kernel\": what the editor's kernel makes of the picture; \"surprise\": what one of "
      "catalogue.kernels "
      "makes, drawn by the seed; \"own\": the picture that was opened; else a name of catalogue.kernels");
    v("rows", rows, "of the kernel to be learnt: 1 to 15");
    v("columns", columns, "");
    v("optimizer", optimizer, R"("descent" | "momentum" | "adam")");
    v("rate", rate, "in units of 1 / the largest curvature of the loss; of Adam as it is");
    v("momentum", momentum, "share of the last step that is kept: 0 to 0.999");
    v("random", random, "begin with small random numbers instead of zeros");
    v("seed", seed, "of these, and of the surprise");
    v("most_steps", most_steps, "where it stops at the latest: 1 to 1000000");
  }
};

struct LearningState {
  LearningSettings settings;
  std::string own;
  std::optional<Message> problem, hint;
  bool restarted = false, playing = false;
  std::string end;
  std::int64_t step = 0;
  double loss = 0, beginning = 0;
  std::vector<std::vector<double>> history;
  std::vector<std::vector<double>> kernel, truth;
  std::string truth_name;
  bool hidden = false;
  std::optional<double> error;
  std::vector<std::int64_t> given, used;
  std::int64_t open = 0;
  std::optional<double> condition;
  template <class V>
  void fields(V& v) {
    v("settings", settings, "");
    v("own", own, "the name of the picture opened as \"after\"; empty: none");
    v("problem", problem, "why nothing can be learnt");
    v("hint", hint, "and what can be done");
    v("restarted", restarted, "because the picture has become another");
    v("playing", playing, "");
    v("end", end, R"("" | "settled" | "steps" | "diverged")");
    v("step", step, "");
    v("loss", loss, "the mean squared difference, of numbers between 0 and 1");
    v("beginning", beginning, "the loss at step 0");
    v("history", history, "[step, loss], at most 600");
    v("kernel", kernel, "learnt so far");
    v("truth", truth, "the kernel that made the target; empty where it is hidden or not known");
    v("truth_name", truth_name, "a name of catalogue.kernels, or empty");
    v("hidden", hidden, "there is one that is not shown yet");
    v("error", error, "the difference of the two over the length of the true one");
    v("given", given, "[channels, height, width] of the picture");
    v("used", used, "of its part that is learnt from");
    v("open", open, "directions of the kernel that this picture does not determine");
    v("condition", condition, "the largest curvature of the loss over the least; null: the least is 0");
  }
};

/// The target, what the kernel so far makes, and their difference: one channel, f32 [h, w].
struct LearningPictures {
  std::int64_t height = 0, width = 0;
  std::string target, output, difference;
  double most = 0, most_difference = 0;
  template <class V>
  void fields(V& v) {
    v("height", height, "");
    v("width", width, "");
    v("target", target, "of the first channel: a signed byte a pixel, 127 is `most`; base64");
    v("output", output, "what the kernel so far makes");
    v("difference", difference, "output - target; 127 is `most_difference`");
    v("most", most, "the largest number of the target, by its size");
    v("most_difference", most_difference, "");
  }
};

/// Not thread-safe. What cannot be throws `Error`, and all is as it was.
class KernelLearning {
 public:
  KernelLearning();
  ~KernelLearning();

  /// The picture f32 [C, H, W] and the editor's kernel. Another picture begins anew; another kernel waits for
  /// the next beginning.
  void look_at(const Tensor& planes, const Matrix& kernel);
  /// Begins anew with other settings.
  void set(const LearningSettings& settings);
  /// The bytes of a PNG or JPEG file; makes the target "own".
  void open_after(const std::string& name, std::span<const std::byte> bytes);
  void set_after(const std::string& name, Tensor planes);
  /// 0: as fast as it can.
  void play(double steps_per_second);
  void pause();
  void step(std::int64_t count);
  void reset();
  void reveal();
  /// Steps until the deadline, or until no more are due.
  void work(std::chrono::steady_clock::time_point deadline);
  bool playing() const;

  LearningState state();
  LearningPictures pictures();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace percept::lab
