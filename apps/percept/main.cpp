// percept VERB ...: reads the words of the call, runs the verb, and says what went wrong.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "commands.hpp"
#include "help.hpp"
#include "percept/base/log.hpp"
#include "percept/base/spelling.hpp"
#include "percept/base/threads.hpp"
#include "percept/train/machine.hpp"

namespace percept::cli {
namespace {

// The language and --json are needed before the call is understood: for its help and its errors.
std::string early_option(const std::vector<std::string>& words, const std::string& name) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == name && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with(name + "=")) return words[i].substr(name.size() + 1);
  }
  return "";
}

void choose_language(const std::string& word) {
  if (word.empty()) return;
  if (word != "en" && word != "fr")
    throw CallError(Problem("percept.call.lang", {{"word", word}}).with_hint("percept.call.lang.hint"));
  set_language(word == "fr" ? Language::french : Language::english);
}

Problem unknown(const char* id, const std::string& word, const std::vector<std::string>& known) {
  return unknown_word(Problem(id, {{"word", word}}), word, known);
}

std::vector<std::string> commands_within(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* inner : command.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(inner->get_name());
  return names;
}

void require_known_verb(const CLI::App& program, const std::vector<std::string>& words) {
  std::vector<std::string> verbs = commands_within(program);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--lang") ++i;  // its value is no verb
    if (word.starts_with("-")) continue;
    if (std::find(verbs.begin(), verbs.end(), word) == verbs.end())
      throw CallError(unknown("percept.call.verb", word, verbs));
    return;
  }
}

// The command that was named, down to the last: of `percept data info`, info.
const CLI::App& command_of(const CLI::App& program) {
  std::vector<CLI::App*> chosen = program.get_subcommands();
  return chosen.empty() ? program : command_of(*chosen.front());
}

void require_nothing_left(const CLI::App& command) {
  std::vector<std::string> left = command.remaining(), within = commands_within(command);
  if (left.empty() && within.empty()) return;
  if (left.empty())
    throw CallError(Problem("percept.call.missing", {{"argument", joined(within, "|")}})
                        .with_hint("percept.call.help.hint", {{"command", full_name(command)}}));
  if (left.front().starts_with("-")) {
    std::vector<std::string> known;
    for (const CLI::Option* option : command.get_options())
      if (!option->get_positional()) known.push_back("--" + option->get_lnames().front());
    throw CallError(unknown("percept.call.option", left.front().substr(0, left.front().find('=')), known));
  }
  if (!within.empty()) throw CallError(unknown("percept.call.verb", left.front(), within));
  throw CallError(Problem("percept.call.extra", {{"word", left.front()}})
                      .with_hint("percept.call.help.hint", {{"command", full_name(command)}}));
}

void parse(CLI::App& program, const std::vector<std::string>& words) {
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  try {
    program.parse(reversed);
  } catch (const CLI::ArgumentMismatch& error) {
    std::string what = error.what();  // "--seed: 1 required N missing", or of a flag "exact was given ..."
    std::size_t colon = what.find(':');
    bool lacking = colon != std::string::npos;
    std::string option = lacking ? what.substr(0, colon) : "--" + what.substr(0, what.find(' '));
    throw CallError(Problem(lacking ? "percept.call.value" : "percept.call.flag", {{"option", option}})
                        .with_hint("percept.call.help.hint", {{"command", "percept"}}));
  } catch (const CLI::Success&) {
    throw;
  } catch (const CLI::ParseError& error) {
    throw CallError(Problem("percept.call.words", {{"detail", error.what()}})
                        .with_hint("percept.call.help.hint", {{"command", "percept"}}));
  }
}

