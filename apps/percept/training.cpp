#include "training.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "interrupt.hpp"
#include "percept/io/files.hpp"
#include "percept/train/machine.hpp"
#include "profile.hpp"
#include "progress.hpp"
#include "segments.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

// Of this program alone: what getrusage knows includes the memory of the one that started it.
double peak_rss_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return double(std::atoll(line.c_str() + 6)) / 1024;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

Json to_json(const std::optional<train::Score>& score) {
  if (!score) return {};
  Json object = {{"loss", score->loss}, {"accuracy", score->accuracy}, {"epoch", score->epoch}};
  for (const auto& [name, value] : score->metrics) object[name] = value;
  return object;
}

void say_start(const Call& call, const recipe::Recipe& recipe, const recipe::TrainStart& start) {
  train::Machine machine = train::this_machine();
  call.tell(start.step > 0 ? text("percept.resume.start", {{"run", start.run}, {"step", grouped(start.step)}})
                           : text("percept.train.start", {{"recipe", recipe.name}, {"run", start.run}}));
  call.tell(text("percept.train.data", {{"data", start.data},
                                        {"train", grouped(start.train_examples)},
                                        {"test", grouped(start.test_examples)}}));
  call.tell(text("percept.train.size", {{"parameters", grouped(start.parameters)},
                                        {"steps", grouped(start.steps)},
                                        {"threads", std::to_string(machine.threads)},
                                        {"isa", machine.isa}}));
}

// The nodes that took the most time, in one step, and all of them in a file of the run.
void say_profile(const Call& call, std::vector<ProfiledStep> steps, const std::string& run) {
  constexpr std::size_t kMost = 20;
  std::string file = run + "/trace.json";
  Result<> written = io::write_file(file, trace_of(steps));
  double total = total_time(steps);
  std::stable_sort(steps.begin(), steps.end(), [](const ProfiledStep& a, const ProfiledStep& b) {
    return a.step.microseconds > b.step.microseconds;
  });
  call.say(text("percept.train.profile", {{"time", fixed(total / 1000, 2)}, {"nodes", steps.size()}}));
  auto say = [&](const std::vector<std::string>& figures, const std::string& share, const std::string& path,
                 const std::string& op, const std::string& kernel) {
    std::string line = right(share, 8);
    for (const std::string& figure : figures) line += "  " + right(figure, 8);
    call.say(line + "  " + padded(path, 14) + " " + padded(op, 24) + " " + kernel);
  };
  say(figure_headings(), "", text("percept.plan.path"), text("percept.plan.op"), text("percept.plan.kernel"));
  for (std::size_t i = 0; i < std::min(kMost, steps.size()); ++i) {
    const PlanStep& step = steps[i].step;
    say(figures(steps[i]), percent(step.microseconds / total, 1), step.path, step.op, step.kernel);
  }
  call.say(written ? text("percept.profile.trace", {{"file", file}}) : render(written.problem()));
}

// What a perceptron has learnt from, and where it learnt all, that Novikoff's bound holds.
void say_mistakes(const Call& call, const train::Outcome& outcome) {
  const std::map<std::string, double>& figures = outcome.train_figures;
  auto count = [&](const char* name) {
    return grouped(std::int64_t(figures.at(name) * (1 + 1e-9)));  // a bound of 51 may come out as 50.999...
  };
  call.say(text("percept.train.mistakes", {{"mistakes", count("mistakes")}, {"all", count("all_mistakes")}}));
  if (!figures.contains("most_mistakes")) return;
  call.say(text("percept.train.bound", {{"radius", short_number(figures.at("radius"))},
                                        {"margin", short_number(figures.at("margin"))},
                                        {"most", count("most_mistakes")}}));
}

// What a polynomial has become: its weights, and how far it is from the points that it learnt.
void say_polynomial(const Call& call, const train::Outcome& outcome) {
  const std::map<std::string, double>& figures = outcome.train_figures;
  std::string weights;
  for (int i = 0; figures.contains("w" + std::to_string(i)); ++i)
    weights += (i > 0 ? "  " : "") + fixed(figures.at("w" + std::to_string(i)), 2);
  if (!weights.empty()) call.say(text("percept.train.weights", {{"weights", weights}}));
  std::string test = outcome.test ? fixed(std::sqrt(outcome.test->loss), 4) : "-";
  call.say(text("percept.train.rms", {{"train", fixed(figures.at("rms"), 4)}, {"test", test}}));
}

