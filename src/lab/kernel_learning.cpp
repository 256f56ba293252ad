#include "percept/lab/kernel_learning.hpp"

#include <algorithm>
#include <cmath>

#include "kernel_descent.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/random.hpp"
#include "percept/base/spelling.hpp"
#include "percept/io/image.hpp"
#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/settings.hpp"

namespace percept::lab {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostHistory = 600;
constexpr std::int64_t kMostSteps = 1'000'000, kMostAtOnce = 10'000;
constexpr std::int64_t kPatience = 500;  // steps that must bring the loss down by a hundredth
constexpr double kProgress = 0.99, kDiverged = 1e6;
constexpr double kOpen = 1e-6;  // of the largest curvature: what f32 cannot tell from none

void require_known(const std::string& field, const std::string& word, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  throw Error(
      unknown_word(Problem("lab.unknown_word", {{"field", field}, {"word", word.substr(0, 40)}}), word, known)
          .at(field));
}

void require_sound(const LearningSettings& s) {
  std::vector<std::string> targets = kernel_names();
  targets.insert(targets.end(), {"kernel", "surprise", "own"});
  require_known("learn.target", s.target, targets);
  require_range("learn.rows", double(s.rows), 1, double(kWidestKernel));
  require_range("learn.columns", double(s.columns), 1, double(kWidestKernel));
  require_known("learn.optimizer", s.optimizer, {"descent", "momentum", "adam"});
  require_range("learn.rate", s.rate, 1e-9, 1e6);
  require_range("learn.momentum", s.momentum, 0, 0.999);
  require_range("learn.seed", double(s.seed), 0, 0x1p32);
  require_range("learn.most_steps", double(s.most_steps), 1, double(kMostSteps));
}

// What the true kernel makes, without a border.
Tensor convolved(const Tensor& planes, const Matrix& kernel) {
  const Shape& s = planes.shape();
  std::int64_t high = s[1] - kernel.rows + 1, wide = s[2] - kernel.columns + 1;
  if (high < 1 || wide < 1)
    throw Error(
        Problem("lab.learn.small",
                {{"rows", kernel.rows}, {"columns", kernel.columns}, {"height", s[1]}, {"width", s[2]}})
            .with_hint("lab.learn.small.hint")
            .at("learn.target"));
  return Filter({Convolution{.kernel = kernel}}).run(planes).clone();
}

Tensor middle_of(const Tensor& planes, std::int64_t most_height, std::int64_t most_width) {
  const Shape& s = planes.shape();
  std::int64_t height = std::min(s[1], most_height), width = std::min(s[2], most_width);
  if (height == s[1] && width == s[2]) return planes.clone();
  Tensor out(DType::f32, {s[0], height, width});
  std::int64_t top = (s[1] - height) / 2, left = (s[2] - width) / 2, i = 0;
  for (std::int64_t c = 0; c < s[0]; ++c)
    for (std::int64_t r = 0; r < height; ++r)
      for (std::int64_t k = 0; k < width; ++k)
        out.set(i++, planes.at((c * s[1] + top + r) * s[2] + left + k));
  return out;
}

Tensor mean_channel(const Tensor& planes) {
  const Shape& s = planes.shape();
  if (s[0] == 1) return planes;
  Tensor out(DType::f32, {1, s[1], s[2]});
  for (std::int64_t i = 0; i < out.size(); ++i) {
    double sum = 0;
    for (std::int64_t c = 0; c < s[0]; ++c) sum += planes.at(c * out.size() + i);
    out.set(i, sum / double(s[0]));
  }
  return out;
}

double largest(const Tensor& tensor) {
  double most = 0;
  for (float x : tensor.data<float>()) most = std::max(most, std::abs(double(x)));
  return most;
}

Tensor divided(Tensor tensor, double by) {
  for (float& x : tensor.data<float>()) x = float(double(x) / by);
  return tensor;
}

// |a - b| / |b|, their middles upon each other.
double difference(const Matrix& a, const Matrix& b) {
  double sum = 0, square = 0;
  std::int64_t down = (a.rows - 1) / 2 - (b.rows - 1) / 2, right = (a.columns - 1) / 2 - (b.columns - 1) / 2;
  auto at = [](const Matrix& m, std::int64_t r, std::int64_t c) {
    return r >= 0 && c >= 0 && r < m.rows && c < m.columns ? m.at(r, c) : 0.0;
  };
  for (std::int64_t r = -kWidestKernel; r < 2 * kWidestKernel; ++r)
    for (std::int64_t c = -kWidestKernel; c < 2 * kWidestKernel; ++c) {
      double truth = at(b, r, c);
      sum += std::pow(at(a, r + down, c + right) - truth, 2);
      square += truth * truth;
    }
  return square > 0 ? std::sqrt(sum / square) : std::sqrt(sum);
}

std::string signed_bytes(const float* values, std::int64_t count, double most) {
  double scale = most > 0 ? most : 1;
  std::string bytes(std::size_t(count), '\0');
  for (std::int64_t i = 0; i < count; ++i)
    bytes[std::size_t(i)] =
        char(std::int8_t(std::lround(std::clamp(127 * double(values[i]) / scale, -127.0, 127.0))));
  return encode_base64(bytes);
}

}  // namespace

