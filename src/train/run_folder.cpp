#include "percept/train/run_folder.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>

#include "percept/train/machine.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string time_of_day() {
  std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

Error folder_error(const fs::path& path, const std::string& reason) {
  return Error(Problem("train.run.folder", {{"reason", reason}})
                   .about(path.string())
                   .with_hint("train.run.folder.hint"));
}

// mkdir either makes the folder or says that it is there: two runs that start at once never share one.
fs::path make_folder(const fs::path& root, const std::string& name) {
  std::error_code error;
  fs::create_directories(root, error);
  if (error) throw folder_error(root, error.message());
  for (int k = 1;; ++k) {
    fs::path path = root / (name + "-" + std::to_string(k));
    if (::mkdir(path.c_str(), 0777) == 0) return path;
    if (errno != EEXIST) throw folder_error(path, std::strerror(errno));
  }
}

ordered_json metrics_json(double loss, double accuracy) { return {{"loss", loss}, {"accuracy", accuracy}}; }

}  // namespace

RunFolder::RunFolder(RunConfig config, const ParameterStore& store)
    : config_(std::move(config)), store_(store), path_(make_folder(config_.root, config_.card.name)),
      began_(time_of_day()) {
  try {
    io::write_file(path_ / "recipe.toml", config_.card.recipe).value();
    io::write_file(path_ / "summary.txt", config_.summary).value();
    metrics_.open(path_ / "metrics.jsonl", std::ios::app);
    flush_metrics();
    write_manifest(nullptr);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    throw;
  }
}

RunFolder::~RunFolder() {
  if (kept_) return;
  metrics_.close();
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void RunFolder::on(const Event& event) {
  if (auto* step = std::get_if<StepFinished>(&event)) {
    kept_ = true;
    write_metric(step->step, step->epoch, "train", "loss", step->loss);
    write_metric(step->step, step->epoch, "train", "accuracy", step->accuracy);
    write_metric(step->step, step->epoch, "train", "lr", step->lr);
    flush_metrics();
  } else if (auto* epoch = std::get_if<EpochFinished>(&event)) {
    kept_ = true;
    if (epoch->best) write_best();
    write_metric(epoch->step, epoch->epoch, "test", "loss", epoch->test.loss);
    write_metric(epoch->step, epoch->epoch, "test", "accuracy", epoch->test.accuracy);
    flush_metrics();
  } else if (std::holds_alternative<Interrupted>(event) && !has_best_) {
    write_best();
  }
}

void RunFolder::finish(const Outcome& outcome) { write_manifest(&outcome); }

void RunFolder::write_best() {
  write_model(path_ / "best.safetensors", {config_.card, weights_of(store_)}).value();
  has_best_ = true;
}

void RunFolder::write_metric(std::int64_t step, std::int64_t epoch, const char* split, const char* name,
                             double value) {
  metrics_
      << ordered_json{{"step", step}, {"epoch", epoch}, {"split", split}, {"name", name}, {"value", value}}
                 .dump() +
             "\n";
}

void RunFolder::flush_metrics() {
  if (!metrics_.flush()) throw folder_error(path_ / "metrics.jsonl", std::strerror(errno));
}

void RunFolder::write_manifest(const Outcome* outcome) {
  const ModelCard& card = config_.card;
  Machine machine = this_machine();
  ordered_json manifest = {
      {"run", path_.filename().string()},
      {"status", !outcome               ? "running"
                 : outcome->interrupted ? "interrupted"
                                        : "finished"},
      {"seed", config_.seed},
      {"threads", machine.threads},
      {"isa", machine.isa},
      {"versions",
       {{"percept", machine.version}, {"compiler", machine.compiler}, {"onednn", machine.onednn}}},
      {"data", {{"spec", config_.data}, {"hash", config_.data_hash}}},
      {"classes", card.classes},
      {"input", card.input.dims()},
      {"normalization", {{"mean", card.normalization.mean}, {"deviation", card.normalization.deviation}}},
      {"began", began_},
  };
  if (outcome) {
    manifest["ended"] = time_of_day();
    manifest["seconds"] = outcome->seconds;
    manifest["samples_per_second"] = outcome->samples_per_second;
    manifest["steps"] = outcome->steps;
    manifest["epochs"] = outcome->epochs;
    manifest["parameters"] = outcome->parameters;
    manifest["state"] = outcome->state;
    manifest["train"] = metrics_json(outcome->train_loss, outcome->train_accuracy);
    if (outcome->last) {
      manifest["test"] = metrics_json(outcome->last->test.loss, outcome->last->test.accuracy);
      manifest["best"] = metrics_json(outcome->best->test.loss, outcome->best->test.accuracy);
      manifest["best"]["epoch"] = outcome->best->epoch;
    }
  }
  io::write_file(path_ / "manifest.json", manifest.dump(2) + "\n").value();
}

}  // namespace percept::train
