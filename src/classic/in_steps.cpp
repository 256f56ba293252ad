#include "in_steps.hpp"

#include <chrono>
#include <cmath>

namespace percept::classic {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

train::TrainerConfig in_steps(const AnyConfig& model, train::TrainerConfig config, bool shuffle) {
  config.loader.batch = InSteps::kStep;
  config.loader.shuffle = shuffle;
  config.loader.seed = config.seed;
  config.loss = loss_of(model);
  return config;
}

}  // namespace

InSteps::InSteps(const AnyConfig& model, bool shuffle, ParameterStore& store, const train::DataSets& data,
                 train::TrainerConfig config)
    : Training(store, make_net(model, train::roles_of(*data.train).outputs, data.train->size()), data,
               in_steps(model, std::move(config), shuffle)),
      loader_(data_.train, config_.loader) {
  declare(*trace_net(1));
  evaluate_with(store_);
}

bool InSteps::run_epoch(const std::atomic<bool>* stop) {
  for (const data::Batch& batch : loader_.epoch(progress_.epoch, progress_.batch)) {
    double begin = now();
    Sums sums = take_in(batch);
    if (batch.index + 1 == loader_.batches()) finish_learning(sums);
    progress_.training += now() - begin;
    finish_step(sums);
    if (stop && *stop && progress_.batch < loader_.batches()) return false;
  }
  return true;
}

void InSteps::begin_epoch_again() {
  progress_.step -= progress_.batch;
  progress_.images -= progress_.examples;
  progress_.batch = progress_.examples = 0;
  progress_.loss = progress_.accuracy = 0;
}

Tensor& InSteps::stored(const std::string& path) {
  ParameterStore::Entry& entry = *store_.find(path);
  ++entry.version;
  return entry.value;
}

void InSteps::finish_step(const Sums& sums) {
  ++progress_.step;
  ++progress_.batch;
  count(sums);
  emit(train::StepFinished{.step = progress_.step,
                           .epoch = progress_.epoch,
                           .loss = sums.loss / double(sums.examples),
                           .accuracy = sums.accuracy / double(sums.examples),
                           .lr = std::nan(""),
                           .images = progress_.images,
                           .samples_per_second = double(progress_.images) / progress_.training});
  visit_all();
}

}  // namespace percept::classic
