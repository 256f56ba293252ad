// percept train: a recipe to a run folder.
#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "help.hpp"
#include "percept/data/augmentation.hpp"
#include "training.hpp"
#include "variants.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

struct Words {
  std::string recipe, seeds, runs = "runs";
  std::vector<std::string> overrides;
  bool profile = false, find_rate = false, variants = false;
};

recipe::TrainOptions into(const std::string& runs, recipe::TrainOptions options) {
  options.runs = runs;
  return options;
}

struct Spread {
  double median = 0, least = 0, most = 0;
};

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::size_t middle = values.size() / 2;
  double median = values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

Json spread_json(const Spread& spread) {
  return {{"median", spread.median}, {"least", spread.least}, {"most", spread.most}};
}

// Of fits the one nearest to what it learnt: of so many starts some end in a worse minimum.
void tell_best(const Call& call, const std::vector<recipe::TrainResult>& results, Json& answer) {
  auto best = std::min_element(results.begin(), results.end(), [](const auto& a, const auto& b) {
    return a.outcome.train_loss < b.outcome.train_loss;
  });
  answer["best_run"] = best->start.run;
  call.say(text("percept.train.best_run", {{"run", best->start.run},
                                           {"train", short_number(best->outcome.train_loss)},
                                           {"test", short_number(best->outcome.test->loss)}}));
}

// Once a seed, from the recipe's own upwards; the answer is that of the first with "seeds" and the spread of
// all.
int train_seeds(const Call& call, const Words& words, std::int64_t seeds) {
  std::vector<recipe::TrainResult> results;
  Json each = Json::array(), answer;
  std::int64_t first = load_recipe(call, words.recipe, words.overrides).seed;
  for (std::int64_t seed = first; seed < first + seeds; ++seed) {
    Call one = call;
    one.seed = std::to_string(seed);
    recipe::Recipe recipe = load_recipe(one, words.recipe, words.overrides);
    results.push_back(train_and_tell(one, recipe, words.profile, [&](const recipe::TrainOptions& options) {
      return recipe::train_recipe(recipe, into(words.runs, options));
    }));
    Json object = to_json(results.back());
    if (answer.empty()) answer = object;
    object["seed"] = seed;
    each.push_back(object);
    if (results.back().outcome.interrupted) break;
  }
  std::vector<double> losses, accuracies;
  for (const recipe::TrainResult& result : results)
    if (result.outcome.test) {
      losses.push_back(result.outcome.test->loss);
      accuracies.push_back(result.outcome.test->accuracy);
    }
  answer["seeds"] = each;
  if (!losses.empty()) {
    Spread loss = spread_of(losses), accuracy = spread_of(accuracies);
    answer["spread"] = {{"loss", spread_json(loss)}};
    bool classes = !std::isnan(accuracy.median);
    if (classes) answer["spread"]["accuracy"] = spread_json(accuracy);
    auto shown = [&](double value) { return classes ? percent(value) : fixed(value, 4); };
    const Spread& figure = classes ? accuracy : loss;
    if (!classes) tell_best(call, results, answer);
    call.say(text("percept.train.seeds", {{"count", std::to_string(losses.size())},
                                          {"median", shown(figure.median)},
                                          {"least", shown(figure.least)},
                                          {"most", shown(figure.most)}}));
  }
  call.answer(answer);
  return results.back().outcome.interrupted ? kInterrupted : kDone;
}

// The curve in characters, and what to begin with.
int find_rate(const Call& call, const recipe::Recipe& recipe) {
  train::RateSearch search = recipe::find_rate(recipe);
  double most = *std::max_element(search.losses.begin(), search.losses.end());
  for (std::size_t i = 0; i < search.rates.size(); i += 4) {
    auto width = std::size_t(std::lround(50 * std::min(1.0, search.losses[i] / most)));
    std::string bar;
    for (std::size_t k = 0; k < width; ++k) bar += "█";
    call.tell(right(scientific(search.rates[i], 1), 8) + "  " + right(fixed(search.losses[i], 3), 8) + "  " +
              bar);
  }
  call.say(text("percept.train.rate",
                {{"steepest", scientific(search.steepest, 1)}, {"lowest", scientific(search.lowest, 1)}}));
  call.answer({{"rates", search.rates},
               {"losses", search.losses},
               {"steepest", search.steepest},
               {"lowest", search.lowest}});
  return kDone;
}

int train_command(const Call& call, const Words& words) {
  require_given(!words.recipe.empty(), text("percept.argument.recipe"), "train");
  for (auto [given, option] : {std::pair(!words.seeds.empty(), "--seeds"),
                               {words.profile, "--profile"},
                               {words.find_rate, "--find-rate"}})
    if (words.variants && given)
      throw CallError(Problem("percept.variants.alone", {{"option", option}})
                          .with_hint("percept.call.help.hint", {{"command", "percept train"}}));
  if (words.variants) return train_variants(call, words.recipe, words.overrides, words.runs);
  if (!words.seeds.empty()) return train_seeds(call, words, number_of("--seeds", words.seeds, 1));
  recipe::Recipe recipe = load_recipe(call, words.recipe, words.overrides);
  if (words.find_rate) return find_rate(call, recipe);
  recipe::TrainResult result =
      train_and_tell(call, recipe, words.profile, [&](const recipe::TrainOptions& options) {
        return recipe::train_recipe(recipe, into(words.runs, options));
      });
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
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "train",
                  {text("percept.train.usage"), "percept train linear train.epochs=1", recipe_pages()});
  command->add_option(text("percept.argument.recipe"), words->recipe, recipe_help());
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->add_option("--seeds", words->seeds, text("percept.train.seeds_option"))->type_name("N");
  command->add_option("--runs", words->runs, text("percept.train.runs_option"))->type_name("DIR");
  command->add_flag("--profile", words->profile, text("percept.train.profile_option"));
  command->add_flag("--find-rate", words->find_rate, text("percept.train.rate_option"));
  command->add_flag("--variants", words->variants, text("percept.train.variants_option"));
  command->callback([&call, words] { call.action = [&call, words] { return train_command(call, *words); }; });
}

}  // namespace percept::cli
