// From TOML text and overrides to a Recipe.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "faults.hpp"
#include "layer_list.hpp"
#include "percept/data/augmentation.hpp"
#include "table_reader.hpp"
#include "toml_depth.hpp"
#include "trainings.hpp"

namespace percept::recipe {
namespace {

constexpr std::size_t kLongestText = 1 << 20;

Error not_toml(const toml::parse_error& error, const std::string& where) {
  Problem problem("recipe.toml");
  problem.operands.push_back({"toml", std::string(error.description()), ""});
  return Error(std::move(problem).with_hint("recipe.toml.hint").at(where));
}

void require_shallow(std::string_view text, const std::string& file) {
  if (std::optional<int> line = deep_toml_line(text))
    throw Error(Problem("recipe.too_deep", {{"brackets", kMostTomlBrackets}, {"parts", kMostTomlParts}})
                    .with_hint("recipe.toml.hint")
                    .at(file + ":" + std::to_string(*line)));
}

toml::table parse_toml(std::string_view text, const std::string& file) {
  if (text.size() > kLongestText)
    throw Error(Problem("recipe.too_long", {{"most", kLongestText}}).with_hint("recipe.toml.hint").at(file));
  require_shallow(text, file);
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    throw not_toml(error, file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column));
  }
}

// An override as it is shown in messages: a long list is cut.
std::string shown(const std::string& word) { return word.size() <= 60 ? word : word.substr(0, 57) + "..."; }

// In quotes, appended one by one: g++ 12 sees an overlap in a chain of +.
std::string quoted(const std::string& word) { return std::string(1, '"').append(shown(word)).append(1, '"'); }

std::vector<std::string> parts_of(const std::string& key) {
  std::vector<std::string> parts(1);
  for (char c : key)
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

// A value is TOML, or where it does not look like it, a word as it stands.
toml::table parse_value(const std::string& value, const std::string& word) {
  require_shallow(value, shown(word));
  try {
    return toml::parse("value = " + value);
  } catch (const toml::parse_error& error) {
    bool meant_as_toml =
        !value.empty() && std::string_view("[{\"'").find(value.front()) != std::string_view::npos;
    if (meant_as_toml) throw not_toml(error, shown(word));
    return toml::table{{"value", value}};
  }
}

void apply_override(toml::table& root, const std::string& word, Sources& sources) {
  std::size_t equals = word.find('=');
  std::string key = word.substr(0, equals);
  std::vector<std::string> parts = parts_of(key);
  bool named = equals != word.npos;
  for (const std::string& part : parts) named &= !part.empty();
  if (!named || parts.size() > kMostTomlParts)
    throw Error(Problem("recipe.override", {{"word", shown(word)}}).with_hint("recipe.override.hint"));
  sources.overrides[key] = shown(word);

  toml::table* table = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    toml::node* node = table->get(parts[i]);
    if (!node) node = &table->insert(parts[i], toml::table()).first->second;
    table = node->as_table();
    if (!table)  // model.layers.3: a list is given whole
      throw Error(Problem("recipe.override.within", {{"field", key}, {"outer", parts[i]}})
                      .with_hint("recipe.override.hint")
                      .at(shown(word)));
  }
  toml::table value = parse_value(word.substr(equals + 1), word);
  if (value.size() != 1)  // the value had a line break and another key behind it
    throw Error(Problem("recipe.override", {{"word", shown(word)}}).with_hint("recipe.override.hint"));
  value.get("value")->visit([&](auto& node) { table->insert_or_assign(parts.back(), std::move(node)); });
}

// `field` as the recipe names it, with the value that will not do.
void check(const Recipe& recipe, bool holds, const char* field, Argument::Number value, const char* wanted) {
  if (holds) return;
  std::vector<Argument> named = {{"field", field}, {"value", ""}};
  named.back().value = std::move(value);
  throw Error(Problem("recipe.range", std::move(named))
                  .with_hint("recipe.range.hint", {{"wanted", "@" + std::string(wanted)}})
                  .at(recipe.place(field)));
}

