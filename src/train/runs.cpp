#include "percept/train/runs.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "percept/io/files.hpp"
#include "percept/io/json_depth.hpp"
#include "percept/train/run_lock.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMostBytes = 16 << 20;

double number(const json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : std::nan("");
}

std::int64_t count(const json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string word(const json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<Score> score(const json& manifest, const char* key) {
  auto found = manifest.find(key);
  if (found == manifest.end() || !found->is_object()) return std::nullopt;
  Score score{.epoch = count(*found, "epoch"),
              .loss = number(*found, "loss"),
              .accuracy = number(*found, "accuracy")};
  for (const auto& [name, value] : found->items())
    if (value.is_number() && name != "epoch" && name != "loss" && name != "accuracy")
      score.metrics[name] = value.get<double>();
  return score;
}

// Null where it cannot be read.
json read_manifest(const fs::path& folder) {
  Result<io::Bytes> bytes = io::read_file(folder / "manifest.json", kMostBytes);
  if (!bytes) return nullptr;
  std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  return io::is_shallow_json(text) ? json::parse(text, nullptr, false) : json();
}

}  // namespace

Result<ModelCard> read_card(const fs::path& folder) {
  Result<io::Bytes> recipe = io::read_file(folder / "recipe.toml", kMostBytes);
  if (!recipe) return std::move(recipe).problem();
  json manifest = read_manifest(folder);
  std::map<std::string, std::string> metadata = {
      // as a model's file has it
      {"recipe", {reinterpret_cast<const char*>(recipe->data()), recipe->size()}},
      {"name", word(manifest, "recipe")},
      {"schema", word(manifest, "schema")}};
  for (const char* key : {"classes", "outputs", "input", "normalization", "border_brightness"})
    if (manifest.contains(key)) metadata[key] = manifest[key].dump();
  return from_metadata(metadata, (folder / "manifest.json").string());
}

RunInfo read_run(const fs::path& folder) {
  RunInfo run{.folder = folder};
  json manifest = read_manifest(folder);
  if (!manifest.is_object()) return run;
  std::string status = word(manifest, "status");
  run.status = RunLock::is_held(folder)  ? RunStatus::running
               : status == "finished"    ? RunStatus::finished
               : status == "interrupted" ? RunStatus::interrupted
                                         : RunStatus::stopped;
  run.recipe = word(manifest, "recipe");
  run.began = word(manifest, "began");
  run.watch = word(manifest, "watch");
  run.ended = word(manifest, "ended");
  run.isa = word(manifest, "isa");
  run.threads = count(manifest, "threads");
  if (auto data = manifest.find("data"); data != manifest.end() && data->is_object()) {
    run.data = word(*data, "spec");
    run.data_hash = word(*data, "hash");
  }
  if (auto versions = manifest.find("versions"); versions != manifest.end() && versions->is_object()) {
    run.version = word(*versions, "percept");
    run.compiler = word(*versions, "compiler");
    run.onednn = word(*versions, "onednn");
  }
  if (double rate = number(manifest, "samples_per_second"); rate > 0) run.samples_per_second = rate;
  run.seed = count(manifest, "seed");
  run.step = count(manifest, "step");
  run.steps = count(manifest, "steps");
  run.parameters = count(manifest, "parameters");
  if (double seconds = number(manifest, "seconds"); seconds > 0) run.seconds = seconds;
  run.last = score(manifest, "last");
  run.best = score(manifest, "best");
  run.test = score(manifest, "test");
  return run;
}

std::vector<RunInfo> list_runs(const fs::path& runs) {
  std::vector<RunInfo> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(runs, ignored))
    if (fs::exists(entry.path() / "manifest.json", ignored)) found.push_back(read_run(entry.path()));
  std::sort(found.begin(), found.end(), [](const RunInfo& a, const RunInfo& b) {
    return a.began != b.began ? a.began < b.began : a.folder < b.folder;
  });
  return found;
}

Result<> delete_run(const fs::path& folder) {
  std::error_code error;
  if (fs::is_symlink(folder, error) || !fs::exists(folder / "manifest.json", error))
    return Problem("train.run.none").about(folder.string()).with_hint("train.run.none.hint");
  if (RunLock::is_held(folder))
    return Problem("train.run.locked").about(folder.string()).with_hint("train.run.locked.hint");
  fs::remove_all(folder, error);
  if (error)
    return Problem("train.run.folder", {{"reason", error.message()}})
        .about(folder.string())
        .with_hint("train.run.folder.hint");
  return Done{};
}

}  // namespace percept::train
