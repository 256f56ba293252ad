#include "percept/lab/run_comparison.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>

#include "metrics_tail.hpp"
#include "percept/recipe/recipe.hpp"
#include "percept/train/runs.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 256 << 10, kMostReaders = 2 * RunComparison::kMostRuns;
constexpr std::chrono::milliseconds kSlice{8};

std::string figure_of(const std::string& curve) { return curve.substr(curve.find('/') + 1); }

ComparedCurve compared(const RunCurve& curve) {
  ComparedCurve out{.split = curve.name().substr(0, curve.name().find('/'))};
  for (const RunCurve::Bucket& bucket : curve.buckets()) {
    out.steps.push_back(double(bucket.step));
    out.means.push_back(bucket.mean());
    out.least.push_back(bucket.least);
    out.most.push_back(bucket.most);
  }
  return out;
}

// How long it has worked: what it says itself at its end, before that from its beginning to its last figure.
double seconds_of(const train::RunInfo& info) {
  if (info.seconds > 0) return info.seconds;
  std::tm began{};
  std::error_code error;
  fs::file_time_type last = fs::last_write_time(info.folder / "metrics.jsonl", error);
  if (error || !::strptime(info.began.c_str(), "%Y-%m-%dT%H:%M:%SZ", &began)) return 0;
  std::chrono::duration<double> since = std::chrono::file_clock::to_sys(last).time_since_epoch();
  return std::max(0.0, since.count() - double(::timegm(&began)));
}

// Loss first, then accuracy, then the others by name.
std::vector<std::string> in_order(const std::set<std::string>& names) {
  std::vector<std::string> order;
  for (const char* first : {"loss", "accuracy"})
    if (names.contains(first)) order.emplace_back(first);
  for (const std::string& name : names)
    if (name != "loss" && name != "accuracy") order.push_back(name);
  return order;
}

}  // namespace

struct RunComparison::Reader {
  explicit Reader(const fs::path& folder) : folder(folder), tail(folder / "metrics.jsonl") {
    tail.restarted = [this] { curves.clear(); };
    tail.line = [this](const MetricLine& line) {
      if (line.name.empty()) return;
      if (RunCurve* curve = find_curve(curves, line.split, line.name, kMostPoints))
        curve->add(line.step, line.value);
    };
  }
  /// Reads its recipe where that is another than before: a run can be resumed with other settings.
  const RecipeFields& fields() {
    std::error_code error;
    fs::file_time_type now = fs::last_write_time(folder / "recipe.toml", error);
    if (!error && now == written) return known;
    written = error ? fs::file_time_type() : now;
    return known = read_fields(folder);
  }

  fs::path folder;
  MetricsTail tail;
  std::vector<RunCurve> curves;
  bool more = true;
  fs::file_time_type written{};
  RecipeFields known;
};

RecipeFields read_fields(const fs::path& folder) {
  Result<recipe::Recipe> recipe = recipe::load_run_recipe(folder);
  return recipe ? recipe::list_fields(*recipe) : RecipeFields();
}

std::vector<DifferingField> differing_fields(const std::vector<RecipeFields>& runs) {
  std::map<std::string, std::vector<std::string>> all;
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const auto& [field, value] : runs[i]) {
      all[field].resize(runs.size());
      all[field][i] = value;
    }
  std::vector<DifferingField> different;
  for (auto& [field, values] : all)
    if (std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end())
      different.push_back({field, std::move(values)});
  return different;
}

std::vector<std::int64_t> groups_by_seed(const std::vector<RecipeFields>& runs) {
  std::vector<std::int64_t> groups;
  std::map<RecipeFields, std::int64_t> known;
  for (RecipeFields fields : runs) {
    std::int64_t next = std::int64_t(groups.size());
    bool alone = fields.empty();
    fields.erase("seed");
    groups.push_back(alone ? next : known.try_emplace(std::move(fields), next).first->second);
  }
  return groups;
}

RunComparison::RunComparison() = default;
RunComparison::~RunComparison() = default;

RunComparison::Reader& RunComparison::reader(const fs::path& folder) {
  auto found = std::find_if(readers_.begin(), readers_.end(),
                            [&](const auto& each) { return each->folder == folder; });
  std::unique_ptr<Reader> reader;
  if (found != readers_.end()) {
    reader = std::move(*found);
    readers_.erase(found);
  } else {
    reader = std::make_unique<Reader>(folder);
    if (readers_.size() == kMostReaders) readers_.erase(readers_.begin());
  }
  return *readers_.emplace_back(std::move(reader));
}

ComparedRuns RunComparison::compare(const std::vector<fs::path>& folders, const std::string& figure) {
  if (folders.size() > kMostRuns)
    throw Error(Problem("lab.compare.many", {{"most", kMostRuns}}).with_hint("lab.compare.many.hint"));
  ComparedRuns out;
  std::vector<Reader*> asked;
  std::vector<RecipeFields> fields;
  std::set<std::string> figures;
  for (const fs::path& folder : folders) {
    Reader& each = *asked.emplace_back(&reader(folder));
    fields.push_back(each.fields());
    out.reading |= each.more;
    for (const RunCurve& curve : each.curves) figures.insert(figure_of(curve.name()));
  }
  out.figures = in_order(figures);
  out.figure = figures.contains(figure) || figures.empty() ? figure : out.figures.front();
  out.differences = differing_fields(fields);
  std::vector<train::RunInfo> infos;
  std::vector<RecipeFields> experiments = fields;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    infos.push_back(train::read_run(folders[i]));
    // Files of the same name can hold other data by now.
    if (!experiments[i].empty()) experiments[i]["hash of the data"] = infos[i].data_hash;
  }
  std::vector<std::int64_t> groups = groups_by_seed(experiments);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const train::RunInfo& info = infos[i];
    ComparedRun run{.name = folders[i].filename().string(),
                    .running = info.status == train::RunStatus::running,
                    .group = groups[i]};
    if (auto epochs = fields[i].find("train.epochs"); epochs != fields[i].end())
      if (double count = std::atof(epochs->second.c_str()); count > 0)
        run.epoch_steps = double(info.steps) / count;
    if (info.step > 0) run.step_seconds = seconds_of(info) / double(info.step);
    for (const RunCurve& curve : asked[i]->curves)
      if (figure_of(curve.name()) == out.figure && !curve.buckets().empty())
        run.curves.push_back(compared(curve));
    out.compared.push_back(std::move(run));
    asked[i]->more = true;  // it may have grown by the next time
  }
  return out;
}

bool RunComparison::look() {
  Clock::time_point until = Clock::now() + kSlice;
  for (const auto& each : readers_)
    while (each->more && Clock::now() < until) each->more = each->tail.read(kPiece);
  return std::any_of(readers_.begin(), readers_.end(), [](const auto& each) { return each->more; });
}

}  // namespace percept::lab