/// A visitor of an optimiser's fields: rates are not negative, shares of the old stay below one.
struct RateChecker {
  const Recipe& recipe;
  void operator()(std::string_view name, double number, std::string_view) {
    constexpr std::string_view kShares[] = {"momentum", "dampening", "beta1", "beta2", "rho", "alpha"};
    bool share = std::find(std::begin(kShares), std::end(kShares), name) != std::end(kShares);
    std::string field = "train.optimizer." + std::string(name);
    check(recipe, std::isfinite(number) && number >= 0 && (!share || number < 1), field.c_str(), number,
          share ? "recipe.range.momentum" : "recipe.range.rate");
  }
  void operator()(std::string_view, bool, std::string_view) {}
  void operator()(std::string_view, const std::string&, std::string_view) {}
};

/// The same of a schedule's fields.
struct ScheduleChecker {
  const Recipe& recipe;
  static std::string field(std::string_view name) { return "train.schedule." + std::string(name); }
  static bool divides(std::string_view name) { return name == "div_factor" || name == "final_div_factor"; }
  static bool lasts(std::string_view name) {
    return name == "step_size" || name == "t_0" || name == "t_mult" || name == "model_size";
  }
  // A plateau falls; the factor of a constant schedule may be anything.
  bool is_share(std::string_view name) const {
    return name == "pct_start" || (name == "factor" && recipe.train.schedule.name == "plateau");
  }
  void operator()(std::string_view name, double number, std::string_view) {
    if (is_share(name))
      return check(recipe, number >= 0 && number < 1, field(name).c_str(), number, "recipe.range.momentum");
    check(recipe, std::isfinite(number) && (divides(name) ? number > 0 : number >= 0), field(name).c_str(),
          number, divides(name) ? "recipe.range.above_zero" : "recipe.range.rate");
  }
  void operator()(std::string_view name, std::int64_t number, std::string_view) {
    check(recipe, number >= (lasts(name) ? 1 : 0), field(name).c_str(), number,
          lasts(name) ? "recipe.range.least_one" : "recipe.range.not_negative");
  }
  void operator()(std::string_view name, const std::string& word, std::string_view) {
    if (name == "unit")
      check(recipe, word == "step" || word == "epoch", "train.schedule.unit", quoted(word),
            "recipe.range.unit");
    if (name == "anneal")
      check(recipe, word == "cos" || word == "linear", "train.schedule.anneal", quoted(word),
            "recipe.range.anneal");
  }
  void operator()(std::string_view, bool, std::string_view) {}
  void operator()(std::string_view name, const std::vector<std::int64_t>& numbers, std::string_view doc) {
    for (std::int64_t number : numbers) (*this)(name, number, doc);
  }
};

void check_word(const Recipe& recipe, const char* field, const std::string& word,
                const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    throw Error(unknown("word", word, known).at(recipe.place(field)));
}

void check_data(const Recipe& recipe) {
  const DataFields& data = recipe.data;
  check(recipe, data.limit >= 0, "data.limit", data.limit, "recipe.range.not_negative");
  check(recipe, data.workers >= 0 && data.workers <= 64, "data.workers", data.workers,
        "recipe.range.workers");
  check(recipe, data.holdout >= 0 && data.holdout < 1, "data.holdout", data.holdout, "recipe.range.momentum");
  check_word(recipe, "data.labels", data.labels, {"given", "random"});
  check_word(recipe, "data.corrupt", data.corrupt, {"refuse", "skip"});
  check_word(recipe, "data.normalize", data.normalize, {"standard", "none"});
  if (!data.sound.empty()) check_word(recipe, "data.sound", data.sound, {"wave", "log_mel"});
  if (!data.task.empty()) check_word(recipe, "data.task", data.task, {"classification", "regression"});
}

