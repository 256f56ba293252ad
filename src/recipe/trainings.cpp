// To add a loss, write its line in the list; optimisers are listed in percept/optim/optimizers.hpp, schedules
// in percept/optim/schedules.hpp.
#include "trainings.hpp"

#include <algorithm>

#include "faults.hpp"
#include "percept/base/spelling.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::recipe {
namespace {

struct NamedLoss {
  const char* name;
  Value (*make)(Value output, Value labels);
  bool of_numbers = false;  // also where no classes are learnt
};

// For losses of numbers: 1 for the class of a label, 0 for the others; a single score is the second class's.
// What is a number already stays.
Value as_numbers(Value targets, Value scores) {
  if (is_float(targets.dtype())) return targets;
  if (scores.shape()[1] == 1) return reshape(cast(targets, scores.dtype()), scores.shape());
  return one_hot(targets, scores.shape()[1], scores.dtype());
}

// Each takes what the network gives, [N, classes] or [N, numbers], and what it should. To nll_loss it gives
// log_softmax. Of two classes binary cross-entropy takes one output, too.
constexpr NamedLoss kLosses[] = {
    {"cross_entropy", [](Value logits, Value labels) { return nn::cross_entropy(logits, labels); }},
    {"nll_loss", [](Value logarithms, Value labels) { return nn::nll_loss(logarithms, labels); }},
    {"focal_loss", [](Value logits, Value labels) { return nn::focal_loss(logits, labels); }},
    {"multi_margin_loss", [](Value scores, Value labels) { return nn::multi_margin_loss(scores, labels); }},
    {"mean_squared_error",
     [](Value scores, Value targets) { return nn::mean_squared_error(scores, as_numbers(targets, scores)); },
     true},
    {"mean_squared_error_of_signs",
     [](Value scores, Value labels) {
       return nn::mean_squared_error(scores, as_numbers(labels, scores) * 2.0 - 1.0);
     }},
    {"l1_loss", [](Value scores, Value targets) { return nn::l1_loss(scores, as_numbers(targets, scores)); },
     true},
    {"huber_loss",
     [](Value scores, Value targets) { return nn::huber_loss(scores, as_numbers(targets, scores)); }, true},
    {"perceptron_loss",
     [](Value scores, Value labels) {
       return nn::perceptron_loss(scores, as_numbers(labels, scores) * 2.0 - 1.0);
     }},
    {"binary_cross_entropy_with_logits",
     [](Value logits, Value labels) {
       return nn::binary_cross_entropy_with_logits(logits, as_numbers(labels, logits));
     }},
};

std::shared_ptr<optim::Optimizer> make_optimizer(const Recipe& recipe) {
  OptimizerFields fields = recipe.train.optimizer;
  if (fields.choose_config()) return optim::make_optimizer(fields.config);
  throw Error(unknown("optimizer", fields.name, optim::names_of<optim::AnyConfig>())
                  .at(recipe.place("train.optimizer.name")));
}

// The factor at a step of so many, of which `epochs` epochs are made.
double scheduled(const ScheduleFields& fields, std::int64_t epochs, std::int64_t step, std::int64_t steps) {
  std::int64_t an_epoch =
      fields.unit == "epoch" ? std::max<std::int64_t>(steps / std::max<std::int64_t>(epochs, 1), 1) : 1;
  std::int64_t warm = std::min(fields.warmup_steps, steps);
  optim::Schedule schedule = optim::make_schedule(fields.schedule, (steps - warm) / an_epoch);
  optim::Schedule by_step = [&](std::int64_t at) { return schedule(at / an_epoch); };
  return warm > 0 ? optim::warm_up(warm, by_step, fields.warmup_start)(step) : by_step(step);
}

std::function<double(std::int64_t, std::int64_t)> make_schedule(const Recipe& recipe) {
  ScheduleFields fields = recipe.train.schedule;
  if (fields.choose_schedule())
    return [fields, epochs = recipe.train.epochs](std::int64_t step, std::int64_t steps) {
      return scheduled(fields, epochs, step, steps);
    };
  std::vector<std::string> names = optim::names_of<optim::AnySchedule>();
  names.emplace_back("plateau");
  throw Error(unknown("schedule", fields.name, names).at(recipe.place("train.schedule.name")));
}

}  // namespace

