// To add a loss, an optimiser or a schedule, write its line in the list of its kind.
#include "trainings.hpp"

#include "faults.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/optim/schedule.hpp"

namespace percept::recipe {
namespace {

template <class T>
struct Named {
  const char* name;
  T value;
};

using Minimize = std::function<void(Value)>;

// For losses of numbers: 1 for the class of the label, 0 for the others.
Value as_numbers(Value labels, Value scores) { return one_hot(labels, scores.shape()[1], scores.dtype()); }

// Each takes what the network gives, [N, classes], and the labels. To nll_loss it gives log_softmax.
constexpr Named<Value (*)(Value, Value)> kLosses[] = {
    {"cross_entropy", [](Value logits, Value labels) { return nn::cross_entropy(logits, labels); }},
    {"nll_loss", [](Value logarithms, Value labels) { return nn::nll_loss(logarithms, labels); }},
    {"focal_loss", [](Value logits, Value labels) { return nn::focal_loss(logits, labels); }},
    {"multi_margin_loss", [](Value scores, Value labels) { return nn::multi_margin_loss(scores, labels); }},
    {"mean_squared_error",
     [](Value scores, Value labels) { return nn::mean_squared_error(scores, as_numbers(labels, scores)); }},
    {"binary_cross_entropy_with_logits",
     [](Value logits, Value labels) {
       return nn::binary_cross_entropy_with_logits(logits, as_numbers(labels, logits));
     }},
};

constexpr Named<Minimize (*)(const OptimizerFields&)> kOptimizers[] = {
    {"sgd",
     [](const OptimizerFields& fields) -> Minimize {
       return [sgd = optim::Sgd(fields.sgd)](Value loss) { sgd.minimize(loss); };
     }},
};

constexpr Named<double (*)(std::int64_t, std::int64_t)> kSchedules[] = {
    {"cosine", optim::cosine_schedule},
    {"constant", optim::constant_schedule},
};

template <class List>
auto chosen(const List& list, const char* kind, const std::string& name, const std::string& place) {
  std::vector<std::string> names;
  for (const auto& item : list) {
    if (name == item.name) return item.value;
    names.emplace_back(item.name);
  }
  throw Error(unknown(kind, name, names).at(place));
}

}  // namespace

void require_known_training(const Recipe& recipe) { trainer_config(recipe); }

train::Loss loss_of(const Recipe& recipe) {
  return chosen(kLosses, "loss", recipe.train.loss, recipe.place("train.loss"));
}

train::TrainerConfig trainer_config(const Recipe& recipe) {
  const TrainFields& fields = recipe.train;
  train::TrainerConfig config;
  config.batch = fields.batch;
  config.epochs = fields.epochs;
  config.seed = std::uint64_t(recipe.seed);
  config.lr = fields.optimizer.sgd.lr;
  config.loss = loss_of(recipe);
  config.minimize = chosen(kOptimizers, "optimizer", fields.optimizer.name,
                           recipe.place("train.optimizer.name"))(fields.optimizer);
  config.schedule = chosen(kSchedules, "schedule", fields.schedule.name, recipe.place("train.schedule.name"));
  return config;
}

}  // namespace percept::recipe
