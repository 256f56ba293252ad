#include "call.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "percept/base/spelling.hpp"
#include "percept/train/problem_json.hpp"

namespace percept::cli {

void print(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

void Call::say(const std::string& line) const { print(json ? stderr : stdout, line + "\n"); }

void Call::tell(const std::string& line) const {
  if (!quiet) say(line);
}

void Call::answer(const Json& object) const {
  if (!json) return;
  // Names of files may be no UTF-8: they are shown with a mark in place of what cannot be.
  print(stdout, object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::vector<std::string> Call::overrides() const {
  std::vector<std::string> words;
  if (!seed.empty()) words.push_back("seed=" + std::to_string(number_of("--seed", seed, 0)));
  if (exact) words.emplace_back("train.precision=exact");
  return words;
}

std::string full_name(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return (parent ? full_name(*parent) + " " : "") + command.get_name();
}

// The text of `percept data info` is percept.command.data_info.
CLI::App* add_command(CLI::App& parent, Call& call, const std::string& name, Page page) {
  std::string id = parent.get_parent() ? parent.get_name() + "_" + name : name;
  CLI::App* command = parent.add_subcommand(name, text("percept.command." + id));
  command->allow_extras();
  call.pages[full_name(*command)] = std::move(page);
  command->add_flag("--json", call.json, text("percept.option.json"));
  command->add_flag("--quiet", call.quiet, text("percept.option.quiet"));
  command->add_option("--seed", call.seed, text("percept.option.seed"))->type_name("N");
  command->add_option("--threads", call.threads, text("percept.option.threads"))->type_name("N");
  command->add_flag("--exact", call.exact, text("percept.option.exact"));
  command->add_option("--lang", call.lang, text("percept.option.lang"))->type_name("en|fr");
  command->set_help_flag("-h,--help", text("percept.option.help"));
  return command;
}

recipe::Recipe load_recipe(const Call& call, const std::string& word, std::vector<std::string> overrides) {
  for (std::string& common : call.overrides()) overrides.push_back(std::move(common));
  Result<recipe::Recipe> loaded = recipe::load_recipe(word, overrides);
  if (loaded) return *std::move(loaded);
  // The call is wrong where it names no recipe, or where the recipe alone is right.
  bool wrong_word = loaded.problem().code() == "recipe.unknown.recipe";
  if (wrong_word || (!overrides.empty() && recipe::load_recipe(word))) throw CallError(loaded.problem());
  throw Error(loaded.problem());
}

std::string recipe_help() {
  return text("percept.train.recipe", {{"recipes", joined(recipe::builtin_recipes())}});
}

recipe::Model open_model(const Call& call, const std::string& run) {
  recipe::Model model = recipe::open_model(run);
  if (call.exact) model.recipe.train.precision = "exact";
  return model;
}

std::int64_t number_of(const std::string& option, const std::string& word, std::int64_t least) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number < least)
    throw CallError(Problem("percept.call.number", {{"option", option}, {"word", word}})
                        .with_hint("percept.call.number.hint", {{"option", option}, {"least", least}}));
  return number;
}

std::optional<double> number_in(const std::string& word) {
  double number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  bool whole = error == std::errc() && end == word.data() + word.size() && std::isfinite(number);
  return whole ? std::optional(number) : std::nullopt;
}

double positive_of(const std::string& option, const std::string& word) {
  if (std::optional<double> number = number_in(word); number && *number > 0) return *number;
  throw CallError(Problem("percept.call.number", {{"option", option}, {"word", word}})
                      .with_hint("percept.call.positive.hint", {{"option", option}}));
}

double not_negative_of(const std::string& option, const std::string& word) {
  if (std::optional<double> number = number_in(word); number && *number >= 0) return *number;
  throw CallError(Problem("percept.call.number", {{"option", option}, {"word", word}})
                      .with_hint("percept.call.not_negative.hint", {{"option", option}}));
}

double real_of(const std::string& option, const std::string& word) {
  if (std::optional<double> number = number_in(word)) return *number;
  throw CallError(Problem("percept.call.number", {{"option", option}, {"word", word}})
                      .with_hint("percept.call.real.hint", {{"option", option}}));
}

std::map<std::string, Shape> sizes_of(const std::vector<std::string>& words) {
  std::map<std::string, Shape> sizes;
  for (const std::string& word : words) {
    auto wrong = [&] {
      return CallError(Problem("percept.size", {{"word", word}}).with_hint("percept.size.hint"));
    };
    std::size_t equals = word.rfind('=');
    if (equals == std::string::npos || equals == 0) throw wrong();
    std::vector<std::int64_t> dims;
    const char *at = word.data() + equals + 1, *end = word.data() + word.size();
    while (at < end) {
      std::int64_t size = 0;
      auto [next, error] = std::from_chars(at, end, size);
      bool last = next == end;
      if (error != std::errc() || size < 1 || size > (1 << 24) || !(last || (*next == 'x' && next + 1 < end)))
        throw wrong();
      dims.push_back(size);
      at = last ? end : next + 1;
    }
    sizes[word.substr(0, equals)] = Shape(std::move(dims));
  }
  return sizes;
}

void add_sizes(CLI::App& command, std::vector<std::string>& words) {
  command.add_option("--size", words, text("percept.size.doc"))
      ->type_name(text("percept.size.name"))
      ->allow_extra_args(false);
}

void require_no_overrides(const std::vector<std::string>& overrides) {
  if (!overrides.empty())
    throw CallError(
        Problem("percept.summary.run", {{"word", overrides.front()}}).with_hint("percept.summary.run.hint"));
}

void require_given(bool given, const std::string& argument, const std::string& command) {
  if (given) return;
  throw CallError(Problem("percept.call.missing", {{"argument", argument}})
                      .with_hint("percept.call.help.hint", {{"command", "percept " + command}}));
}

Json to_json(const Problem& problem) { return {{"error", Json::parse(train::json_of(problem))}}; }

}  // namespace percept::cli