struct KernelLearning::Inner {
  LearningSettings settings;
  Tensor picture{DType::f32, {1, 1, 1}};  // f32 [C, H, W], as it was told
  Matrix editor{1, 1, {1}};
  std::string own_name;
  std::optional<Tensor> own;

  std::optional<Problem> problem;
  std::optional<KernelDescent> descent;
  std::optional<Matrix> truth;
  std::string truth_name, end;
  bool revealed = false, restarted = false, playing = false;
  std::int64_t step = 0, every = 1;  // of the history
  double beginning = 0, best = 0, best_before = 0;
  std::vector<std::vector<double>> history;
  std::vector<double> spectrum;
  std::vector<std::int64_t> used;
  double pace = 0;  // steps a second
  Clock::time_point began{};
  std::int64_t began_at = 0;

  // The kernel that makes the target, and its name; none where the target is a picture.
  void choose_truth() {
    truth.reset();
    truth_name.clear();
    revealed = settings.target != "surprise";
    if (settings.target == "own") return;
    if (settings.target == "kernel") {
      truth = editor;
      return;
    }
    truth_name = settings.target;
    if (!revealed) {
      std::vector<std::string> names = kernel_names();
      RandomStream draws(std::uint64_t(settings.seed), "lab.learn.surprise");
      truth_name = names[draws.below(0, std::uint32_t(names.size()))];
    }
    truth = find_kernel(truth_name)->kernel();
  }

  // Before and after, small enough to be watched.
  std::pair<Tensor, Tensor> pictures() const {
    if (settings.target != "own") {
      Tensor before = middle_of(picture, kWidestLearnt, kWidestLearnt);
      return {before, convolved(before, *truth)};
    }
    if (!own) throw Error(Problem("lab.learn.no_own").with_hint("lab.learn.no_own.hint").at("learn.target"));
    bool same = own->shape()[0] == picture.shape()[0];
    Tensor before = same ? picture : mean_channel(picture), after = same ? *own : mean_channel(*own);
    pair_of(before, after, 1, 1);  // whether they fit at all, before they are cut
    const Shape &b = before.shape(), &a = after.shape();
    std::int64_t high = std::min(b[1], kWidestLearnt), wide = std::min(b[2], kWidestLearnt);
    return {middle_of(before, high, wide), middle_of(after, high - b[1] + a[1], wide - b[2] + a[2])};
  }

  void begin() {
    playing = false;
    end.clear();
    history.clear();
    problem.reset();
    descent.reset();
    step = 0;
    every = 1;
    choose_truth();
    try {
      auto [before, after] = pictures();
      double scale = largest(before);
      if (scale == 0) scale = 1;
      KernelPair pair =
          pair_of(divided(before, scale), divided(after, scale), settings.rows, settings.columns);
      used = {before.shape()[0], before.shape()[1], before.shape()[2]};
      spectrum = patch_spectrum(pair.input, settings.rows, settings.columns);
      descent.emplace(std::move(pair), settings, spectrum.front() > 0 ? 2 * spectrum.front() : 1);
      beginning = best = best_before = descent->loss();
    } catch (const Error& error) {
      problem = error.problem();
      used.clear();
    }
  }

  void require_learning() const {
    if (problem) throw Error(*problem);
  }

  void advance() {
    double loss = descent->step();
    if (step % every == 0) history.push_back({double(step), loss});
    if (history.size() > kMostHistory) {
      for (std::size_t i = 0; 2 * i < history.size(); ++i) history[i] = history[2 * i];
      history.resize((history.size() + 1) / 2);
      every *= 2;
    }
    ++step;
    best = std::min(best, loss);
    if (!std::isfinite(loss) || loss > kDiverged * std::max(beginning, 1.0)) stop("diverged");
    if (step % kPatience == 0) {
      if (best >= kProgress * best_before) stop("settled");
      best_before = best;
    }
    if (end.empty() && step >= settings.most_steps) stop("steps");
  }
  void stop(const char* why) {
    end = why;
    playing = false;
  }
};

KernelLearning::KernelLearning() : inner_(std::make_unique<Inner>()) {}
KernelLearning::~KernelLearning() = default;

