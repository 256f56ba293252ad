#include "percept/recipe/training.hpp"

#include "initial_weights.hpp"
#include "percept/recipe/polarity.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/train/run_folder.hpp"
#include "trainings.hpp"

namespace percept::recipe {

TrainResult train_recipe(const Recipe& recipe, const TrainOptions& options) {
  if (!needs_data(recipe)) summarize(recipe);  // a mistake in the model is told before data is waited for
  DataPair data = open_data(recipe);
  const std::vector<std::string>& classes = data.train->classes();
  train::Net net = make_net(recipe, std::int64_t(classes.size()));
  Summary summary = summarize(recipe, net, image_shape(*data.train));

  train::ModelCard card{.name = recipe.name,
                        .recipe = format_recipe(recipe),
                        .classes = classes,
                        .input = image_shape(*data.train),
                        .normalization = data::compute_normalization(*data.train),
                        .border_brightness = border_brightness(*data.train)};
  ParameterStore store(std::uint64_t(recipe.seed));
  initialize_from(store, recipe, net, image_shape(*data.train), options.runs);
  train::TrainerConfig config = trainer_config(recipe);
  config.normalization = card.normalization;
  train::Trainer trainer(store, net, data.train, data.test, std::move(config));

  train::RunFolder folder({.root = options.runs,
                           .card = card,
                           .summary = to_table(summary),
                           .seed = std::uint64_t(recipe.seed),
                           .data = recipe.data.source,
                           .data_hash = data.train->content_hash()},
                          store);
  TrainResult result;
  result.start = {.run = folder.path().string(),
                  .data = recipe.data.source,
                  .train_examples = data.train->size(),
                  .test_examples = data.test->size(),
                  .parameters = summary.parameters - summary.frozen,
                  .steps = trainer.steps()};
  if (options.started) options.started(result.start);
  trainer.listen([&](const train::Event& event) { folder.on(event); });
  for (const train::Listener& listener : options.listeners) trainer.listen(listener);
  result.outcome = trainer.run(options.stop);
  result.start.state = result.outcome.state;
  folder.finish(result.outcome);
  return result;
}

}  // namespace percept::recipe
