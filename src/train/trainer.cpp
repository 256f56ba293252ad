#include "percept/train/trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gradients.hpp"
#include "not_finite.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/nn/loss.hpp"
#include "percept/nn/penalty.hpp"

namespace percept::train {
namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
double seconds_between(std::int64_t from, std::int64_t to) { return double(to - from) * 1e-9; }

data::LoaderOptions shuffled(data::LoaderOptions options, std::uint64_t seed) {
  options.shuffle = true;
  options.seed = seed;
  return options;
}

constexpr const char* kSoftLabel = "soft_label";  // of the loader, where it mixes examples
constexpr std::int64_t kRemember = 50;  // steps between two states that are kept to find a mistake from

}  // namespace

Trainer::Trainer(ParameterStore& store, Net net, DataSets data, TrainerConfig config)
    : Training(store, std::move(net), std::move(data), std::move(config)),
      loader_(data_.train, shuffled(config_.loader, config_.seed)), step_(program(true)),
      gather_(program(false)) {
  trace();
  if (config_.update.ema > 0) averaged_ = std::make_unique<ParameterStore>(store_.seed());
  evaluate_with(averaged_ ? *averaged_ : store_);
  if (config_.plateau) plateau_.emplace(*config_.plateau);
}

Trainer::~Trainer() = default;

// The program of the batch that ends a step, or of those before, whose gradients are only gathered.
Program Trainer::program(bool steps) {
  bool mixed = loader_.fields().size() > data_.train->fields().size();
  auto build = [net = net_, roles = roles_, config = config_, mixed, steps](Graph& graph) {
    for (const std::string& path : config.freeze) graph.freeze(path);
    Value output = net(graph.feed(roles.input)), target = graph.feed(roles.target);
    Value loss = config.loss(output, mixed ? graph.feed(kSoftLabel) : target);
    std::vector<Value> parameters = graph.trainable();
    std::vector<Value> gradients = differentiate(nn::penalized(loss, config.l1, config.l2), parameters);
    if (config.accumulate > 1) gradients = gathered(parameters, gradients, steps);
    if (steps) {
      if (config.gradient_norms) fetch_norms(parameters, gradients);
      config.optimizer->update(parameters, gradients, config.update);
    }
    graph.fetch("loss", loss);
    if (roles.classes > 0) graph.fetch("accuracy", nn::accuracy(class_scores(output, roles.classes), target));
  };
  return Program(store_, build, {.plan = {.profile = config_.profile, .precision = config_.precision}});
}

// What a step on a whole batch is fed with, of any content.
Feeds Trainer::blank_feeds() const {
  Feeds feeds;
  std::int64_t size = std::clamp<std::int64_t>(data_.train->size(), 1, config_.loader.batch);
  for (const data::Field& field : loader_.fields()) {
    std::vector<std::int64_t> dims = {size};
    dims.insert(dims.end(), field.shape.begin(), field.shape.end());
    feeds[field.name] = Tensor(field.dtype, Shape(std::move(dims)));
  }
  feeds["lr"] = Tensor::scalar(0.0f);
  if (config_.accumulate > 1) feeds["share"] = Tensor::scalar(1.0f);
  return feeds;
}

std::vector<PlanStep> Trainer::profile() { return step_.plan(blank_feeds()).steps(); }

void Trainer::trace() {
  std::unique_ptr<Graph> graph = step_.trace(blank_feeds());
  require_frozen(*graph, config_.freeze);
  for (const char* name : {"momentum", "weight_decay"})
    if (auto feed = graph->feeds().find(name); feed != graph->feeds().end())
      rates_[name] = fallback_of(feed->second.node()).value_or(0);
  declare(*graph);
}

std::int64_t Trainer::steps() const {
  std::int64_t batches = loader_.batches(), group = config_.accumulate;
  return (batches + group - 1) / group * config_.epochs;
}

double Trainer::rate() const {
  auto set = progress_.set.find("lr");
  double base = set == progress_.set.end() ? config_.optimizer->lr() : set->second;
  double scheduled = config_.schedule ? config_.schedule(progress_.step, steps()) : 1;
  return base * scheduled * (plateau_ ? plateau_->factor() : 1);
}

