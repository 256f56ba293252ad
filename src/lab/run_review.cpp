#include "percept/lab/run_review.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>

#include "percept/base/threads.hpp"
#include "percept/data/spec.hpp"
#include "percept/lab/settings.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/train/runs.hpp"
#include "review_rows.hpp"
#include "run_weights.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kBetween{3000};    // two looks that repeat themselves
constexpr milliseconds kForgotten{5000};  // after so long without a question nobody looks any more
constexpr int kTries = 3;                 // for weights of a later step
constexpr std::size_t kWorst = 20, kSamples = 64, kOfCell = 24;
constexpr int kPolite = 10;

std::vector<std::int64_t> spread(std::int64_t count, std::int64_t size) {
  count = std::min(count, size);
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(i * size / count);
  return indices;
}

// The network with the weights of the moment, and those of a later step where the training goes on.
struct Opened {
  recipe::Model model;
  std::string weights;
  std::int64_t step = 0;
  std::optional<RunWeights> later = {};
};

Opened open_files(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder / "best.safetensors", error)) return {recipe::open_model(folder.string()), "best"};
  return {recipe::open_checkpoint(folder), "last"};
}

Opened open_now(const fs::path& folder, const std::atomic<bool>& stop) {
  Result<WeightsLine> line = WeightsLine::open(folder);
  if (!line) return open_files(folder);
  Result<RunWeights> now = line->ask(stop);
  if (!now) return open_files(folder);  // it ended, does not answer, or is too large for its socket
  Opened opened{recipe::make_model(train::read_card(folder).value(), now->tensors, folder), "live",
                now->step};
  for (int i = 0; i < kTries && !stop; ++i) {
    Result<RunWeights> later = line->ask(stop);
    if (!later) break;
    if (later->step > now->step) {
      opened.later = *std::move(later);
      break;
    }
  }
  return opened;
}

data::DatasetPtr open_set(const recipe::Model& model, const std::string& split) {
  const recipe::DataFields& fields = model.recipe.data;
  if (split == "test") {
    if (!fields.test.empty()) return recipe::open_fitting(model, fields.test, true);
    data::Spec spec = data::parse_spec(fields.source, "test").value();
    std::string whole = spec.source + (spec.directory.empty() ? "" : ":" + spec.directory);
    return recipe::open_fitting(model, whole + ":test", true);
  }
  train::DataSets sets = recipe::open_data(model.recipe);
  if (split == "train") return sets.train;
  if (!sets.validation) throw Error(Problem("lab.review.no_val").with_hint("lab.review.no_val.hint"));
  return sets.validation;
}

bool is_worse(const recipe::ReviewedExample& a, const recipe::ReviewedExample& b) {
  // What is no number is the worst.
  double x = std::isnan(a.loss) ? INFINITY : a.loss, y = std::isnan(b.loss) ? INFINITY : b.loss;
  return x > y;
}

}  // namespace

struct RunReview::Look {
  Asked asked;
  ReviewResult result;
  std::vector<recipe::ReviewedExample> examples;  // the worst first
  data::DatasetPtr dataset;
  std::string source;  // where the data set came from
  Weights weights;
  double gradient = 0;
};

RunReview::RunReview() = default;

