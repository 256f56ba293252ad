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
    : store_(store), net_(std::move(net)), data_(std::move(data)), config_(std::move(config)),
      roles_(roles_of(*data_.train)), loader_(data_.train, shuffled(config_.loader, config_.seed)),
      step_(program(true)), gather_(program(false)) {
  if (roles_.classes == 0 && config_.watch == "accuracy") config_.watch = "loss";
  trace();
  ParameterStore* evaluated = &store_;
  if (config_.update.ema > 0) {
    averaged_ = std::make_unique<ParameterStore>(store_.seed());
    evaluated = averaged_.get();
  }
  if (data_.test || data_.validation)
    evaluator_.emplace(*evaluated, net_, config_.loss, roles_, config_.metrics, unmixed(config_.precision));
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

std::unique_ptr<Graph> Trainer::trace_net(std::int64_t examples) const {
  auto graph = std::make_unique<Graph>(Mode::infer);
  const data::Field& field = data_.train->fields().front();
  std::vector<std::int64_t> dims = {examples};
  dims.insert(dims.end(), field.shape.begin(), field.shape.end());
  graph->fetch("output", net_(graph->feed(field.name, {field.dtype, Shape(std::move(dims))})));
  return graph;
}

std::vector<PlanStep> Trainer::profile() { return step_.plan(blank_feeds()).steps(); }

void Trainer::trace() {
  std::unique_ptr<Graph> graph = step_.trace(blank_feeds());
  require_frozen(*graph, config_.freeze);
  for (const char* name : {"momentum", "weight_decay"})
    if (auto feed = graph->feeds().find(name); feed != graph->feeds().end())
      rates_[name] = fallback_of(feed->second.node()).value_or(0);
  for (Value value : graph->parameters()) {
    const Parameter& parameter = graph->parameter_of(value);
    store_.ensure(parameter);
    if (parameter.path.starts_with(optim::kStatePrefix)) continue;
    (parameter.trainable ? outcome_.parameters : outcome_.state) += parameter.type.shape.elements();
  }
}

std::int64_t Trainer::steps() const {
  std::int64_t batches = loader_.batches(), group = config_.accumulate;
  return (batches + group - 1) / group * config_.epochs;
}

void Trainer::emit(const Event& event) const {
  for (const Listener& listener : listeners_) listener(event);
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

double Trainer::seconds() const { return before_ + seconds_between(start_, now()); }

bool Trainer::has_patience() const {
  const Score* best = progress_.best(config_.watch);
  return config_.patience == 0 || !best || progress_.scores.back().epoch - best->epoch < config_.patience;
}

Outcome Trainer::run(const std::atomic<bool>* stop) {
  start_ = now();
  before_ = progress_.seconds;
  outcome_.interrupted = outcome_.early = false;
  emit(RunStarted{.steps = steps(),
                  .epochs = config_.epochs,
                  .step = progress_.step,
                  .epoch = progress_.epoch,
                  .examples = data_.train->size(),
                  .images = progress_.images,
                  .parameters = outcome_.parameters,
                  .state = outcome_.state});
  if (config_.epochs == 0 && progress_.scores.empty()) {
    progress_.epoch = 0;
    finish_epoch();
  }
  for (;;) {
    outcome_.early = !has_patience();
    if (outcome_.early || outcome_.interrupted || progress_.epoch > config_.epochs) break;
    if (run_epoch(stop)) finish_epoch();
    // Also where it was stopped during the evaluation or with the epoch's last step.
    outcome_.interrupted = stop && *stop && progress_.step < steps();
  }
  settle();
  return outcome_;
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
  double lr = rate(), count = double(sums_.examples);
  ++progress_.step;
  progress_.batch = std::min(progress_.batch + config_.accumulate, loader_.batches());
  progress_.loss += sums_.loss;
  progress_.accuracy += sums_.accuracy;
  progress_.examples += sums_.examples;
  progress_.images += sums_.examples;
  progress_.seconds = seconds();
  StepFinished event{.step = progress_.step,
                     .epoch = progress_.epoch,
                     .loss = sums_.loss / count,
                     .accuracy = sums_.accuracy / count,
                     .lr = lr,
                     .images = progress_.images,
                     .samples_per_second = double(progress_.images) / progress_.training};
  if (config_.gradient_norms) event.gradient_norm = overall(gradient_norms_);
  sums_ = {};
  if (progress_.step % kRemember == 0) remember();
  emit(event);
  for (const auto& visitor : visitors_) visitor();
}

Evaluation Trainer::evaluate(const data::DatasetPtr& dataset) {
  if (averaged_) {
    for (const auto& [path, value] : weights()) {
      averaged_->ensure(store_.find(path)->parameter);
      averaged_->set(path, value);
    }
  }
  return evaluator_->evaluate(dataset, config_.loader.normalization);
}

void Trainer::finish_epoch() {
  double count = double(progress_.examples);
  outcome_.train_loss = progress_.loss / count;
  outcome_.train_accuracy = progress_.accuracy / count;
  EpochFinished event;
  event.step = progress_.step;
  event.epoch = progress_.epoch;
  event.train_loss = outcome_.train_loss;
  event.train_accuracy = outcome_.train_accuracy;
  event.split = data_.validation ? "val" : "test";
  const data::DatasetPtr& held = data_.validation ? data_.validation : data_.test;
  if (held) {
    event.evaluation = evaluate(held);
    event.score = {progress_.epoch, progress_.step, event.evaluation.loss, event.evaluation.accuracy,
                   event.evaluation.metrics};
    progress_.scores.push_back(event.score);
    event.best = progress_.best(config_.watch) == &progress_.scores.back();
    if (plateau_) plateau_->observe(config_.plateau->maximize ? event.score.accuracy : event.score.loss);
  }
  ++progress_.epoch;
  progress_.batch = 0;
  progress_.loss = progress_.accuracy = 0;
  progress_.examples = 0;
  event.seconds = progress_.seconds = seconds();
  event.samples_per_second = progress_.training > 0 ? double(progress_.images) / progress_.training : 0;
  event.gradient_norms = gradient_norms_;
  emit(event);
}

// The outcome, and the last event.
void Trainer::settle() {
  if (progress_.examples > 0) {  // within an epoch
    outcome_.train_loss = progress_.loss / double(progress_.examples);
    outcome_.train_accuracy = progress_.accuracy / double(progress_.examples);
  }
  outcome_.steps = progress_.step;
  outcome_.epochs = progress_.epoch - 1;
  if (!progress_.scores.empty()) {
    outcome_.last = progress_.scores.back();
    outcome_.best = *progress_.best(config_.watch);
  }
  RunFinished finished;
  finished.step = progress_.step;
  finished.epochs = outcome_.epochs;
  finished.early = outcome_.early;
  outcome_.test = data_.validation ? std::nullopt : outcome_.last;
  if (data_.validation && data_.test && !outcome_.interrupted) {
    finished.test = evaluate(data_.test);
    outcome_.test = {outcome_.epochs, progress_.step, finished.test->loss, finished.test->accuracy,
                     finished.test->metrics};
  }
  finished.seconds = outcome_.seconds = progress_.seconds = seconds();
  outcome_.samples_per_second = progress_.training > 0 ? double(progress_.images) / progress_.training : 0;
  if (outcome_.interrupted)
    emit(Interrupted{progress_.step, progress_.batch > 0 ? progress_.epoch : progress_.epoch - 1, seconds()});
  else
    emit(finished);
}

}  // namespace percept::train
