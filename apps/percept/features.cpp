// percept features: the same linear head on pixels, on features made by hand, and on learned ones.
#include <algorithm>

#include "commands.hpp"
#include "help.hpp"
#include "interrupt.hpp"
#include "percept/lab/feature_table.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

/// As written.
struct Words {
  std::string data = "digits", epochs, train, seeds;
};

// Names of the texts, so that each can be found: percept.features.pixels and the others.
std::string title_of(const std::string& name) {
  if (name == "pixels") return text("percept.features.pixels");
  if (name == "edges") return text("percept.features.edges");
  if (name == "hog") return text("percept.features.hog");
  return name == "random" ? text("percept.features.random") : text("percept.features.learned");
}

// 97.84 %, and of several seeds how far they lie apart: 97.84 % (97.70 - 97.95).
std::string accuracy(const std::vector<double>& values) {
  std::string out = percent(lab::mean(values));
  if (values.size() < 2) return out;
  auto [least, most] = std::minmax_element(values.begin(), values.end());
  return out + " (" + fixed(*least * 100, 2) + " – " + fixed(*most * 100, 2) + ")";
}

void say_table(const Call& call, const std::vector<lab::FeatureRow>& rows) {
  std::vector<std::vector<std::string>> lines = {
      {text("percept.features.kind"), text("percept.features.count"), text("percept.features.parameters"),
       text("percept.features.train"), text("percept.features.test"), text("percept.features.seconds")}};
  for (const lab::FeatureRow& row : rows)
    lines.push_back({title_of(row.name), grouped(row.features), grouped(row.parameters), accuracy(row.train),
                     accuracy(row.test), fixed(row.seconds, 1)});
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], columns(line[i]));
  for (const auto& line : lines) {
    std::string out = padded(line[0], widths[0]);
    for (std::size_t i = 1; i < line.size(); ++i) out += "  " + right(line[i], widths[i]);
    call.say(out);
  }
}

Json to_json(const lab::FeatureRow& row) {
  return {{"features", row.name},
          {"count", row.features},
          {"parameters", row.parameters},
          {"train", {{"accuracy", lab::mean(row.train)}, {"seeds", row.train}}},
          {"test", {{"accuracy", lab::mean(row.test)}, {"seeds", row.test}}},
          {"seconds", row.seconds}};
}

// What is at work: always to stderr, since the table belongs to stdout.
void tell_progress(const Call& call, const lab::FeaturePlan& plan, const lab::FeatureStep& step) {
  if (call.quiet) return;
  std::string what = title_of(step.name);
  if (plan.seeds > 1) what += text("percept.features.seed", {{"seed", std::int64_t(plan.seed) + step.seed}});
  print(stderr, text(step.network ? "percept.features.network" : "percept.features.head",
                     {{"what", what}, {"epoch", step.epoch}, {"epochs", step.epochs}}) +
                    "\n");
}

// A number out of its range was typed wrongly.
lab::FeatureTable opened(const lab::FeaturePlan& plan) {
  try {
    return lab::FeatureTable(plan);
  } catch (const Error& error) {
    if (error.problem().code() == "lab.range") throw CallError(error.problem());
    throw;
  }
}

int features_command(const Call& call, const Words& words) {
  lab::FeaturePlan plan{.data = words.data};
  if (!words.epochs.empty()) plan.epochs = number_of("--epochs", words.epochs, 1);
  if (!words.train.empty()) plan.train = number_of("--train", words.train, 0);
  if (!words.seeds.empty()) plan.seeds = number_of("--seeds", words.seeds, 1);
  if (!call.seed.empty()) plan.seed = std::uint64_t(number_of("--seed", call.seed, 0));
  lab::FeatureTable table = opened(plan);
  call.tell(text("percept.features.start", {{"data", plan.data},
                                            {"train", grouped(table.train().labels.size())},
                                            {"test", grouped(table.test().labels.size())},
                                            {"epochs", plan.epochs},
                                            {"cell", table.hog().cell}}));
  Interrupt interrupt;
  std::vector<lab::FeatureRow> rows = table.run(
      [&](const lab::FeatureStep& step) { tell_progress(call, plan, step); }, {}, &interrupt.asked());
  say_table(call, rows);
  Json object = {{"data", plan.data},
                 {"train", table.train().labels.size()},
                 {"test", table.test().labels.size()},
                 {"epochs", plan.epochs},
                 {"seeds", plan.seeds},
                 {"rows", Json::array()}};
  for (const lab::FeatureRow& row : rows) object["rows"].push_back(to_json(row));
  call.answer(object);
  return rows.size() < plan.features.size() ? kInterrupted : kDone;
}

}  // namespace

void add_features(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "features",
                  {text("percept.features.usage"), "percept features digits --epochs 2 --train 2000",
                   section(text("percept.features.read"), text("percept.features.more"))});
  command->add_option("SPEC", words->data, text("percept.features.data"));
  command->add_option("--epochs", words->epochs, text("percept.features.epochs"))->type_name("N");
  command->add_option("--train", words->train, text("percept.features.examples"))->type_name("N");
  command->add_option("--seeds", words->seeds, text("percept.features.seeds"))->type_name("N");
  command->callback(
      [&call, words] { call.action = [&call, words] { return features_command(call, *words); }; });
}

}  // namespace percept::cli
