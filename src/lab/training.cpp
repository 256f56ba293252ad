#include "training.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <set>

#include "percept/autograd/differentiate.hpp"
#include "percept/data/loader.hpp"
#include "percept/metrics/regression.hpp"
#include "percept/nn/loss.hpp"
#include "percept/nn/penalty.hpp"
#include "rules.hpp"

namespace percept::lab {
namespace {

// Schedules need an end; where no stop rule gives one it is this.
constexpr std::int64_t kHorizon = 100;     // epochs, as the exported recipe has
constexpr std::size_t kMostCounted = 200;  // epochs whose mistakes are remembered

// What is left when everything that is fed, and the stop rules, are the same.
Settings without_rates(Settings settings) {
  settings.l1 = settings.l1 > 0, settings.l2 = settings.l2 > 0;  // a penalty of 0 is not built
  settings.stop = {};
  settings.schedule = {};
  std::visit([](auto& config) { config.lr = 0; }, settings.optimizer.config);
  return settings;
}

// Whether two settings differ in no more than rates, and when it stops.
bool only_rates_differ(const Settings& a, const Settings& b) {
  return format_settings(without_rates(a)) == format_settings(without_rates(b));
}

// Whether the rate stays as it is between two epochs, as it mostly does; then nothing is asked.
bool is_flat(const recipe::ScheduleFields& schedule) {
  const auto* constant = std::get_if<optim::ConstantSchedule>(&schedule.schedule);
  return constant && constant->factor == 1 && schedule.warmup_steps == 0;
}

// What the old tensor has in common with the new one's shape, in its place.
void keep_common(const Tensor& old, Tensor& fresh) {
  std::size_t rank = std::size_t(fresh.shape().rank());
  if (old.dtype() != fresh.dtype() || std::size_t(old.shape().rank()) != rank || rank == 0 || rank > 2)
    return;
  std::int64_t columns = rank == 2 ? fresh.shape()[1] : 1, old_columns = rank == 2 ? old.shape()[1] : 1;
  for (std::int64_t i = 0; i < std::min(old.shape()[0], fresh.shape()[0]); ++i)
    for (std::int64_t k = 0; k < std::min(old_columns, columns); ++k)
      fresh.set(i * columns + k, old.at(i * old_columns + k));
}

}  // namespace

std::size_t Tally::bytes() const {
  std::size_t numbers = epochs.size();
  if (look) {
    numbers += look->features.size() + look->sums.size();
    for (const RowUpdate& row : look->rows) numbers += row.before.size() + row.after.size() + 4;
  }
  return sizeof(Tally) + numbers * sizeof(double);
}

std::size_t Moment::bytes() const {
  std::size_t sum = sizeof(Moment) + locks.size() * sizeof(Lock) + tally.bytes();
  for (const auto& [path, tensor] : tensors) sum += tensor.bytes() + path.size() + 200;
  return sum;
}

std::size_t Change::bytes() const {
  std::size_t sum = sizeof(Change) + elements.size() * sizeof(Element);
  if (settings)
    sum += sizeof(Settings) + settings->data.points.size() * (sizeof(PointRow) + 4 * sizeof(double));
  for (const auto& [path, tensor] : tensors) sum += tensor.bytes() + path.size() + 200;
  if (locks) sum += locks->size() * sizeof(Lock);
  return sum;
}

Training::Training(std::shared_ptr<const Settings> settings) {
  plateau_ = optim::Plateau(settings->schedule.plateau);
  adopt(std::move(settings));
  begin_epoch();
  remember_seen();
}

void Training::adopt(std::shared_ptr<const Settings> settings) {
  require_formulas(*settings);
  Network network = make_network(*settings);
  auto points = std::make_shared<const Points>(make_points(*settings));
  Tensor train = checked_features(*settings, points->train.inputs);
  Tensor test = checked_features(*settings, points->test.inputs);
  train::TrainerConfig config = recipe::trainer_config(network.recipe);
  if (settings->rule == kLeastSquares) solved_weights(*settings, points->train);

  // From here on nothing fails but for want of memory.
  ++generation_;
  settings_ = std::move(settings);
  network_ = std::move(network);
  points_ = std::move(points);
  train_features_ = train, test_features_ = test;
  config_ = std::move(config);
  std::unique_ptr<ParameterStore> old = std::move(store_);
  store_ = std::make_unique<ParameterStore>(std::uint64_t(settings_->seed));
  make_programs();
  Batch& batch = batch_of(std::min(settings_->batch, train.shape()[0]));
  std::unique_ptr<Graph> graph =
      is_memory(settings_->rule) ? score_program_->trace({{"input", batch.inputs}, {"target", batch.targets}})
                                 : step_program_->trace(batch.feeds);
  for (Value value : graph->parameters()) {
    ParameterStore::Entry& entry = store_->ensure(graph->parameter_of(value));
    const ParameterStore::Entry* before = old ? old->find(entry.parameter.path) : nullptr;
    if (before) keep_common(before->value, entry.value), ++entry.version;
  }
  drop_lost_locks();
  begin_tally();
}

void Training::begin_tally() {
  tally_ = {};
  if (settings_->rule != kPerceptron) return;
  for (const auto& [path, entry] : store_->entries())
    if (entry.parameter.trainable)
      for (std::int64_t i = 0; i < entry.value.size(); ++i) tally_.from_zero &= entry.value.at(i) == 0;
}

void Training::make_programs() {
  auto feeds_of_points = [](Graph& graph) { return std::pair(graph.feed("input"), graph.feed("target")); };
  step_program_.emplace(*store_, [this, feeds_of_points](Graph& graph) {
    auto [input, target] = feeds_of_points(graph);
    Value loss = config_.loss(network_.trace(input).back(), target);
    graph.fetch("loss", loss);
    std::vector<Value> parameters = graph.trainable();
    std::vector<Value> gradients = differentiate(nn::penalized(loss, config_.l1, config_.l2), parameters);
    config_.optimizer->update(parameters, gradients, config_.update);
  });
  score_program_.emplace(Program::inference(*store_, [this, feeds_of_points](Graph& graph) {
    auto [input, target] = feeds_of_points(graph);
    Value output = network_.trace(input).back();
    graph.fetch("loss", config_.loss(output, target));
    graph.fetch("output", output);
    if (network_.classes)
      graph.fetch("accuracy", nn::accuracy(train::class_scores(output, network_.classes), target));
  }));
  batches_.clear();
}

Training::Batch& Training::batch_of(std::int64_t size) {
  auto [found, fresh] = batches_.try_emplace(size);
  Batch& batch = found->second;
  if (!fresh) return batch;
  std::vector<std::int64_t> dims(points_->train.targets.shape().begin(),
                                 points_->train.targets.shape().end());
  dims[0] = size;
  batch.inputs = Tensor(DType::f32, {size, train_features_.shape()[1]});
  batch.targets = Tensor(points_->train.targets.dtype(), Shape(dims));
  batch.lr = Tensor::scalar(float(rate_));
  batch.feeds = Feeds{{"input", batch.inputs}, {"target", batch.targets}, {"lr", batch.lr}};
  if (config_.l1 > 0) batch.feeds["l1"] = batch.l1 = Tensor::scalar(float(config_.l1));
  if (config_.l2 > 0) batch.feeds["l2"] = batch.l2 = Tensor::scalar(float(config_.l2));
  return batch;
}

std::int64_t Training::steps_per_epoch() const {
  std::int64_t count = points_->train.size();
  if (settings_->rule == kLeastSquares) return 1;
  return (count + settings_->batch - 1) / settings_->batch;
}

double Training::epochs() const { return double(epoch_) + double(position_) / double(points_->train.size()); }

void Training::begin_epoch() {
  bool mixed = settings_->rule == kGradient || (settings_->rule == kPerceptron && settings_->shuffle);
  if (mixed) {
    order_ = data::shuffled_order(points_->train.size(), config_.seed, epoch_ + 1);  // as Trainer counts them
  } else {
    order_.resize(std::size_t(points_->train.size()));
    std::iota(order_.begin(), order_.end(), 0);
  }
  set_rate();
}

void Training::set_rate() {
  if (settings_->rule != kGradient) return void(rate_ = 1);
  double rate = std::visit([](const auto& config) { return config.lr; }, settings_->optimizer.config);
  std::int64_t an_epoch = steps_per_epoch();
  std::int64_t horizon = (settings_->stop.epochs > 0 ? settings_->stop.epochs : kHorizon) * an_epoch;
  std::int64_t made = epoch_ * an_epoch + position_ / settings_->batch;
  if (!is_flat(settings_->schedule)) rate *= config_.schedule(std::min(made, horizon), horizon);
  if (settings_->schedule.name == "plateau") rate *= plateau_.factor();
  rate_ = rate;
  for (auto& [size, batch] : batches_) batch.lr.set(0, rate_);
}

void Training::step(std::int64_t examples) {
  std::int64_t left = points_->train.size() - position_;
  std::int64_t size = std::min(left, examples > 0 ? examples : settings_->batch);
  if (settings_->rule != kGradient) return learn_by_rule(settings_->rule == kLeastSquares ? left : size);
  Batch& batch = batch_of(size);
  std::size_t input_bytes = std::size_t(train_features_.shape()[1]) * sizeof(float);
  const Tensor& targets = points_->train.targets;
  std::size_t target_bytes = size_of(targets.dtype());
  for (std::int64_t i = 0; i < size; ++i) {
    auto from = std::size_t(order_[std::size_t(position_ + i)]), to = std::size_t(i);
    std::memcpy(batch.inputs.raw() + to * input_bytes, train_features_.raw() + from * input_bytes,
                input_bytes);
    std::memcpy(batch.targets.raw() + to * target_bytes, targets.raw() + from * target_bytes, target_bytes);
  }
  changed();
  finite_ = std::isfinite(step_program_->run(batch.feeds)["loss"].item());
  hold_locks();
  ++step_;
  position_ += size;
  if (position_ < points_->train.size()) {
    if (!is_flat(settings_->schedule)) set_rate();
    return;
  }
  position_ = 0;
  ++epoch_;
  if (settings_->schedule.name == "plateau") plateau_.observe(score(false).loss);
  begin_epoch();
}

std::span<const std::int64_t> Training::seen() const {
  bool all = epoch_ > 0 || settings_->rule == kNeighbours;
  return {order_.data(), all ? order_.size() : std::size_t(position_)};
}

void Training::remember_seen() {
  if (is_memory(settings_->rule)) remember(*settings_, train_features_, points_->train, seen(), *store_);
}

// What the points now seen say; of one point how its class's mean moved.
void Training::remember_look() {
  bool mean = tally_.look && settings_->rule == kNearestMean;
  RowUpdate row;
  if (mean) {
    row.unit = tally_.look->target;
    row.before = mean_of(row.unit, *store_);
  }
  remember_seen();
  if (!mean) return;
  row.after = mean_of(row.unit, *store_);
  auto of_class = [&](std::int64_t example) {
    return std::int64_t(points_->train.targets.at(example)) == row.unit;
  };
  tally_.look->count = std::count_if(order_.begin(), order_.begin() + position_, of_class);
  if (tally_.look->count == 1) row.before.clear();
  tally_.look->rows = {std::move(row)};
}

bool Training::learnt() const {
  if (is_memory(settings_->rule)) return settings_->rule == kNeighbours || epoch_ > 0;
  std::size_t done = tally_.epochs.size();
  return settings_->rule == kPerceptron && position_ == 0 && done > 1 && tally_.epochs[done - 2] == 0;
}

void Training::learn_by_rule(std::int64_t size) {
  changed();
  finite_ = true;
  std::size_t width = std::size_t(train_features_.shape()[1]);
  const Tensor& targets = points_->train.targets;
  tally_.look.reset();
  bool at_once = settings_->rule == kLeastSquares;
  if (at_once) position_ += size;
  for (std::int64_t i = 0; i < size && !at_once; ++i, ++position_) {
    std::int64_t example = order_[std::size_t(position_)];
    auto label = std::int64_t(targets.at(example));
    std::span<const float> x = train_features_.data<float>().subspan(std::size_t(example) * width, width);
    StepLook look{.target = label, .features = {x.begin(), x.end()}};
    if (settings_->rule == kPerceptron) {
      look = learn_by_perceptron(x, label, *store_);
      hold_locks();
      tally_.mistakes += look.said != label;
      tally_.epochs.back() += look.said != label;
    }
    look.example = example;
    if (size == 1) tally_.look = std::move(look);
  }
  if (is_memory(settings_->rule)) remember_look();
  ++step_;
  if (position_ < points_->train.size()) return;
  position_ = 0;
  ++epoch_;
  tally_.epochs.push_back(0);
  if (tally_.epochs.size() > kMostCounted) tally_.epochs.erase(tally_.epochs.begin());
  begin_epoch();
}

// Of weights that the network has not.
void Training::drop_lost_locks() {
  std::erase_if(locks_, [&](const Lock& lock) {
    const ParameterStore::Entry* entry = store_->find(lock.path);
    return !entry || lock.index >= entry->value.size();
  });
}

void Training::hold_locks() {
  for (const Lock& lock : locks_) {
    ParameterStore::Entry* entry = store_->find(lock.path);
    entry->value.set(lock.index, lock.value);
    ++entry->version;
  }
}

void Training::apply(const Change& change) {
  changed();
  std::set<std::string> kept;  // by a change of settings: what fits goes on as it is
  for (const auto& [path, tensor] : change.tensors)
    if (const ParameterStore::Entry* entry = store_->find(path);
        change.settings && entry && entry->value.shape() == tensor.shape())
      kept.insert(path);
  if (change.settings) {
    if (only_rates_differ(*settings_, *change.settings)) {
      Network network = make_network(*change.settings);  // throws where a rate is none
      settings_ = change.settings;
      config_ = recipe::trainer_config(network.recipe);
      network_.recipe = network.recipe;
      for (auto& [size, batch] : batches_) {
        if (config_.l1 > 0) batch.l1.set(0, config_.l1);
        if (config_.l2 > 0) batch.l2.set(0, config_.l2);
      }
    } else {
      adopt(change.settings);
      if (position_ >= points_->train.size()) position_ = 0, ++epoch_;
    }
    plateau_ = optim::Plateau(settings_->schedule.plateau);
    begin_epoch();
  }
  for (const auto& [path, tensor] : change.tensors)
    if (const ParameterStore::Entry* entry = store_->find(path);
        entry && entry->value.shape() == tensor.shape() && !kept.contains(path))
      store_->set(path, tensor);
  for (const Element& element : change.elements) {
    ParameterStore::Entry* entry = store_->find(element.path);
    if (!entry || element.index >= entry->value.size()) continue;  // of a network that was another
    entry->value.set(element.index, element.value);
    ++entry->version;
    begin_tally();
  }
  if (change.locks) locks_ = *change.locks;
  drop_lost_locks();
  hold_locks();
  remember_seen();
  finite_ = true;
}

Change Training::inverse(const Change& change) const {
  Change back;
  if (change.settings) {
    back.settings = settings_;
    if (!only_rates_differ(*settings_, *change.settings)) back.tensors = store_->snapshot();
  }
  for (const Element& element : change.elements)
    if (const ParameterStore::Entry* entry = store_->find(element.path);
        entry && element.index < entry->value.size())
      back.elements.push_back({element.path, element.index, entry->value.at(element.index)});
  if (change.locks) back.locks = locks_;
  return back;
}

Moment Training::moment() const {
  return {settings_, store_->snapshot(), locks_, step_, epoch_, position_, plateau_, tally_};
}

void Training::restore(const Moment& moment) {
  changed();
  if (moment.settings != settings_) {
    if (only_rates_differ(*settings_, *moment.settings))
      apply({.settings = moment.settings});
    else
      adopt(moment.settings);
  }
  for (const auto& [path, tensor] : moment.tensors)
    if (store_->find(path)) store_->set(path, tensor);
  // What the moment lacks an optimiser had not begun to keep.
  for (const auto& [path, entry] : store_->entries())
    if (!moment.tensors.contains(path))
      store_->set(path, Tensor::zeros(entry.value.dtype(), entry.value.shape()));
  locks_ = moment.locks;
  drop_lost_locks();
  step_ = moment.step, epoch_ = moment.epoch, position_ = moment.position;
  plateau_ = moment.plateau;
  tally_ = moment.tally;
  finite_ = true;
  begin_epoch();
  remember_seen();
}

const Training::Look& Training::look(bool train) {
  std::optional<Look>& known = train ? train_look_ : test_look_;
  if (known) return *known;
  const Tensor& targets = (train ? points_->train : points_->test).targets;
  const Fetches& fetched = score_program_->run({{"input", features(train)}, {"target", targets}});
  Look look{.score = {.loss = fetched.number("loss"), .accuracy = std::nan(""), .r_squared = std::nan("")},
            .answers = fetched["output"].clone()};
  if (network_.classes) {
    look.score.accuracy = fetched.number("accuracy");
  } else {
    metrics::RegressionErrors errors;
    errors.add(look.answers, targets);
    look.score.r_squared = errors.r_squared();
  }
  return known.emplace(std::move(look));
}

const Score& Training::score(bool train) { return look(train).score; }

const Tensor& Training::answers(bool train) { return look(train).answers; }

}  // namespace percept::lab
