#include "percept/train/trainer.hpp"

#include <chrono>
#include <cmath>

#include "percept/nn/loss.hpp"
#include "percept/optim/optimizer.hpp"

namespace percept::train {
namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
double seconds_between(std::int64_t from, std::int64_t to) { return double(to - from) * 1e-9; }

bool is_optimiser_state(std::string_view path) { return path.starts_with(optim::kStatePrefix); }

bool finite(const Tensor& tensor) {
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    if (!std::isfinite(tensor.at(i))) return false;
  return true;
}

// The fields of a batch, as a program is fed with them, of any content.
Feeds blank(const data::Dataset& dataset, std::int64_t size) {
  Feeds feeds;
  for (const data::Field& field : dataset.fields()) {
    std::vector<std::int64_t> dims = {size};
    dims.insert(dims.end(), field.shape.begin(), field.shape.end());
    feeds[field.name] = Tensor(field.dtype, Shape(std::move(dims)));
  }
  return feeds;
}

}  // namespace

std::map<std::string, Tensor> weights_of(const ParameterStore& store) {
  std::map<std::string, Tensor> weights = store.snapshot();
  std::erase_if(weights, [](const auto& item) { return is_optimiser_state(item.first); });
  return weights;
}

std::map<std::string, Tensor> averaged_weights(const ParameterStore& store) {
  std::map<std::string, Tensor> weights = weights_of(store);
  for (auto& [path, weight] : weights)
    if (const ParameterStore::Entry* average = store.find(std::string(optim::kAveragePrefix) + path))
      weight = average->value;
  return weights;
}

void require_frozen(const Graph& graph, const std::vector<std::string>& paths) {
  for (const std::string& frozen : paths) {
    bool found = false;
    std::string known;
    for (Value value : graph.parameters()) {
      const std::string& path = graph.parameter_of(value).path;
      if (is_optimiser_state(path)) continue;
      found |= path == frozen || path.starts_with(frozen + ".");
      known.append(known.empty() ? "" : ", ").append(path);
    }
    if (!found)
      throw Error(
          Problem("train.freeze", {{"path", frozen}}).with_hint("train.freeze.hint", {{"paths", known}}));
  }
}

Trainer::Trainer(ParameterStore& store, Net net, data::DatasetPtr train, data::DatasetPtr test,
                 TrainerConfig config)
    : store_(store), train_(std::move(train)), test_(std::move(test)), config_(std::move(config)),
      loader_(train_, {.batch = config_.batch,
                       .shuffle = true,
                       .seed = config_.seed,
                       .normalization = config_.normalization}),
      step_(store,
            [net, loss = config_.loss, minimize = config_.minimize, freeze = config_.freeze](Graph& graph) {
              for (const std::string& path : freeze) graph.freeze(path);
              Value logits = net(graph.feed("image")), labels = graph.feed("label");
              Value value = loss(logits, labels);
              minimize(value);
              graph.fetch("loss", value);
              graph.fetch("accuracy", nn::accuracy(logits, labels));
            },
            {.plan = {.precision = config_.precision}}),
      evaluator_(store, net, config_.loss) {
  Feeds feeds = blank(*train_, std::min(config_.batch, std::max<std::int64_t>(train_->size(), 1)));
  feeds["lr"] = Tensor::scalar(0.0f);
  std::unique_ptr<Graph> graph = step_.trace(feeds);
  require_frozen(*graph, config_.freeze);
  for (Value value : graph->parameters()) {
    const Parameter& parameter = graph->parameter_of(value);
    store_.ensure(parameter);
    if (is_optimiser_state(parameter.path)) continue;
    (parameter.trainable ? outcome_.parameters : outcome_.state) += parameter.type.shape.elements();
    order_.push_back(parameter.path);
  }
  if (config_.plateau) plateau_.emplace(*config_.plateau);
}

std::int64_t Trainer::steps() const { return loader_.batches() * config_.epochs; }

void Trainer::emit(const Event& event) const {
  for (const Listener& listener : listeners_) listener(event);
}

