// percept gradcheck: analytic against numeric gradients of a recipe's network.
#include "percept/recipe/gradients.hpp"

#include "commands.hpp"
#include "help.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr double kBound = 1e-6;
constexpr std::int64_t kSamples = 20;

Json object_of(const GradientCheck& check, double bound) {
  return {{"path", check.name},
          {"shape", check.shape.dims()},
          {"elements", check.shape.elements()},
          {"checked", check.checked},
          {"kinks", check.kinks},
          {"max_relative_error", check.max_relative_error},
          {"worst", check.worst},
          {"analytic", check.analytic},
          {"numeric", check.numeric},
          {"right", check.max_relative_error <= bound}};
}

std::string verdict(const GradientCheck& check, double bound) {
  if (check.max_relative_error <= bound) return text("percept.gradcheck.right");
  return text("percept.gradcheck.wrong", {{"element", check.worst},
                                          {"analytic", scientific(check.analytic, 6)},
                                          {"numeric", scientific(check.numeric, 6)}});
}

void say_table(const Call& call, const std::vector<GradientCheck>& checks, double bound) {
  std::vector<std::vector<std::string>> rows = {
      {text("percept.gradcheck.parameter"), text("percept.gradcheck.shape"),
       text("percept.gradcheck.checked"), text("percept.gradcheck.kinks"), text("percept.gradcheck.error"),
       ""}};
  for (const GradientCheck& check : checks)
    rows.push_back({check.name, to_string(check.shape), grouped(check.checked),
                    check.kinks ? grouped(check.kinks) : "·", scientific(check.max_relative_error, 1),
                    verdict(check, bound)});
  std::vector<std::size_t> widths(5, 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += (i < 2 ? padded(row[i], widths[i]) : right(row[i], widths[i])) + "  ";
    line += row.back();
    call.tell(line.substr(0, line.find_last_not_of(' ') + 1));
  }
}

int gradcheck_command(const Call& call, const std::string& word, const std::vector<std::string>& overrides,
                      const std::string& bound_word, const std::string& samples_word) {
  require_given(!word.empty(), text("percept.argument.recipe"), "gradcheck");
  double bound = bound_word.empty() ? kBound : positive_of("--bound", bound_word);
  std::int64_t samples = samples_word.empty() ? kSamples : number_of("--samples", samples_word, 1);
  recipe::GradientReport report =
      recipe::check_recipe(load_recipe(call, word, overrides), {.samples = samples});
  call.tell(text("percept.gradcheck.start",
                 {{"recipe", report.name}, {"batch", report.batch}, {"loss", fixed(report.loss, 4)}}));

  std::vector<GradientCheck> all = report.parameters;
  all.push_back(report.input);
  say_table(call, all, bound);
  const GradientCheck* worst = &all.front();
  for (const GradientCheck& check : all)
    if (check.max_relative_error > worst->max_relative_error) worst = &check;
  Json object = {{"recipe", report.name},
                 {"batch", report.batch},
                 {"loss", report.loss},
                 {"bound", bound},
                 {"parameters", Json::array()}};
  for (const GradientCheck& check : report.parameters)
    object["parameters"].push_back(object_of(check, bound));
  object["input"] = object_of(report.input, bound);
  object["max_relative_error"] = worst->max_relative_error;
  std::vector<Argument> arguments = {{"error", scientific(worst->max_relative_error, 1)},
                                     {"bound", scientific(bound, 1)}};
  if (worst->max_relative_error <= bound) {
    call.say(text("percept.gradcheck.passed", arguments));
    call.answer(object);
    return kDone;
  }
  arguments.push_back({"parameter", worst->name});
  Problem problem = Problem("percept.gradcheck.failed", arguments).with_hint("percept.gradcheck.failed.hint");
  object["error"] = to_json(problem)["error"];
  print(stderr, render(problem) + "\n");
  call.answer(object);
  return kFailed;
}

}  // namespace

void add_gradcheck(CLI::App& program, Call& call) {
  struct Words {
    std::string word, bound, samples;
    std::vector<std::string> overrides;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "gradcheck",
                                  {text("percept.train.usage"), "percept gradcheck lenet",
                                   section(text("percept.gradcheck.read"), text("percept.gradcheck.more"))});
  command->add_option(text("percept.argument.recipe"), words->word, recipe_help());
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->add_option("--bound", words->bound, text("percept.gradcheck.bound"))->type_name("X");
  command->add_option("--samples", words->samples, text("percept.gradcheck.samples"))->type_name("N");
  command->callback([&call, words] {
    call.action = [&call, words] {
      return gradcheck_command(call, words->word, words->overrides, words->bound, words->samples);
    };
  });
}

}  // namespace percept::cli