int run(Call& call, const std::vector<std::string>& words) {
  bool completing = words.size() > 1 && words[0] == "completion" && words[1] == "--";
  std::string spoken = early_option(words, "--lang");
  if (!completing || spoken == "en" || spoken == "fr") choose_language(spoken);
  CLI::App program(text("percept.about"), "percept");
  program.formatter(std::make_shared<Help>(call));
  program.set_help_flag("-h,--help", text("percept.option.help"));
  program.set_version_flag("--version", "percept " + train::this_machine().version,
                           text("percept.option.version"));
  program.allow_extras();
  // What stands behind a verb is an argument, also where it is called as one.
  program.require_subcommand(0, 1);
  program.option_defaults()->disable_flag_override();  // no --exact=3
  program.add_flag("--json", call.json)->group("");
  std::string ignored;
  program.add_option("--lang", ignored, text("percept.option.lang"))->type_name("en|fr");
  for (auto add : {add_train,     add_resume,   add_runs,    add_eval, add_predict,   add_summary,
                   add_export,    add_import,   add_run,     add_plan, add_bench,     add_data,
                   add_filter,    add_features, add_inspect, add_plot, add_descend,   add_backprop,
                   add_gradcheck, add_studio,   add_doctor,  add_new,  add_completion})
    add(program, call);

  if (completing) {
    offer_completions(program, {words.begin() + 2, words.end()});
    return kDone;
  }
  require_known_verb(program, words);
  try {
    parse(program, words);
  } catch (const CLI::Success& success) {  // --help, --version
    return program.exit(success);
  }
  if (program.get_subcommands().empty()) {
    if (std::vector<std::string> left = program.remaining(); !left.empty())
      throw CallError(unknown("percept.call.option", left.front(), {"--help", "--version", "--lang"}));
    call.say(text("percept.first_commands"));
    return kWrongCall;
  }
  require_nothing_left(command_of(program));
  if (!call.threads.empty())
    set_thread_count(int(std::min<std::int64_t>(number_of("--threads", call.threads, 1), 1024)));
  set_log([&call](const Message& remark) { call.tell(render(remark)); });
  return call.action();
}

int fail(const Call& call, const Problem& problem, int status) {
  print(stderr, render(problem) + "\n");
  call.answer(to_json(problem));
  return status;
}

// An answer that did not arrive is none.
int arrived(int status) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return status;
  Problem problem = Problem("percept.output").with_hint("percept.output.hint");
  print(stderr, render(problem) + "\n");
  return status == kDone ? kFailed : status;
}

int guarded(const std::vector<std::string>& words) {
  Call call;
  call.json = std::find(words.begin(), words.end(), "--json") != words.end();
  try {
    return arrived(run(call, words));
  } catch (const CallError& error) {
    return fail(call, error.problem(), kWrongCall);
  } catch (const Error& error) {
    bool named_wrongly =
        error.problem().code() == "data.unknown" || error.problem().code() == "data.no_directory";
    return fail(call, error.problem(), named_wrongly ? kWrongCall : kFailed);
  } catch (const std::bad_alloc&) {
    return fail(call, Problem("percept.memory").with_hint("percept.memory.hint"), kFailed);
  } catch (const std::exception& error) {
    return fail(call, Problem("base.defect", {{"what", error.what()}}).with_hint("base.defect.hint"),
                kFailed);
  }
}

}  // namespace
}  // namespace percept::cli

// OpenMP's threads wait for each other by spinning, for milliseconds. On a machine that does other work too,
// a wait then takes the processor from the very thread that is waited for, and percept becomes many times
// slower. How long they spin the runtime reads from the environment before main begins: so percept starts
// itself once more with a short spin, in the studio with none at all, unless the user has said what he wants.
// Where that fails it runs on as it is.
static void wait_politely(char** words) {
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) return;
  if (words[0] && words[1] && std::strcmp(words[1], "studio") == 0)
    ::setenv("OMP_WAIT_POLICY", "passive", 1);
  else
    ::setenv("GOMP_SPINCOUNT", "3000", 1);
  ::execv("/proc/self/exe", words);
}

int main(int count, char** words) {
  wait_politely(words);
  return percept::cli::guarded({words + std::min(count, 1), words + count});
}