bool ScheduleFields::choose_schedule() {
  if (name == "plateau") return schedule = optim::ConstantSchedule(), true;
  return optim::choose(schedule, name);
}

bool ModelFields::is_network() const {
  std::vector<std::string> kinds = optim::names_of<classic::AnyConfig>();
  return std::find(kinds.begin(), kinds.end(), kind) == kinds.end();
}

bool ModelFields::choose_classic() { return optim::choose(classic, kind); }

bool OptimizerFields::choose_config() { return optim::choose(config, name); }

void require_known_training(const Recipe& recipe) {
  Precision precision = precision_of(recipe);
  if (recipe.model.is_network()) {
    loss_of(recipe);
    make_optimizer(recipe);
    make_schedule(recipe);
  } else if (precision == Precision::mixed) {
    throw Error(
        unknown("word", recipe.train.precision, {"f32", "exact"}).at(recipe.place("train.precision")));
  }
}

void require_network(const Recipe& recipe) {
  if (recipe.model.is_network()) return;
  throw Error(Problem("recipe.kind.network", {{"kind", recipe.model.kind}})
                  .with_hint("recipe.kind.network.hint")
                  .at(recipe.place("model.kind")));
}

Precision precision_of(const Recipe& recipe) {
  const std::string &name = recipe.train.precision, place = recipe.place("train.precision");
  if (name == "f32") return Precision::single;
  if (name == "exact") return Precision::exact;
  if (name == "bf16") return Precision::mixed;
  throw Error(unknown("word", name, {"f32", "exact", "bf16"}).at(place));
}

train::Loss loss_of(const Recipe& recipe) {
  if (!recipe.model.is_network()) return classic::loss_of(recipe.model.classic);
  if (double share = recipe.train.label_smoothing; share > 0)  // then the loss is cross_entropy
    return [share](Value logits, Value labels) {
      return nn::cross_entropy(logits, labels, {.label_smoothing = share});
    };
  std::vector<std::string> names;
  for (const NamedLoss& loss : kLosses) {
    if (recipe.train.loss == loss.name) return loss.make;
    names.emplace_back(loss.name);
  }
  throw Error(unknown("loss", recipe.train.loss, names).at(recipe.place("train.loss")));
}

void require_fitting_loss(const Recipe& recipe, const data::Dataset& dataset) {
  if (!recipe.model.is_network()) return;
  std::vector<std::string> fitting;
  for (const NamedLoss& loss : kLosses) {
    if (recipe.train.loss == loss.name && (loss.of_numbers || !dataset.classes().empty())) return;
    if (loss.of_numbers) fitting.emplace_back(loss.name);
  }
  throw Error(Problem("recipe.loss.numbers", {{"loss", recipe.train.loss}, {"data", dataset.name()}})
                  .with_hint("recipe.loss.numbers.hint", {{"losses", joined(fitting)}})
                  .at(recipe.place("train.loss")));
}

train::TrainerConfig trainer_config(const Recipe& recipe) {
  const TrainFields& fields = recipe.train;
  train::TrainerConfig config;
  config.loader.batch = fields.batch;
  config.loader.augment = recipe.data.augment;
  config.loader.balance = recipe.data.balance;
  config.loader.workers = int(recipe.data.workers);
  config.epochs = fields.epochs;
  config.seed = std::uint64_t(recipe.seed);
  config.loss = loss_of(recipe);
  config.precision = precision_of(recipe);
  config.metrics = fields.metrics;
  if (!fields.watch.empty()) config.watch = fields.watch;
  config.patience = fields.patience;
  if (!recipe.model.is_network()) return config;
  config.accumulate = fields.accumulate;
  config.l1 = fields.l1;
  config.l2 = fields.l2;
  config.optimizer = make_optimizer(recipe);
  config.update = fields.optimizer.around;
  config.update.ema = fields.ema;
  config.schedule = make_schedule(recipe);
  if (fields.schedule.name == "plateau") config.plateau = fields.schedule.plateau;
  config.freeze = recipe.model.freeze;
  if (config.precision == Precision::mixed && !computes_bf16())
    throw Error(Problem("recipe.bf16").with_hint("recipe.bf16.hint").at(recipe.place("train.precision")));
  config.gradient_norms = fields.gradient_norms;
  return config;
}

}  // namespace percept::recipe
