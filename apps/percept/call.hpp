// What every command shares: its common options, and how it answers.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "percept/recipe/model.hpp"

namespace percept::cli {

using Json = nlohmann::ordered_json;

// Exit statuses.
inline constexpr int kDone = 0, kFailed = 1, kWrongCall = 2, kInterrupted = 130;

/// The words of the call are wrong: exit 2.
class CallError : public Error {
 public:
  explicit CallError(Problem problem) : Error(std::move(problem)) {}
};

/// What --help says of a command beside its arguments and options.
struct Page {
  std::string usage;    // without the names of the commands
  std::string example;  // lines that work as pasted
  std::string more;     // sections behind the options; may be empty
};

/// Writes and flushes. Where that fails, as on a full disk, the work goes on: main says so of stdout at the
/// end.
void print(std::FILE* stream, std::string_view text);

struct Call {
  bool json = false, quiet = false, exact = false;
  std::string seed, threads, lang;    // as written; empty where not given
  std::function<int()> action;        // of the command that was named
  std::map<std::string, Page> pages;  // by the full name of the command

  /// Everything that is meant for people: stdout, or stderr where stdout belongs to the JSON object.
  void say(const std::string& line) const;
  /// Like `say`, but silent with --quiet.
  void tell(const std::string& line) const;
  /// With --json, the object of the answer; else nothing.
  void answer(const Json& object) const;
  /// Of a network that only answers: --exact or not.
  Precision precision() const { return exact ? Precision::exact : Precision::single; }
  /// What the common options change in a recipe.
  std::vector<std::string> overrides() const;
};

/// A command of the program, or of another command, with the common options.
CLI::App* add_command(CLI::App& parent, Call& call, const std::string& name, Page page);
/// What is typed to call it: percept data info.
std::string full_name(const CLI::App& command);

/// The recipe that WORD names, with overrides and Call::overrides. What was typed wrongly throws CallError.
recipe::Recipe load_recipe(const Call& call, const std::string& word, std::vector<std::string> overrides);

/// What the argument RECIPE may be, for --help.
std::string recipe_help();

/// The network of a run, with --exact as exact as that says.
recipe::Model open_model(const Call& call, const std::string& run);

/// A whole number of an option, at least `least`; throws CallError where it is none.
std::int64_t number_of(const std::string& option, const std::string& word, std::int64_t least);
/// The number that a word is as a whole; none where it is no finite one.
std::optional<double> number_in(const std::string& word);
/// A number of an option, above 0, or 0 or more; throws CallError where it is none.
double positive_of(const std::string& option, const std::string& word);
double not_negative_of(const std::string& option, const std::string& word);
/// Any number of an option; throws CallError where it is none.
double real_of(const std::string& option, const std::string& word);
/// Shapes of inputs, image=1x3x224x224 each; throws CallError where one is none.
std::map<std::string, Shape> sizes_of(const std::vector<std::string>& words);
/// The option --size of `command`, whose words go to `words`.
void add_sizes(CLI::App& command, std::vector<std::string>& words);
/// Throws CallError where there are some: a run, or a model, is as it is.
void require_no_overrides(const std::vector<std::string>& overrides);
/// Throws CallError where an argument was not given.
void require_given(bool given, const std::string& argument, const std::string& command);

/// The object of a problem: {"error": {"code", "message", "hint", "where"}}.
Json to_json(const Problem& problem);

}  // namespace percept::cli