std::optional<double> Trainer::rate_of(const std::string& name) const {
  auto own = rates_.find(name);
  if (own == rates_.end()) return std::nullopt;
  auto set = progress_.set.find(name);
  return set == progress_.set.end() ? own->second : set->second;
}

bool Trainer::run_epoch(const std::atomic<bool>* stop) {
  double trained = progress_.training;
  std::int64_t begin = now();
  pauses_ = 0;
  auto count_time = [&] { progress_.training = trained + seconds_between(begin, now()) - pauses_; };
  remember();
  sums_ = {};
  for (const data::Batch& batch : loader_.epoch(progress_.epoch, progress_.batch)) {
    if (!run_batch(batch)) continue;
    count_time();
    std::int64_t before = now();
    finish_step();
    pauses_ += seconds_between(before, now());
    if (stop && *stop && progress_.batch < loader_.batches()) return false;
  }
  count_time();
  return true;
}

bool Trainer::ends_step(const data::Batch& batch) const {
  return (batch.index + 1) % config_.accumulate == 0 || batch.index + 1 == loader_.batches();
}

Feeds Trainer::feeds_of(const data::Batch& batch) const {
  Feeds feeds(batch.tensors);
  for (const auto& [name, value] : progress_.set) feeds[name] = Tensor::scalar(float(value));
  feeds["lr"] = Tensor::scalar(float(rate()));
  if (config_.accumulate == 1) return feeds;
  // The share that the batch has in the examples of its step.
  std::int64_t whole = config_.accumulate * config_.loader.batch;
  std::int64_t begin = batch.index / config_.accumulate * whole;
  std::int64_t examples = std::min(whole, data_.train->size() - begin);
  feeds["share"] = Tensor::scalar(float(double(batch.size) / double(examples)));
  return feeds;
}

bool Trainer::run_batch(const data::Batch& batch) {
  bool steps = ends_step(batch);
  Feeds feeds = feeds_of(batch);
  std::int64_t before = now();
  Plan& plan = (steps ? step_ : gather_).plan(feeds);
  pauses_ += seconds_between(before, now());

  const Fetches& fetched = plan.run(feeds);
  double loss = fetched.number("loss") * double(batch.size);
  double accuracy = (roles_.classes > 0 ? fetched.number("accuracy") : std::nan("")) * double(batch.size);
  if (!std::isfinite(loss)) explain_not_finite();
  sums_ = {sums_.loss + loss, sums_.accuracy + accuracy, sums_.examples + batch.size};
  if (steps && config_.gradient_norms) gradient_norms_ = read_norms(fetched);
  return steps;
}

// The progress moves on by whole steps, so that it always tells where one can begin again.
void Trainer::finish_step() {
  double lr = rate(), examples = double(sums_.examples);
  ++progress_.step;
  progress_.batch = std::min(progress_.batch + config_.accumulate, loader_.batches());
  count(sums_);
  StepFinished event{.step = progress_.step,
                     .epoch = progress_.epoch,
                     .loss = sums_.loss / examples,
                     .accuracy = sums_.accuracy / examples,
                     .lr = lr,
                     .images = progress_.images,
                     .samples_per_second = double(progress_.images) / progress_.training};
  if (config_.gradient_norms) event.gradient_norm = overall(gradient_norms_);
  sums_ = {};
  if (progress_.step % kRemember == 0) remember();
  emit(event);
  visit_all();
}

Evaluation Trainer::evaluate(const data::DatasetPtr& dataset) {
  if (averaged_) {
    for (const auto& [path, value] : weights()) {
      averaged_->ensure(store_.find(path)->parameter);
      averaged_->set(path, value);
    }
  }
  return Training::evaluate(dataset);
}

void Trainer::observe(const Score& score) {
  if (plateau_) plateau_->observe(config_.plateau->maximize ? score.accuracy : score.loss);
}

}  // namespace percept::train