/// A visitor of the fields of a model without a gradient.
struct ClassicChecker {
  const Recipe& recipe;
  void operator()(std::string_view name, std::int64_t number, std::string_view) {
    if (name == "degree")
      return check(recipe, number >= 0 && number <= 100, "model.degree", number, "recipe.range.degree");
    check(recipe, number >= 1 && number <= kMost, ("model." + std::string(name)).c_str(), number,
          "recipe.range.units");
  }
  void operator()(std::string_view name, double number, std::string_view) {
    check(recipe, std::isfinite(number) && number >= 0, ("model." + std::string(name)).c_str(), number,
          "recipe.range.rate");
  }
  void operator()(std::string_view, const std::string& word, std::string_view) {
    if (!word.empty())
      check_word(recipe, "model.numbers", word, {classic::kBytes, classic::kWhole, classic::kReal});
  }
  void operator()(std::string_view, bool, std::string_view) {}

  static constexpr std::int64_t kMost = 1 << 16;
};

void check_model(const Recipe& recipe) {
  if (recipe.model.is_network()) {
    if (!recipe.model.kind.empty())
      throw Error(unknown("kind", recipe.model.kind, optim::names_of<classic::AnyConfig>())
                      .at(recipe.place("model.kind")));
    return;
  }
  ClassicChecker checker{recipe};
  std::visit([&](auto config) { config.fields(checker); }, recipe.model.classic);
}

void check_ranges(const Recipe& recipe) {
  const TrainFields& train = recipe.train;
  check_data(recipe);
  check_model(recipe);
  check(recipe, is_run_name(recipe.name), "name", quoted(recipe.name), "recipe.range.name");
  check(recipe, recipe.seed >= 0, "seed", recipe.seed, "recipe.range.not_negative");
  check(recipe, train.batch >= 1 && train.batch <= 1 << 20, "train.batch", train.batch, "recipe.range.batch");
  check(recipe, train.accumulate >= 1 && train.accumulate <= 1 << 20, "train.accumulate", train.accumulate,
        "recipe.range.batch");
  double smoothing = train.label_smoothing;
  check(recipe, smoothing >= 0 && smoothing < 1, "train.label_smoothing", smoothing, "recipe.range.momentum");
  for (auto [name, value] : {std::pair("train.l1", train.l1), std::pair("train.l2", train.l2)})
    check(recipe, std::isfinite(value) && value >= 0, name, value, "recipe.range.rate");
  check(recipe, smoothing == 0 || train.loss == "cross_entropy", "train.label_smoothing", smoothing,
        "recipe.range.smoothing");
  check(recipe, train.ema >= 0 && train.ema < 1, "train.ema", train.ema, "recipe.range.momentum");
  check(recipe, train.patience >= 0, "train.patience", train.patience, "recipe.range.not_negative");
  check(recipe, std::isfinite(train.checkpoint) && train.checkpoint >= 0, "train.checkpoint",
        train.checkpoint, "recipe.range.rate");
  check(recipe, train.epochs >= 0 && train.epochs <= 1'000'000, "train.epochs", train.epochs,
        "recipe.range.epochs");
  OptimizerFields optimizer = train.optimizer;
  RateChecker rates{recipe};
  optimizer.fields(rates);
  if (auto* sgd = std::get_if<optim::SgdConfig>(&optimizer.config))
    check(recipe, !sgd->nesterov || sgd->momentum > 0, "train.optimizer.momentum", sgd->momentum,
          "recipe.range.nesterov");
  ScheduleFields schedule = train.schedule;
  ScheduleChecker steps{recipe};
  schedule.fields(steps);
  for (std::size_t i = 0; i < recipe.variants.size(); ++i) {
    const std::string& name = recipe.variants[i].name;
    check(recipe, is_run_name(name), ("variants." + std::to_string(i + 1) + ".name").c_str(), quoted(name),
          "recipe.range.name");
  }
  const std::vector<std::int64_t>& input = recipe.model.input;
  bool example = input.size() <= 3;
  for (std::int64_t size : input) example &= size >= 1 && size <= 1 << 24;
  check(recipe, example, "model.input", to_string(Shape(input)), "recipe.range.input");
  check(recipe, !recipe.model.is_network() || !recipe.model.layers.empty(), "model.layers", "[]",
        "recipe.range.layers");
  check(recipe, recipe.init.skip.empty() || !recipe.init.from.empty(), "init.skip", "[...]",
        "recipe.range.skip");
}