RunReview::~RunReview() {
  {
    std::lock_guard lock(mutex_);
    ending_ = stop_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RunReview::begin(const fs::path& folder, const ReviewWish& wish) {
  require_range("count", double(wish.count), double(kLeastReviewed), double(kMostReviewed));
  if (wish.split != "train" && wish.split != "val" && wish.split != "test")
    throw Error(Problem("lab.unknown_word", {{"field", "split"}, {"word", wish.split.substr(0, 40)}}));
  std::lock_guard lock(mutex_);
  if (asked_ && asked_->folder != folder) look_.reset(), progress_.result.reset();
  asked_ = {folder, wish};
  due_ = stop_ = true;
  heard_ = Clock::now();
  progress_.working = true;
  progress_.done = 0;
  progress_.count = wish.count;
  progress_.failure.reset();
  progress_.hint.reset();
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  woken_.notify_all();
}

void RunReview::stop() {
  std::lock_guard lock(mutex_);
  asked_.reset();
  look_.reset();
  due_ = false;
  stop_ = true;
  progress_ = {.version = progress_.version};
}

ReviewProgress RunReview::progress(std::int64_t seen) {
  std::lock_guard lock(mutex_);
  heard_ = Clock::now();
  ReviewProgress progress = progress_;
  if (progress.version <= seen || !look_) return progress;
  progress.result = look_->result;
  return progress;
}

std::shared_ptr<const RunReview::Look> RunReview::last() const {
  std::lock_guard lock(mutex_);
  if (!look_) throw Error(Problem("lab.review.none").with_hint("lab.review.none.hint"));
  return look_;
}

ReviewedCell RunReview::cell(std::int64_t truth, std::int64_t guess) const {
  std::shared_ptr<const Look> look = last();
  auto classes = double(look->result.classes.size());
  require_range("truth", double(truth), 0, classes - 1);
  require_range("guess", double(guess), 0, classes - 1);
  std::vector<recipe::ReviewedExample> found;
  ReviewedCell cell;
  for (const recipe::ReviewedExample& each : look->examples) {
    if (each.truth != truth || each.guess != guess) continue;
    if (++cell.count <= std::int64_t(kOfCell)) found.push_back(each);
  }
  cell.images = images_of(*look->dataset, found);
  return cell;
}

ParameterHistogram RunReview::histogram(const std::string& path) const {
  std::shared_ptr<const Look> look = last();
  auto found = look->weights.find(path);
  if (found == look->weights.end())
    throw Error(Problem("lab.review.parameter", {{"path", path.substr(0, 100)}})
                    .with_hint("lab.review.parameter.hint"));
  return histogram_of(path, found->second);
}

void RunReview::run() {
  set_thread_count(1);                      // the lab goes on beside it
  ::setpriority(PRIO_PROCESS, 0, kPolite);  // of this thread alone: a training has the processors first
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (!due_) {
      bool goes_on = asked_ && asked_->wish.repeated && look_ && look_->result.weights == "live";
      if (!goes_on) {
        woken_.wait(lock);
        continue;
      }
      bool woken = woken_.wait_for(lock, kBetween) == std::cv_status::no_timeout;
      if (woken || !asked_ || Clock::now() - heard_ > kForgotten) {
        if (!woken && asked_) asked_->wish.repeated = false;
        continue;
      }
    }
    due_ = stop_ = false;
    Asked asked = *asked_;
    std::shared_ptr<const Look> before = look_, found;
    progress_.working = true;
    progress_.done = 0;
    lock.unlock();
    std::optional<Problem> problem;
    try {
      found = look(asked, before.get());
    } catch (const Error& error) {
      problem = error.problem();
    } catch (const std::exception& error) {  // no memory, for one
      problem = Problem("lab.internal", {{"what", error.what()}});
    }
    lock.lock();
    if (due_ || !asked_) continue;  // another look is wanted
    progress_.working = false;
    progress_.failure.reset();
    progress_.hint.reset();
    if (problem) {
      progress_.failure = problem->reasons.front();
      progress_.hint = problem->hint;
      asked_->wish.repeated = false;
    } else if (found) {
      look_ = std::move(found);
      ++progress_.version;
    }
  }
}

std::shared_ptr<const RunReview::Look> RunReview::look(const Asked& asked, const Look* before) {
  Opened opened = open_now(asked.folder, stop_);
  if (stop_) return nullptr;
  auto made = std::make_shared<Look>();
  made->asked = asked;
  made->source = asked.wish.split + " " + opened.model.card.recipe;
  bool same = before && before->asked.folder == asked.folder && before->source == made->source;
  made->dataset = same ? before->dataset : open_set(opened.model, asked.wish.split);
  if (stop_) return nullptr;
  made->weights = opened.model.store->snapshot();
  recipe::Inspector inspector(std::move(opened.model));
  std::vector<std::int64_t> indices = spread(asked.wish.count, made->dataset->size());
  {
    std::lock_guard lock(mutex_);
    progress_.count = std::int64_t(indices.size());
  }
  std::optional<recipe::NetReview> review = inspector.review(*made->dataset, indices, [&](std::int64_t done) {
    std::lock_guard lock(mutex_);
    progress_.done = done;
    return !stop_;
  });
  if (!review) return nullptr;

  std::map<std::string, double> updates;
  if (opened.later)
    updates = update_lengths(made->weights, opened.later->tensors, opened.later->step - opened.step);
  else if (same && opened.weights == "live" && before->result.weights == "live" &&
           before->result.step < opened.step)
    updates = update_lengths(before->weights, made->weights, opened.step - before->result.step);
  ReviewResult& result = made->result;
  result.split = asked.wish.split;
  result.data = made->dataset->name();
  result.weights = opened.weights;
  result.step = opened.step;
  result.count = review->count;
  if (std::isfinite(review->loss)) result.loss = review->loss;
  if (std::isfinite(review->accuracy)) result.accuracy = review->accuracy;
  result.classes = inspector.model().card.classes;
  auto classes = std::int64_t(result.classes.size());
  for (std::int64_t truth = 0; truth < classes; ++truth)
    for (std::int64_t guess = 0; guess < classes; ++guess)
      result.confusion.push_back(review->confusion.at(truth, guess));
  result.layers = layer_rows(*review, updates);
  double squares = 0;
  for (const recipe::ParameterReview& each : review->parameters) {
    result.parameters.push_back(each.path);
    squares += each.gradient * each.gradient;
  }
  made->gradient = std::sqrt(squares);
  bool comparable = same && before->result.count == result.count;
  result.alarms = review_alarms(result.layers, comparable ? std::optional(before->gradient) : std::nullopt);
  std::vector<recipe::ReviewedExample>& examples = made->examples = std::move(review->examples);
  std::vector<recipe::ReviewedExample> samples;
  for (std::int64_t i : spread(std::int64_t(kSamples), std::int64_t(examples.size())))
    samples.push_back(examples[std::size_t(i)]);
  result.samples = images_of(*made->dataset, samples);
  std::stable_sort(examples.begin(), examples.end(), is_worse);
  result.worst =
      images_of(*made->dataset,
                {examples.begin(), examples.begin() + std::ptrdiff_t(std::min(kWorst, examples.size()))});
  return made;
}

}  // namespace percept::lab