void KernelLearning::look_at(const Tensor& planes, const Matrix& kernel) {
  Inner& in = *inner_;
  bool same = planes.shape() == in.picture.shape() &&
              std::ranges::equal(planes.data<float>(), in.picture.data<float>());
  in.editor = kernel;
  if (same && in.descent) return;
  in.restarted = !same && in.step > 0;
  in.picture = planes.clone();
  in.begin();
}

void KernelLearning::set(const LearningSettings& settings) {
  require_sound(settings);
  inner_->settings = settings;
  reset();
}

void KernelLearning::open_after(const std::string& name, std::span<const std::byte> bytes) {
  Tensor image = io::decode_image(bytes, name).value();
  if (image.shape()[0] * image.shape()[1] > kMostLabPixels)
    throw Error(Problem("lab.convolution.large",
                        {{"width", image.shape()[1]}, {"height", image.shape()[0]}, {"most", kMostLabPixels}})
                    .with_hint("lab.convolution.large.hint")
                    .at("learn.target"));
  set_after(name, planes_of(image, false));
}

void KernelLearning::set_after(const std::string& name, Tensor planes) {
  inner_->own = std::move(planes);
  inner_->own_name = name;
  inner_->settings.target = "own";
  reset();
}

void KernelLearning::play(double steps_per_second) {
  Inner& in = *inner_;
  require_range("learn.pace", steps_per_second, 0, 1e6);
  in.require_learning();
  in.pace = steps_per_second;
  in.began = Clock::now();
  in.began_at = in.step;
  in.playing = in.end.empty();
}

void KernelLearning::pause() { inner_->playing = false; }

void KernelLearning::step(std::int64_t count) {
  Inner& in = *inner_;
  require_range("learn.count", double(count), 1, double(kMostAtOnce));
  in.require_learning();
  in.playing = false;
  for (; count > 0 && in.end.empty(); --count) in.advance();
}

void KernelLearning::reset() {
  inner_->restarted = false;
  inner_->begin();
}

void KernelLearning::reveal() { inner_->revealed = true; }

void KernelLearning::work(Clock::time_point deadline) {
  Inner& in = *inner_;
  while (in.playing && Clock::now() < deadline) {
    std::chrono::duration<double> passed = Clock::now() - in.began;
    if (in.pace > 0 && double(in.step - in.began_at) >= passed.count() * in.pace) return;
    in.advance();
  }
}

bool KernelLearning::playing() const { return inner_->playing; }

LearningState KernelLearning::state() {
  Inner& in = *inner_;
  LearningState state{.settings = in.settings, .own = in.own_name};
  if (in.problem) {
    state.problem = in.problem->reasons.front();
    state.hint = in.problem->hint;
  }
  state.restarted = in.restarted;
  state.playing = in.playing;
  state.end = in.end;
  state.step = in.step;
  state.beginning = in.beginning;
  state.hidden = in.truth && !in.revealed;
  if (in.truth && in.revealed) {
    state.truth = rows_of(*in.truth);
    state.truth_name = in.truth_name;
  }
  state.given = {in.picture.shape()[0], in.picture.shape()[1], in.picture.shape()[2]};
  state.used = in.used;
  if (!in.descent) return state;
  Matrix kernel = in.descent->kernel();
  state.kernel = rows_of(kernel);
  if (in.truth && in.revealed) state.error = difference(kernel, *in.truth);
  state.loss = in.descent->loss();
  state.history = in.history;
  state.history.push_back({double(in.step), state.loss});
  double most = in.spectrum.front();
  state.open = std::ranges::count_if(in.spectrum, [&](double value) { return value <= kOpen * most; });
  if (state.open == 0) state.condition = most / in.spectrum.back();
  return state;
}

LearningPictures KernelLearning::pictures() {
  Inner& in = *inner_;
  in.require_learning();
  const Tensor &target = in.descent->pair().target, &output = in.descent->output();
  LearningPictures pictures{.height = target.shape()[2], .width = target.shape()[3]};
  std::int64_t count = pictures.height * pictures.width;
  const float *t = target.data<float>().data(), *y = output.data<float>().data();
  std::vector<float> less(y, y + count);
  for (std::int64_t i = 0; i < count; ++i) {
    less[std::size_t(i)] -= t[i];
    pictures.most = std::max(pictures.most, std::abs(double(t[i])));
    pictures.most_difference = std::max(pictures.most_difference, std::abs(double(less[std::size_t(i)])));
  }
  pictures.target = signed_bytes(t, count, pictures.most);
  pictures.output = signed_bytes(y, count, pictures.most);
  pictures.difference = signed_bytes(less.data(), count, pictures.most_difference);
  return pictures;
}

}  // namespace percept::lab
