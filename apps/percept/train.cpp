// percept train: a recipe to a run folder.
#include <sys/resource.h>

#include <csignal>

#include "commands.hpp"
#include "help.hpp"
#include "percept/base/threads.hpp"
#include "percept/data/augmentation.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/machine.hpp"
#include "progress.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may write it");

// The first Ctrl+C asks for an end after the step at hand; the second finds the system's own handler and
// kills.
class CatchInterrupt {
 public:
  CatchInterrupt() {
    stop_asked = false;
    struct sigaction action {};
    action.sa_handler = [](int) { stop_asked = true; };
    action.sa_flags = int(SA_RESETHAND) | SA_RESTART;
    ::sigaction(SIGINT, &action, &before_);
  }
  ~CatchInterrupt() { ::sigaction(SIGINT, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

double peak_rss_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

Json to_json(const recipe::TrainResult& result) {
  const train::Outcome& outcome = result.outcome;
  auto measured = [](const std::optional<train::EpochFinished>& epoch) -> Json {
    if (!epoch) return {};
    return {{"loss", epoch->test.loss}, {"accuracy", epoch->test.accuracy}, {"epoch", epoch->epoch}};
  };
  return {{"run", result.start.run},
          {"epochs", outcome.epochs},
          {"steps", outcome.steps},
          {"interrupted", outcome.interrupted},
          {"train", {{"loss", outcome.train_loss}, {"accuracy", outcome.train_accuracy}}},
          {"test", measured(outcome.last)},
          {"best", measured(outcome.best)},
          {"seconds", outcome.seconds},
          {"samples_per_second", outcome.samples_per_second},
          {"peak_rss_mb", peak_rss_mb()},
          {"parameters", outcome.parameters},
          {"state", outcome.state}};
}

void say_start(const Call& call, const recipe::Recipe& recipe, const recipe::TrainStart& start) {
  train::Machine machine = train::this_machine();
  call.tell(text("percept.train.start", {{"recipe", recipe.name}, {"run", start.run}}));
  call.tell(text("percept.train.data", {{"data", start.data},
                                        {"train", grouped(start.train_examples)},
                                        {"test", grouped(start.test_examples)}}));
  call.tell(text("percept.train.size", {{"parameters", grouped(start.parameters)},
                                        {"steps", grouped(start.steps)},
                                        {"threads", std::to_string(machine.threads)},
                                        {"isa", machine.isa}}));
}

void say_end(const Call& call, const recipe::Recipe& recipe, const recipe::TrainResult& result) {
  const train::Outcome& outcome = result.outcome;
  const std::string& run = result.start.run;
  if (outcome.interrupted)
    call.say(text("percept.train.interrupted",
                  {{"step", std::to_string(outcome.steps)}, {"file", run + "/best.safetensors"}}));
  if (outcome.last) {
    call.say(text("percept.train.end", {{"accuracy", percent(outcome.last->test.accuracy)},
                                        {"loss", fixed(outcome.last->test.loss, 4)},
                                        {"time", duration(outcome.seconds)},
                                        {"rate", grouped(std::int64_t(outcome.samples_per_second))}}));
    call.say(text("percept.train.best", {{"accuracy", percent(outcome.best->test.accuracy)},
                                         {"epoch", std::to_string(outcome.best->epoch)},
                                         {"file", run + "/best.safetensors"}}));
  }
  std::string source = recipe.data.test.empty() ? recipe.data.source : recipe.data.test;
  bool split = source.ends_with(":train") || source.ends_with(":val") || source.ends_with(":test");
  if (split) source.resize(source.rfind(':'));
  call.say(
      text("percept.train.next", {{"command", "percept predict " + run + " " + source + ":test --first 5"}}));
}

int train_command(const Call& call, const std::string& word, const std::vector<std::string>& overrides) {
  require_given(!word.empty(), text("percept.argument.recipe"), "train");
  CatchInterrupt interrupt;
  recipe::Recipe recipe = load_recipe(call, word, overrides);
  Progress progress(call);
  recipe::TrainOptions options;
  options.stop = &stop_asked;
  options.started = [&](const recipe::TrainStart& start) { say_start(call, recipe, start); };
  options.listeners.push_back([&](const train::Event& event) { progress.on(event); });
  recipe::TrainResult result;
  try {
    result = recipe::train_recipe(recipe, options);
  } catch (...) {
    progress.clear();
    throw;
  }
  say_end(call, recipe, result);
  call.answer(to_json(result));
  return result.outcome.interrupted ? kInterrupted : kDone;
}

// How a recipe is written: an example, and the layers that there are.
std::string recipe_pages() {
  Rows layers;
  for (const recipe::LayerDoc& layer : recipe::layer_docs()) layers.emplace_back(layer.form, layer.doc);
  Rows augmentations;
  for (const data::AugmentationDoc& word : data::augmentation_docs())
    augmentations.emplace_back(word.form, word.doc);
  return section(text("percept.train.layers"), layers) +
         section(text("percept.train.augmentations"), augmentations) +
         section(text("percept.train.example"), recipe::builtin_text("lenet"));
}

}  // namespace

void add_train(CLI::App& program, Call& call) {
  struct Words {
    std::string recipe;
    std::vector<std::string> overrides;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "train",
                  {text("percept.train.usage"), "percept train linear train.epochs=1", recipe_pages()});
  command->add_option(text("percept.argument.recipe"), words->recipe, text("percept.train.recipe"));
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->callback([&call, words] {
    call.action = [&call, words] { return train_command(call, words->recipe, words->overrides); };
  });
}

}  // namespace percept::cli