// The place of a fault: lenet.toml:5, augmentation 2: "rotat 10".
void check_augmentation(const Recipe& recipe) {
  std::vector<std::string> words;
  for (const std::string& word : recipe.data.augment) {
    words.push_back(word);
    try {
      data::require_augmentation(words);
    } catch (const Error& error) {
      std::string line = recipe.place("data.augment." + std::to_string(words.size()));
      throw Error(Problem(error.problem()).at(line + ", " + error.problem().where));
    }
  }
}

// Another optimiser or schedule than the file's brings its own defaults: what the file says of its own goes.
void replace_chosen(toml::table& root, const std::string& word) {
  const TrainFields defaults;
  for (const auto& [kind, unsaid] :
       {std::pair{"optimizer", defaults.optimizer.name}, std::pair{"schedule", defaults.schedule.name}}) {
    std::string key = std::string("train.") + kind + ".name=";
    toml::table* train = root["train"].as_table();
    toml::table* table = train ? (*train)[kind].as_table() : nullptr;
    if (!word.starts_with(key) || !table) continue;
    toml::table value = parse_value(word.substr(key.size()), word);
    if ((*table)["name"].value_or(unsaid) != value["value"].value_or(std::string())) table->clear();
  }
}

// What only a network has is told as such where the recipe is of another kind.
Problem explained(const Problem& problem, const Recipe& recipe) {
  if (problem.code() != "recipe.unknown.field" || recipe.model.is_network()) return problem;
  std::string field = std::get<std::string>(problem.reasons.front().arguments.front().value);
  for (const auto& [known, value] : list_fields(Recipe()))
    if (known == field || known.starts_with(field + "."))
      return Problem("recipe.kind.field", {{"kind", recipe.model.kind}, {"field", field}})
          .with_hint("recipe.kind.field.hint")
          .at(problem.where);
  return problem;
}

Recipe read(std::string_view text, const std::string& file, const std::vector<std::string>& overrides) {
  toml::table root = parse_toml(text, file);
  Sources sources{.file = file};
  for (const std::string& word : overrides) replace_chosen(root, word);
  for (const std::string& word : overrides) apply_override(root, word, sources);
  Recipe recipe;
  recipe.file = file;
  recipe.name = std::filesystem::path(file).stem().string();
  TableReader reader(root, "", sources);
  try {
    recipe.fields(reader);
    reader("variants", recipe.variants, "trainings to compare it with");
    recipe.places = sources.places;
    reader.require_no_others();
  } catch (const Error& error) {
    throw Error(explained(error.problem(), recipe));
  }
  check_ranges(recipe);
  check_augmentation(recipe);
  require_known_training(recipe);
  if (recipe.model.is_network()) read_layers(recipe, 1);
  return recipe;
}

}  // namespace

bool is_run_name(const std::string& name) {
  if (name.empty() || name.size() > 64 || name.front() == '.' || name.front() == '-') return false;
  for (char c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) &&
        std::string_view("._-").find(c) == std::string_view::npos)
      return false;
  return true;
}

std::string Recipe::place(const std::string& field) const {
  auto found = places.find(field);
  return found == places.end() ? file : found->second;
}

Result<Recipe> parse_recipe(std::string_view text, const std::string& file,
                            const std::vector<std::string>& overrides) {
  try {
    return read(text, file, overrides);
  } catch (const Error& error) {
    return error.problem();
  }
}

}  // namespace percept::recipe