double Trainer::rate() const {
  double scheduled = config_.schedule ? config_.schedule(outcome_.steps, steps()) : 1;
  return config_.lr * scheduled * (plateau_ ? plateau_->factor() : 1);
}

double Trainer::seconds() const { return seconds_between(start_, now()); }

Outcome Trainer::run(const std::atomic<bool>* stop) {
  start_ = now();
  emit(RunStarted{steps(), config_.epochs, train_->size(), outcome_.parameters, outcome_.state});
  if (config_.epochs == 0) finish_epoch(0);
  for (std::int64_t epoch = 1; epoch <= config_.epochs && !outcome_.interrupted; ++epoch) {
    outcome_.interrupted = !run_epoch(epoch, stop);
    outcome_.train_loss = sums_.loss / double(sums_.images);
    outcome_.train_accuracy = sums_.accuracy / double(sums_.images);
    if (!outcome_.interrupted) finish_epoch(epoch);
    // Stopped during the evaluation, or with the epoch's last step.
    if (stop && *stop && epoch < config_.epochs) outcome_.interrupted = true;
    if (outcome_.interrupted) emit(Interrupted{outcome_.steps, epoch, seconds()});
  }
  outcome_.seconds = seconds();
  if (!outcome_.interrupted) emit(RunFinished{outcome_.steps, outcome_.epochs, outcome_.seconds});
  return outcome_;
}

bool Trainer::run_epoch(std::int64_t epoch, const std::atomic<bool>* stop) {
  sums_ = {};
  std::int64_t begin = now(), planning = 0;
  Feeds feeds;
  for (const data::Batch& batch : loader_.epoch(epoch)) {
    double lr = rate();
    feeds["image"] = batch["image"];
    feeds["label"] = batch["label"];
    feeds["lr"] = Tensor::scalar(float(lr));
    std::int64_t before = now();
    Plan& plan = step_.plan(feeds);
    planning += now() - before;

    const Fetches& fetched = plan.run(feeds);
    double loss = fetched.number("loss"), accuracy = fetched.number("accuracy");
    ++outcome_.steps;
    images_ += batch.size;
    sums_.loss += loss * double(batch.size);
    sums_.accuracy += accuracy * double(batch.size);
    sums_.images += batch.size;
    require_finite(loss, lr);
    double spent = training_ + seconds_between(begin + planning, now());
    outcome_.samples_per_second = double(images_) / spent;
    emit(StepFinished{outcome_.steps, epoch, loss, accuracy, lr, images_, outcome_.samples_per_second});
    if (stop && *stop && batch.index + 1 < loader_.batches()) return false;
  }
  training_ += seconds_between(begin + planning, now());
  return true;
}

void Trainer::finish_epoch(std::int64_t epoch) {
  Evaluation test = evaluator_.evaluate(test_, config_.normalization);
  if (plateau_) plateau_->observe(config_.plateau->maximize ? test.accuracy : test.loss);
  bool best = !outcome_.best || test.accuracy > outcome_.best->test.accuracy ||
              (test.accuracy == outcome_.best->test.accuracy && test.loss < outcome_.best->test.loss);
  EpochFinished event{outcome_.steps, epoch,    outcome_.train_loss, outcome_.train_accuracy, std::move(test),
                      best,           seconds()};
  outcome_.epochs = epoch;
  outcome_.last = event;
  if (best) outcome_.best = event;
  emit(event);
}

void Trainer::require_finite(double loss, double lr) const {
  if (std::isfinite(loss)) return;
  Problem problem("train.not_finite", {{"step", outcome_.steps}, {"loss", std::to_string(loss)}});
  // The step has been committed, so a layer that lost its numbers shows it; the first in the net is named.
  for (const std::string& path : order_)
    if (const ParameterStore::Entry* entry = store_.find(path); entry && !finite(entry->value)) {
      problem.reasons.emplace_back("train.not_finite.layer", std::vector<Argument>{{"parameter", path}});
      break;
    }
  throw Error(std::move(problem).with_hint("train.not_finite.hint", {{"lr", lr}}));
}

}  // namespace percept::train
