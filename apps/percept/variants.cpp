#include "variants.hpp"

#include <cmath>

#include "percept/recipe/evaluation.hpp"
#include "training.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

struct Row {
  recipe::Variant variant;  // without a name: the recipe itself
  recipe::Recipe recipe;
  std::string run;
  std::int64_t epochs = 0;
  recipe::Fit fit = recipe::Fit();
};

// Every variant is read before the first one trains, so that a fault in the last is told at once.
std::vector<Row> read_rows(const Call& call, const std::string& word,
                           const std::vector<std::string>& overrides) {
  recipe::Recipe itself = load_recipe(call, word, overrides);
  if (itself.variants.empty())
    throw CallError(
        Problem("percept.variants.none", {{"recipe", itself.name}}).with_hint("percept.variants.none.hint"));
  std::vector<Row> rows = {{.recipe = itself}};
  for (const recipe::Variant& variant : itself.variants) {
    std::vector<std::string> changed = overrides;
    changed.insert(changed.end(), variant.change.begin(), variant.change.end());
    changed.push_back("name=" + itself.name + "-" + variant.name);
    rows.push_back({.variant = variant, .recipe = load_recipe(call, word, changed)});
  }
  return rows;
}

Json to_json(const train::Evaluation& evaluation) {
  return {{"loss", evaluation.loss}, {"accuracy", evaluation.accuracy}};
}

Json to_json(const Row& row) {
  return {{"name", row.variant.name},     {"change", row.variant.change}, {"run", row.run},
          {"epochs", row.epochs},         {"examples", row.fit.examples}, {"train", to_json(row.fit.train)},
          {"test", to_json(row.fit.test)}};
}

std::string right_of(const train::Evaluation& evaluation) {
  return std::isnan(evaluation.accuracy) ? "-" : percent(evaluation.accuracy);
}

void say_table(const Call& call, const std::vector<Row>& rows) {
  std::vector<std::vector<std::string>> cells = {
      {text("percept.variants.variant"), text("percept.variants.examples"), text("percept.variants.epochs"),
       text("percept.variants.train_loss"), text("percept.variants.train_right"),
       text("percept.variants.test_loss"), text("percept.variants.test_right")}};
  for (const Row& row : rows)
    cells.push_back({row.variant.name.empty() ? text("percept.variants.itself") : row.variant.name,
                     grouped(row.fit.examples), grouped(row.epochs), short_number(row.fit.train.loss),
                     right_of(row.fit.train), short_number(row.fit.test.loss), right_of(row.fit.test)});
  std::vector<std::size_t> widths(cells[0].size(), 0);
  for (const auto& row : cells)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (const auto& row : cells) {
    std::string line = padded(row[0], widths[0]);
    for (std::size_t i = 1; i < row.size(); ++i) line += "  " + right(row[i], widths[i]);
    call.say(line);
  }
}

}  // namespace

int train_variants(const Call& call, const std::string& word, const std::vector<std::string>& overrides,
                   const std::string& runs) {
  std::vector<Row> rows = read_rows(call, word, overrides), done;
  bool interrupted = false;
  for (Row& row : rows) {
    recipe::TrainResult result = train_and_tell(call, row.recipe, false, [&](recipe::TrainOptions options) {
      options.runs = runs;
      return recipe::train_recipe(row.recipe, options);
    });
    interrupted = result.outcome.interrupted;
    if (interrupted) break;
    row.run = result.start.run;
    row.epochs = result.outcome.epochs;
    row.fit = recipe::measure_fit(row.run);
    done.push_back(std::move(row));
  }
  if (!done.empty()) say_table(call, done);
  Json each = Json::array();
  for (const Row& row : done) each.push_back(to_json(row));
  call.answer({{"variants", each}, {"interrupted", interrupted}});
  return interrupted ? kInterrupted : kDone;
}

}  // namespace percept::cli