void say_end(const Call& call, const recipe::Recipe& recipe, const recipe::TrainResult& result) {
  const train::Outcome& outcome = result.outcome;
  const std::string& run = result.start.run;
  if (outcome.train_figures.contains("mistakes"))
    say_mistakes(call, outcome);
  else if (outcome.train_figures.contains("rms"))
    say_polynomial(call, outcome);
  else if (outcome.early && recipe.train.patience > 0)
    call.say(text("percept.train.early", {{"epoch", std::to_string(outcome.epochs)},
                                          {"patience", std::to_string(recipe.train.patience)}}));
  if (const std::optional<train::Score>& score = outcome.test ? outcome.test : outcome.last) {
    bool classes = !std::isnan(score->accuracy);
    call.say(text("percept.train.end",
                  {{"right", classes ? text("percept.train.right", {{"accuracy", percent(score->accuracy)}})
                                     : text("percept.train.done")},
                   {"loss", short_number(score->loss)},
                   {"time", duration(outcome.seconds)},
                   {"rate", grouped(std::int64_t(outcome.samples_per_second))}}));
    call.say(text("percept.train.best",
                  {{"accuracy", classes ? percent(outcome.best->accuracy) : short_number(outcome.best->loss)},
                   {"epoch", std::to_string(outcome.best->epoch)},
                   {"file", run + "/best.safetensors"}}));
  }
  if (outcome.best && std::isnan(outcome.best->accuracy)) {
    recipe::Model model = recipe::open_model(run);
    tell_segments(call, model);
  }
  if (outcome.interrupted) {
    call.say(text("percept.train.interrupted", {{"step", grouped(outcome.steps)}}));
    call.say(text("percept.train.next", {{"command", "percept resume " + run}}));
  } else {
    call.say(text("percept.train.next", {{"command", prediction_of(run, recipe)}}));
  }
}

}  // namespace

std::string prediction_of(const std::string& run, const recipe::Recipe& recipe) {
  std::string source = recipe.data.test.empty() ? recipe.data.source : recipe.data.test;
  bool split = source.ends_with(":train") || source.ends_with(":val") || source.ends_with(":test");
  if (split) source.resize(source.rfind(':'));
  if (recipe.data.test.empty() || split) source += ":test";
  return "percept predict " + run + " " + source + " --first 5";
}

Json to_json(const recipe::TrainResult& result) {
  const train::Outcome& outcome = result.outcome;
  Json train = {{"loss", outcome.train_loss}, {"accuracy", outcome.train_accuracy}};
  for (const auto& [name, value] : outcome.train_figures) train[name] = value;
  Json object = {{"run", result.start.run},
                 {"epochs", outcome.epochs},
                 {"steps", outcome.steps},
                 {"interrupted", outcome.interrupted},
                 {"early", outcome.early},
                 {"train", train},
                 {"test", to_json(outcome.test)},
                 {"last", to_json(outcome.last)},
                 {"best", to_json(outcome.best)},
                 {"seconds", outcome.seconds},
                 {"samples_per_second", outcome.samples_per_second},
                 {"peak_rss_mb", peak_rss_mb()},
                 {"parameters", outcome.parameters},
                 {"state", outcome.state}};
  for (const PlanStep& step : result.profile) object["profile"].push_back(to_json(step));
  return object;
}

recipe::TrainResult train_and_tell(
    const Call& call, const recipe::Recipe& recipe, bool profile,
    const std::function<recipe::TrainResult(const recipe::TrainOptions&)>& start) {
  Interrupt interrupt;
  Progress progress(call);
  recipe::TrainOptions options;
  options.stop = &interrupt.asked();
  options.profile = profile;
  options.started = [&](const recipe::TrainStart& begun) { say_start(call, recipe, begun); };
  options.listeners.push_back([&](const train::Event& event) { progress.on(event); });
  recipe::TrainResult result;
  try {
    result = start(options);
  } catch (...) {
    progress.clear();
    throw;
  }
  say_end(call, recipe, result);
  if (profile) say_profile(call, judged(result.profile, recipe::precision_of(recipe)), result.start.run);
  return result;
}

}  // namespace percept::cli
