// What every command shares: its common options, and how it answers.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "percept/recipe/recipe.hpp"

namespace percept::cli {

using Json = nlohmann::ordered_json;

// Exit statuses.
inline constexpr int kDone = 0, kFailed = 1, kWrongCall = 2, kInterrupted = 130;

/// The words of the call are wrong: exit 2.
class CallError : public Error {
 public:
  using Error::Error;
};

struct Call {
  bool json = false, quiet = false;
  std::string seed, threads, lang;  // as written; empty where not given
  std::function<int()> action;      // of the command that was named

  /// Everything that is meant for people: stdout, or stderr where stdout belongs to the JSON object.
  void say(const std::string& line) const;
  /// Like `say`, but silent with --quiet.
  void tell(const std::string& line) const;
  /// With --json, the object of the answer; else nothing.
  void answer(const Json& object) const;
};

/// A command of the program; its name, usage and example are its own, the common options are added here.
CLI::App* add_command(CLI::App& program, Call& call, const std::string& name, const std::string& usage,
                      const std::string& example);

/// The recipe that WORD names, with overrides and --seed. What was typed wrongly throws CallError.
recipe::Recipe load_recipe(const Call& call, const std::string& word, std::vector<std::string> overrides);

/// A whole number of an option, at least `least`; throws CallError where it is none.
std::int64_t number_of(const std::string& option, const std::string& word, std::int64_t least);
/// Throws CallError where an argument was not given.
void require_given(bool given, const std::string& argument, const std::string& command);

/// The object of a problem: {"error": {"code", "message", "hint", "where"}}.
Json to_json(const Problem& problem);

}  // namespace percept::cli
