#include "percept/recipe/training.hpp"

#include <charconv>

#include "initial_weights.hpp"
#include "model_card.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/train/run_folder.hpp"
#include "trainings.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;

// What TensorBoard compares runs by: numbers as numbers, the rest as it is written.
std::map<std::string, io::HyperParameter> settings_of(const Recipe& recipe) {
  std::map<std::string, io::HyperParameter> settings;
  for (const auto& [field, value] : list_fields(recipe)) {
    double number = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc() && end == value.data() + value.size())
      settings[field] = number;
    else if (value == "true" || value == "false")
      settings[field] = value == "true";
    else
      settings[field] = value;
  }
  return settings;
}

// What is not written but seen from the data, so that it stands in the run's recipe.
void settle(Recipe& recipe, const data::DatasetPtr& dataset, const data::LoaderOptions& options) {
  if (!recipe.model.is_network()) classic::settle_numbers(recipe.model.classic, dataset, options);
}

// Trains in a new folder, or goes on in `folder` where it is given.
TrainResult run(Recipe recipe, const TrainOptions& options, const fs::path& folder) {
  if (options.profile) require_network(recipe);
  if (!needs_data(recipe)) summarize(recipe);  // a mistake in the model is told before data is waited for
  train::DataSets data = open_data(recipe);
  require_fitting_loss(recipe, *data.train);
  data::Survey survey = data::survey(*data.train);
  train::TrainerConfig config = trainer_config(recipe);
  config.loader.normalization = normalization_of(recipe, survey);
  config.profile = options.profile;
  settle(recipe, data.train, config.loader);
  train::Net net = make_net(recipe, *data.train);
  Summary summary = summarize(recipe, net, input_shape(*data.train));
  train::ModelCard card = card_of(recipe, *data.train, survey);
  ParameterStore store(std::uint64_t(recipe.seed));
  // A run that goes on takes its weights from its checkpoint.
  if (folder.empty()) initialize_from(store, recipe, net, input_shape(*data.train), options.runs);
  std::unique_ptr<train::Training> training =
      make_training(recipe, store, std::move(net), data, std::move(config));
  train::Training& trainer = *training;

  train::RunConfig run{.root = options.runs,
                       .card = std::move(card),
                       .summary = to_table(summary),
                       .seed = std::uint64_t(recipe.seed),
                       .data = recipe.data.source,
                       .data_hash = survey.content_hash,
                       .settings = settings_of(recipe),
                       .checkpoint_seconds = recipe.train.checkpoint};
  std::optional<train::RunFolder> files;
  if (folder.empty())
    files.emplace(std::move(run), trainer);
  else
    files.emplace(std::move(run), trainer, folder);

  TrainResult result;
  result.start = {.run = files->path().string(),
                  .data = recipe.data.source,
                  .train_examples = data.train->size(),
                  .test_examples = data.test ? data.test->size() : 0,
                  .parameters = summary.parameters - summary.frozen,
                  .steps = trainer.steps(),
                  .step = trainer.progress().step};
  if (options.started) options.started(result.start);
  trainer.listen([&](const train::Event& event) { files->on(event); });
  for (const train::Listener& listener : options.listeners) trainer.listen(listener);
  std::atomic<bool> own_stop = false;
  std::atomic<bool>& stop = options.stop ? *options.stop : own_stop;
  files->listen_to_clients(stop);
  result.outcome = trainer.run(&stop);
  result.start.state = result.outcome.state;
  files->finish(result.outcome);
  if (options.profile) result.profile = trainer.profile();
  return result;
}

}  // namespace

TrainResult train_recipe(const Recipe& recipe, const TrainOptions& options) {
  return run(recipe, options, {});
}

train::RateSearch find_rate(const Recipe& recipe) {
  require_network(recipe);
  train::DataSets data = open_data(recipe);
  require_fitting_loss(recipe, *data.train);
  train::TrainerConfig config = trainer_config(recipe);
  config.loader.normalization = normalization_of(recipe, data::survey(*data.train));
  return train::find_rate(make_net(recipe, *data.train), data.train, std::move(config));
}

TrainResult resume_run(const fs::path& folder, const Recipe& recipe, const TrainOptions& options) {
  return run(recipe, options, folder);
}

}  // namespace percept::recipe
