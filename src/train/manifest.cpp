#include "manifest.hpp"

#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

#include "percept/train/machine.hpp"

namespace percept::train {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const Score& score) {
  ordered_json object = {{"loss", score.loss}, {"accuracy", score.accuracy}, {"epoch", score.epoch}};
  for (const auto& [name, value] : score.metrics) object[name] = value;
  return object;
}

}  // namespace

std::string time_of_day() {
  std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string format_manifest(const RunConfig& config, const Training& trainer, const std::string& run,
                            const std::string& began, const char* status, const Outcome* outcome) {
  const ModelCard& card = config.card;
  const Progress& progress = trainer.progress();
  Machine machine = this_machine();
  ordered_json manifest = {
      {"run", run},
      {"recipe", card.name},
      {"status", status},
      {"seed", config.seed},
      {"threads", machine.threads},
      {"isa", machine.isa},
      {"versions",
       {{"percept", machine.version}, {"compiler", machine.compiler}, {"onednn", machine.onednn}}},
      {"data", {{"spec", config.data}, {"hash", config.data_hash}}},
      {"classes", card.classes},
      {"input", card.input.dims()},
      {"outputs", card.outputs},
      {"border_brightness", card.border_brightness},
      {"schema", card.schema},
      {"normalization", {{"mean", card.normalization.mean}, {"deviation", card.normalization.deviation}}},
      {"began", began},
      {"step", progress.step},
      {"steps", trainer.steps()},
      {"parameters", trainer.parameters()},
      {"watch", trainer.watch()},
  };
  if (!progress.scores.empty()) {
    manifest["last"] = to_json(progress.scores.back());
    manifest["best"] = to_json(*progress.best(trainer.watch()));
  }
  if (outcome) {
    manifest["ended"] = time_of_day();
    manifest["seconds"] = outcome->seconds;
    manifest["samples_per_second"] = outcome->samples_per_second;
    manifest["epochs"] = outcome->epochs;
    manifest["early"] = outcome->early;
    manifest["state"] = outcome->state;
    manifest["train"] = {{"loss", outcome->train_loss}, {"accuracy", outcome->train_accuracy}};
    if (outcome->test) manifest["test"] = to_json(*outcome->test);
  }
  return manifest.dump(2) + "\n";
}

}  // namespace percept::train
