#include "percept/lab/run_table.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "json_fields.hpp"
#include "orphans.hpp"
#include "percept/io/files.hpp"
#include "percept/io/json_depth.hpp"
#include "percept/recipe/recipe.hpp"
#include "percept/train/run_lock.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kListTime{1000}, kSlice{10};
constexpr std::size_t kMostRuns = 100'000, kMostTags = 32, kLongestTag = 60, kLongestNote = 20'000;
constexpr std::uint64_t kMostLabels = 256 << 10;
constexpr const char *kAside = ".deleted", *kLabels = "labels.json";

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void take(const std::optional<train::Score>& score, std::optional<double>& loss,
          std::optional<double>& accuracy) {
  if (!score) return;
  loss = finite(score->loss);
  accuracy = finite(score->accuracy);
}

fs::file_time_type written_at(const fs::path& file) {
  std::error_code error;
  fs::file_time_type time = fs::last_write_time(file, error);
  return error ? fs::file_time_type() : time;
}

Problem no_run(const std::string& name) {
  return Problem("lab.runs.none", {{"run", name.substr(0, 100)}}).with_hint("lab.runs.none.hint");
}

}  // namespace

RunLabels read_labels(const fs::path& folder) {
  RunLabels labels;
  Result<io::Bytes> bytes = io::read_file(folder / kLabels, kMostLabels);
  if (!bytes) return labels;
  std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  if (!io::is_shallow_json(text)) return labels;
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return labels;
  try {
    JsonReader reader(json, "", kLongestNote);
    labels.fields(reader);
  } catch (const Error&) {
    return {};  // written by another hand
  }
  return labels;
}

std::string status_word(train::RunStatus status) {
  constexpr const char* kWords[] = {"running", "stopped", "interrupted", "finished", "damaged"};
  return kWords[int(status)];
}

RunTable::RunTable(fs::path runs) : runs_(std::move(runs)), aside_(own_folder(runs_ / kAside)) {}

RunTable::~RunTable() { remove_own_folder(aside_); }

bool RunTable::look() {
  Clock::time_point now = Clock::now();
  if (waiting_.empty()) {
    if (now - listed_ < kListTime) return false;
    list();
    listed_ = now;
  }
  while (!waiting_.empty() && Clock::now() - now < kSlice) {
    std::string name = std::move(waiting_.back());
    waiting_.pop_back();
    read(name, entries_[name]);
  }
  return !waiting_.empty();
}

void RunTable::list() {
  std::set<std::string> there;
  std::error_code error;
  for (fs::directory_iterator it(runs_, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().filename().string();
    if (!recipe::is_run_name(name) || there.size() >= kMostRuns) continue;
    there.insert(name);
    waiting_.push_back(name);
  }
  for (auto& [name, entry] : entries_)
    if (!entry.gone && !there.contains(name)) {
      entry.gone = true;
      entry.version = ++version_;
    }
  std::sort(waiting_.begin(), waiting_.end());
}

void RunTable::read(const std::string& name, Entry& entry) {
  fs::path folder = runs_ / name;
  fs::file_time_type manifest = written_at(folder / "manifest.json"), labels = written_at(folder / kLabels);
  if (manifest == fs::file_time_type()) {
    if (entry.version == 0) entry.gone = true;  // no run, or none yet
    return;
  }
  bool may_end = entry.row.status == "running";
  if (!entry.gone && manifest == entry.manifest && labels == entry.labels && !may_end && entry.version > 0)
    return;
  train::RunInfo info = train::read_run(folder);
  RunRow row{.name = name,
             .status = status_word(info.status),
             .recipe = info.recipe,
             .data = info.data,
             .began = info.began,
             .seed = info.seed,
             .step = info.step,
             .steps = info.steps,
             .parameters = info.parameters,
             .seconds = info.seconds,
             .labels = read_labels(folder)};
  take(info.last, row.loss, row.accuracy);
  take(info.best, row.best_loss, row.best_accuracy);
  take(info.test, row.test_loss, row.test_accuracy);
  bool same = !entry.gone && manifest == entry.manifest && labels == entry.labels &&
              row.status == entry.row.status && entry.version > 0;
  entry.row = std::move(row);
  entry.manifest = manifest;
  entry.labels = labels;
  entry.gone = false;
  if (!same) entry.version = ++version_;
}

RunChanges RunTable::since(std::int64_t version) const {
  RunChanges changes{.version = version_, .undo = std::int64_t(removed_.size())};
  for (const auto& [name, entry] : entries_) {
    if (entry.version <= version) continue;
    if (entry.gone) {
      if (version > 0) changes.gone.push_back(name);
    } else {
      changes.rows.push_back(entry.row);
    }
  }
  return changes;
}

fs::path RunTable::find(const std::string& name) const {
  if (!recipe::is_run_name(name)) throw Error(no_run(name));
  fs::path folder = runs_ / name;
  std::error_code error;
  if (!fs::is_directory(folder, error) || !fs::exists(folder / "manifest.json", error))
    throw Error(no_run(name));
  return folder;
}

void RunTable::label(const std::string& name, const RunLabels& labels) {
  auto too_long = [](const char* field, std::size_t most) {
    return Error(Problem("lab.runs.label", {{"field", field}, {"most", most}}).at(field));
  };
  if (labels.tags.size() > kMostTags) throw too_long("tags", kMostTags);
  for (const std::string& tag : labels.tags)
    if (tag.size() > kLongestTag) throw too_long("tags", kLongestTag);
  if (labels.note.size() > kLongestNote) throw too_long("note", kLongestNote);
  fs::path folder = find(name);
  RunLabels written = labels;
  io::write_file(folder / kLabels,
                 JsonWriter::written(written).dump(1, ' ', false, Json::error_handler_t::replace) + "\n")
      .value();
  read(name, entries_[name]);
}

void RunTable::remove(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (train::RunLock::is_held(find(name)))
      throw Error(Problem("lab.runs.held", {{"run", name}}).with_hint("lab.runs.held.hint"));
  fs::path to = aside_ / std::to_string(removed_.size());
  std::vector<std::string> moved;
  std::error_code error;
  fs::create_directories(to, error);
  for (const std::string& name : names) {
    if (!error) fs::rename(runs_ / name, to / name, error);
    if (error) break;
    moved.push_back(name);
  }
  if (error) {
    std::error_code ignored;
    for (const std::string& name : moved) fs::rename(to / name, runs_ / name, ignored);
    throw Error(Problem("lab.runs.move", {{"reason", error.message()}}).with_hint("lab.runs.move.hint"));
  }
  for (const std::string& name : names) {
    Entry& entry = entries_[name];
    entry.gone = true;
    entry.version = ++version_;
  }
  removed_.push_back(std::move(moved));
}

bool RunTable::undo_remove() {
  if (removed_.empty()) return false;
  std::vector<std::string> names = std::move(removed_.back());
  removed_.pop_back();
  fs::path from = aside_ / std::to_string(removed_.size());
  std::vector<std::string> left;
  for (const std::string& name : names) {
    std::error_code error;
    if (fs::exists(runs_ / name, error)) error = std::make_error_code(std::errc::file_exists);
    if (!error) fs::rename(from / name, runs_ / name, error);
    if (error)
      left.push_back(name);
    else
      read(name, entries_[name]);
  }
  ++version_;
  if (left.empty()) return true;
  removed_.push_back(left);
  throw Error(Problem("lab.runs.back", {{"run", left.front()}}).with_hint("lab.runs.back.hint"));
}

}  // namespace percept::lab
