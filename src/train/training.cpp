#include "percept/train/training.hpp"

#include <chrono>

namespace percept::train {
namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
double seconds_between(std::int64_t from, std::int64_t to) { return double(to - from) * 1e-9; }

}  // namespace

Training::Training(ParameterStore& store, Net net, DataSets data, TrainerConfig config)
    : store_(store), net_(std::move(net)), data_(std::move(data)), config_(std::move(config)),
      roles_(roles_of(*data_.train)) {
  if (roles_.classes == 0 && config_.watch == "accuracy") config_.watch = "loss";
}

Training::~Training() = default;

void Training::evaluate_with(ParameterStore& store) {
  if (data_.test || data_.validation)
    evaluator_.emplace(store, net_, config_.loss, roles_, config_.metrics, unmixed(config_.precision));
}

void Training::declare(const Graph& graph) {
  for (Value value : graph.parameters()) {
    const Parameter& parameter = graph.parameter_of(value);
    store_.ensure(parameter);
    if (parameter.path.starts_with(optim::kStatePrefix)) continue;
    (parameter.trainable ? outcome_.parameters : outcome_.state) += parameter.type.shape.elements();
  }
}

std::unique_ptr<Graph> Training::trace_net(std::int64_t examples) const {
  auto graph = std::make_unique<Graph>(Mode::infer);
  const data::Field& field = data_.train->fields().front();
  std::vector<std::int64_t> dims = {examples};
  dims.insert(dims.end(), field.shape.begin(), field.shape.end());
  graph->fetch("output", net_(graph->feed(field.name, {field.dtype, Shape(std::move(dims))})));
  return graph;
}

void Training::emit(const Event& event) const {
  for (const Listener& listener : listeners_) listener(event);
}

void Training::visit_all() const {
  for (const auto& visitor : visitors_) visitor();
}

void Training::count(const Sums& sums) {
  progress_.loss += sums.loss;
  progress_.accuracy += sums.accuracy;
  progress_.examples += sums.examples;
  progress_.images += sums.examples;
  progress_.seconds = seconds();
}

Evaluation Training::evaluate(const data::DatasetPtr& dataset) {
  return evaluator_->evaluate(dataset, config_.loader.normalization);
}

double Training::seconds() const { return before_ + seconds_between(start_, now()); }

bool Training::has_patience() const {
  const Score* best = progress_.best(config_.watch);
  return config_.patience == 0 || !best || progress_.scores.back().epoch - best->epoch < config_.patience;
}

Outcome Training::run(const std::atomic<bool>* stop) {
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
    outcome_.early = is_learnt() || !has_patience();
    if (outcome_.early || outcome_.interrupted || progress_.epoch > config_.epochs) break;
    if (run_epoch(stop)) finish_epoch();
    // Also where it was stopped during the evaluation or with the epoch's last step.
    outcome_.interrupted = stop && *stop && progress_.step < steps();
  }
  settle();
  return outcome_;
}

void Training::finish_epoch() {
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
    observe(event.score);
  }
  event.train_figures = outcome_.train_figures = epoch_figures();
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
void Training::settle() {
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
