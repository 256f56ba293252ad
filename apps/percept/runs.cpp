// percept runs: lists runs, compares them, reports on one, deletes them.
#include "percept/train/runs.hpp"

#include <unistd.h>

#include <cmath>
#include <iostream>

#include "commands.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/run_comparison.hpp"
#include "percept/lab/run_report.hpp"
#include "percept/recipe/model.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

using train::RunInfo;
using train::RunStatus;

constexpr const char* kStatuses[] = {"running", "stopped", "interrupted", "finished", "damaged"};

std::string status_of(const RunInfo& run) {
  return text(std::string("percept.runs.") + kStatuses[int(run.status)]);
}

Json to_json(const std::optional<train::Score>& score) {
  if (!score) return {};
  Json object = {{"epoch", score->epoch}, {"loss", score->loss}, {"accuracy", score->accuracy}};
  for (const auto& [name, value] : score->metrics) object[name] = value;
  return object;
}

Json to_json(const RunInfo& run) {
  return {{"run", run.folder.string()},
          {"status", kStatuses[int(run.status)]},
          {"recipe", run.recipe},
          {"data", run.data},
          {"seed", run.seed},
          {"began", run.began},
          {"step", run.step},
          {"steps", run.steps},
          {"parameters", run.parameters},
          {"seconds", run.seconds},
          {"last", to_json(run.last)},
          {"best", to_json(run.best)},
          {"test", to_json(run.test)}};
}

std::string shown(const std::optional<train::Score>& score) {
  if (!score) return "-";
  return std::isnan(score->accuracy) ? short_number(score->loss) : percent(score->accuracy);
}

// Columns as wide as their widest entry.
void say_table(const Call& call, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], columns(row[i]));
    }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += padded(row[i], widths[i] + 2);
    call.say(line.substr(0, line.find_last_not_of(' ') + 1));
  }
}

void list(const Call& call, const std::vector<RunInfo>& runs) {
  if (runs.empty()) return call.say(text("percept.runs.none"));
  std::vector<std::vector<std::string>> rows = {{text("percept.runs.run"), text("percept.runs.status"),
                                                 text("percept.runs.steps"), text("percept.runs.last"),
                                                 text("percept.runs.best"), text("percept.runs.time"),
                                                 text("percept.runs.data"), text("percept.runs.began")}};
  for (const RunInfo& run : runs)
    rows.push_back({run.folder.string(), status_of(run), grouped(run.step) + "/" + grouped(run.steps),
                    shown(run.test ? run.test : run.last),
                    run.best ? shown(run.best) + " (" + std::to_string(run.best->epoch) + ")" : "-",
                    run.seconds > 0 ? duration(run.seconds) : "-", run.data, run.began});
  say_table(call, rows);
}

// The fields of the recipes in which the runs differ.
std::vector<lab::DifferingField> differences(const std::vector<RunInfo>& runs) {
  std::vector<lab::RecipeFields> fields;
  for (const RunInfo& run : runs) fields.push_back(lab::read_fields(run.folder));
  std::vector<lab::DifferingField> different = lab::differing_fields(fields);
  for (lab::DifferingField& each : different)
    for (std::string& value : each.values)
      if (value.empty()) value = "-";
  return different;
}

void compare(const Call& call, const std::vector<RunInfo>& runs) {
  std::vector<std::vector<std::string>> rows = {{""}};
  for (const RunInfo& run : runs) rows[0].push_back(run.folder.filename().string());
  auto add = [&](const std::string& name, auto figure) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{name});
    for (const RunInfo& run : runs) row.push_back(figure(run));
  };
  add(text("percept.runs.status"), status_of);
  add(text("percept.runs.last"), [](const RunInfo& run) { return shown(run.test ? run.test : run.last); });
  add(text("percept.runs.loss"), [](const RunInfo& run) {
    const auto& score = run.test ? run.test : run.last;
    return score ? short_number(score->loss) : "-";
  });
  add(text("percept.runs.best"), [](const RunInfo& run) { return shown(run.best); });
  add(text("percept.runs.time"),
      [](const RunInfo& run) { return run.seconds > 0 ? duration(run.seconds) : "-"; });
  for (auto& [field, values] : differences(runs)) {
    rows.push_back({field});
    for (const std::string& value : values) rows.back().push_back(cut(value, 40));
  }
  say_table(call, rows);
}

// Asked on a terminal; elsewhere --yes must say it.
void require_consent(const Call& call, const std::vector<std::filesystem::path>& folders, bool yes) {
  if (yes) return;
  if (call.json || !::isatty(STDIN_FILENO))
    throw CallError(Problem("percept.runs.consent").with_hint("percept.runs.consent.hint"));
  for (const auto& folder : folders) call.say(folder.string());
  call.say(text("percept.runs.ask", {{"count", folders.size()}}));
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "yes" && answer != "o" && answer != "oui")
    throw CallError(Problem("percept.runs.kept"));
}

int write_report(const Call& call, const std::filesystem::path& folder, const std::string& file) {
  io::write_file(file, lab::run_report(folder, language())).value();
  call.tell(text("percept.runs.reported", {{"file", file}}));
  call.answer({{"run", folder.string()}, {"report", file}});
  return kDone;
}

int runs_command(const Call& call, const std::vector<std::string>& words, bool remove, bool yes,
                 const std::string& report) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& word : words) folders.push_back(recipe::find_run_folder(word));
  if (!report.empty()) {
    if (folders.size() != 1 || remove)
      throw CallError(Problem("percept.runs.report_one").with_hint("percept.runs.report_one.hint"));
    return write_report(call, folders.front(), report);
  }
  if (remove) {
    require_given(!folders.empty(), text("percept.argument.run_name"), "runs --delete");
    require_consent(call, folders, yes);
    Json deleted = Json::array();
    for (const auto& folder : folders) {
      train::delete_run(folder).value();
      call.say(text("percept.runs.deleted", {{"run", folder.string()}}));
      deleted.push_back(folder.string());
    }
    call.answer({{"deleted", deleted}});
    return kDone;
  }
  std::vector<RunInfo> runs;
  for (const auto& folder : folders) runs.push_back(train::read_run(folder));
  if (folders.empty()) runs = train::list_runs("runs");
  if (folders.size() > 1)
    compare(call, runs);
  else
    list(call, runs);
  Json object = {{"runs", Json::array()}};
  for (const RunInfo& run : runs) object["runs"].push_back(to_json(run));
  if (folders.size() > 1)
    for (const auto& [field, values] : differences(runs)) object["differences"][field] = values;
  call.answer(object);
  return kDone;
}

}  // namespace

void add_runs(CLI::App& program, Call& call) {
  struct Words {
    std::vector<std::string> runs;
    bool remove = false, yes = false;
    std::string report;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "runs",
                  {text("percept.runs.usage"), "percept train linear train.epochs=1\npercept runs"});
  command->add_option(text("percept.argument.run_name"), words->runs, text("percept.runs.runs"));
  command->add_flag("--delete", words->remove, text("percept.runs.delete_option"));
  command->add_flag("--yes", words->yes, text("percept.runs.yes_option"));
  command->add_option("--report", words->report, text("percept.runs.report_option"))->type_name("FILE");
  command->callback([&call, words] {
    call.action = [&call, words] {
      return runs_command(call, words->runs, words->remove, words->yes, words->report);
    };
  });
}

}  // namespace percept::cli
