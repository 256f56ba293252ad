// percept completion: what a shell offers when Tab is pressed. Its script (completion/) asks the program:
// `percept completion -- WORD...` lists what the last WORD can become, a line each, with its meaning behind a
// tab. So it is always what this program knows: its commands and options as CLI11 has them, the recipes, the
// runs that there are.

#include <algorithm>
#include <filesystem>

#include "commands.hpp"
#include "help.hpp"
#include "percept/data/fetch.hpp"
#include "percept/data/spec.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/slope_curve.hpp"

namespace percept::cli {
namespace {

namespace fs = std::filesystem;

struct Offer {
  std::string word, meaning;
};
using Offers = std::vector<Offer>;

struct Script {
  std::string_view file, text;
};
constexpr Script kScripts[] = {
#include <completion.inc>
};

// How each shell finds its script.
std::string places() {
  return section(text("percept.completion.install"),
                 Rows{{"bash", "source <(percept completion bash)"},
                      {"zsh", "percept completion zsh > ~/.zsh/_percept; fpath=(~/.zsh $fpath); compinit"},
                      {"fish", "percept completion fish | source"}});
}

Offers recipes() {
  Offers offers;
  for (const std::string& name : recipe::builtin_recipes()) offers.push_back({name, ""});
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(".", ignored))
    if (entry.path().extension() == ".toml") offers.push_back({entry.path().filename().string(), ""});
  return offers;
}

Offers runs() {
  Offers offers;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("runs", ignored))
    if (entry.is_directory(ignored)) offers.push_back({"runs/" + entry.path().filename().string(), ""});
  std::sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) { return a.word < b.word; });
  return offers;
}

Offers benchmarks() {
  Offers offers;
  for (const std::string& name : benchmark_cases())
    offers.push_back({name, text("percept.bench.case." + name)});
  return offers;
}

Offers image_kernels() {
  Offers offers;
  for (const lab::KernelPreset& preset : lab::kernel_presets())
    offers.push_back({std::string(preset.name), preset.explanation()});
  return offers;
}

Offers curves() {
  Offers offers;
  for (const lab::CurvePreset& preset : lab::curve_presets())
    offers.push_back({std::string(preset.name), render(preset.words())});
  return offers;
}

Offers both(Offers a, const Offers& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The sources alone, and of the one that is written already its splits.
Offers data_sets(const std::string& begun) {
  Offers offers;
  for (const data::Source& source : data::sources()) {
    std::string name(source.name);
    offers.push_back({name, source.description()});
    if (begun.starts_with(name + ":"))
      for (const char* split : {":train", ":val", ":test"}) offers.push_back({name + split, ""});
  }
  return offers;
}

Offers web_sets() {
  Offers offers;
  for (const data::WebSet& set : data::web_sets()) offers.push_back({std::string(set.name), ""});
  return offers;
}

// A visitor that names the fields of a recipe as they are overridden.
struct FieldNames {
  std::string prefix;
  Offers& offers;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    std::string field = prefix + std::string(name);
    if constexpr (requires { value.fields(*this); }) {
      FieldNames inner{field + ".", offers};
      value.fields(inner);
    } else {
      offers.push_back({field + "=", ""});
    }
  }
};

Offers behind(const std::string& name, Offers offers) {
  for (Offer& offer : offers) offer.word = name + offer.word;
  return offers;
}

Offers overrides(const std::string& begun) {
  for (const char* field : {"data.source=", "data.test="})
    if (begun.starts_with(field)) return behind(field, data_sets(begun.substr(std::string(field).size())));
  if (begun.starts_with("init.from=")) return behind("init.from=", runs());
  Offers offers;
  recipe::Recipe recipe;
  FieldNames names{"", offers};
  recipe.fields(names);
  return offers;
}

// en|fr: words to choose from, where they are written small.
Offers choices(const std::string& form) {
  Offers offers;
  bool words = form.find('|') != form.npos && std::all_of(form.begin(), form.end(), [](char c) {
                 return c == '|' || c == '-' || (c >= 'a' && c <= 'z');
               });
  for (std::size_t begin = 0; words && begin <= form.size();) {
    std::size_t end = std::min(form.find('|', begin), form.size());
    offers.push_back({form.substr(begin, end - begin), ""});
    begin = end + 1;
  }
  return offers;
}

// What can stand for an argument or an option's value: told by what it is called.
Offers values_of(const CLI::Option& option, const std::string& begun) {
  if (!option.get_positional()) {
    if (option.check_lname("data")) return data_sets(begun);
    if (option.check_lname("kernel")) return image_kernels();
    return choices(option.get_type_name());
  }
  std::string name = option.get_name();
  auto is = [&](const char* id) { return name == text(id); };
  if (is("percept.argument.recipe")) return recipes();
  if (is("percept.argument.run_name")) return runs();
  if (is("percept.summary.word_name")) return both(runs(), recipes());
  if (is("percept.plot.input_name")) return both(both(runs(), recipes()), data_sets(begun));
  if (is("percept.predict.what") || name == "SPEC") return data_sets(begun);
  if (name == "NAME") return web_sets();
  if (is("percept.descend.formula_name")) return curves();
  if (is("percept.bench.filter_name")) return benchmarks();
  if (is("percept.argument.override")) return overrides(begun);
  return choices(name);
}

bool takes_value(const CLI::Option* option) { return option && option->get_items_expected_max() != 0; }

const CLI::App* find_verb(const CLI::App& program, const std::string& name) {
  for (const CLI::App* verb : program.get_subcommands([](const CLI::App*) { return true; }))
    if (verb->get_name() == name) return verb;
  return nullptr;
}

const CLI::Option* find_option(const CLI::App& app, const std::string& word) {
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() && option->check_name(word)) return option;
  return nullptr;
}

Offers options_of(const CLI::App& app) {
  Offers offers;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() && !option->get_lnames().empty())
      offers.push_back({"--" + option->get_lnames().front(), option->get_description()});
  return offers;
}

Offers verbs_of(const CLI::App& program) {
  Offers offers;
  for (const CLI::App* verb : program.get_subcommands([](const CLI::App*) { return true; }))
    offers.push_back({verb->get_name(), verb->get_description()});
  return offers;
}

// The argument that comes after so many; the last one may be a list.
const CLI::Option* positional(const CLI::App& app, std::size_t number) {
  const CLI::Option* last = nullptr;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    last = option;
    if (number-- == 0) return option;
  }
  return last && last->get_items_expected_max() > 1 ? last : nullptr;
}

/// All that can stand in the place of the last word.
Offers offers_for(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* app = &program;
  const CLI::Option* waiting = nullptr;  // for its value
  std::size_t arguments = 0;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (std::exchange(waiting, nullptr)) continue;
    const CLI::Option* option = find_option(*app, word);
    if (takes_value(option)) waiting = option;
    if (word.starts_with("-")) continue;
    if (verbs_of(*app).empty()) {
      ++arguments;
    } else {
      app = find_verb(*app, word);
      if (!app) return {};
    }
  }
  const std::string& begun = words.back();
  if (waiting) return values_of(*waiting, begun);
  if (std::size_t equals = begun.find('='); begun.starts_with("--") && equals != begun.npos) {
    std::string name = begun.substr(0, equals);
    const CLI::Option* option = find_option(*app, name);
    return option ? behind(name + "=", values_of(*option, begun.substr(equals + 1))) : Offers();
  }
  if (begun.starts_with("-")) return options_of(*app);
  if (Offers verbs = verbs_of(*app); !verbs.empty()) return verbs;
  const CLI::Option* argument = positional(*app, arguments);
  return argument ? values_of(*argument, begun) : Offers();
}

int completion_command(const Call& call, const std::string& shell) {
  require_given(!shell.empty(), "bash|zsh|fish", "completion");
  for (const Script& script : kScripts) {
    bool meant = script.file.ends_with("." + shell) || (shell == "zsh" && script.file == "_percept");
    if (!meant) continue;
    if (!call.json) print(stdout, script.text);
    call.answer({{"shell", shell}, {"script", script.text}});
    return kDone;
  }
  throw CallError(Problem("percept.completion.shell", {{"word", shell}})
                      .with_hint("base.known", {{"known", "bash, zsh, fish"}}));
}

}  // namespace

void offer_completions(const CLI::App& program, const std::vector<std::string>& words) {
  const std::string begun = words.empty() ? "" : words.back();
  for (const Offer& offer : words.empty() ? verbs_of(program) : offers_for(program, words))
    if (offer.word.starts_with(begun))
      print(stdout, offer.word + (offer.meaning.empty() ? "" : "\t" + offer.meaning) + "\n");
}

void add_completion(CLI::App& program, Call& call) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command =
      add_command(program, call, "completion", {"bash|zsh|fish", "percept completion bash", places()});
  command->add_option("bash|zsh|fish", *shell, text("percept.completion.argument"));
  command->callback(
      [&call, shell] { call.action = [&call, shell] { return completion_command(call, *shell); }; });
}

}  // namespace percept::cli
