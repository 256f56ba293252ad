#include "percept/lab/exploration.hpp"

#include <algorithm>
#include <cmath>

#include "eye.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/threads.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostRuns = 1024;
constexpr std::size_t kMostValues = 64;  // of one setting
constexpr std::int64_t kMostEpochs = 100'000;
constexpr std::int64_t kMapSide = 16;

std::string changes(const std::string& path, const std::string& value) {
  return "{\"" + path + "\": " + value + "}";
}

void require_path(const std::string& path) {
  for (char c : path)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '_')
      throw Error(Problem("lab.unknown_field", {{"field", path.substr(0, 80)}}));
}

}  // namespace

Exploration::Exploration(ExplorationPlan plan, std::function<void()> changed)
    : plan_(std::move(plan)), changed_(std::move(changed)) {
  require_range("seeds", double(plan_.seeds), 1, 256);
  require_range("epochs", double(plan_.epochs), 1, double(kMostEpochs));
  require_path(plan_.rows);
  require_path(plan_.columns);
  if (plan_.rows.empty()) plan_.row_values.assign(1, {});
  if (plan_.columns.empty()) plan_.column_values.assign(1, {});
  std::size_t rows = plan_.row_values.size(), columns = plan_.column_values.size();
  if (std::max(rows, columns) > kMostValues)
    throw Error(Problem("lab.explore.values", {{"count", std::max(rows, columns)}, {"most", kMostValues}}));
  std::size_t total = rows * columns * std::size_t(plan_.seeds);
  if (total == 0 || total > kMostRuns)
    throw Error(Problem("lab.explore.total", {{"total", total}, {"most", kMostRuns}}));
  // A mistake is said before anything runs; what a row and a column make together is seen then.
  std::vector<std::int64_t> row_seeds, column_seeds;
  auto check = [this](std::size_t row, std::size_t column) {
    Settings settings = settings_at(row, column);
    make_network(settings);
    return settings.seed;
  };
  for (std::size_t row = 0; row < rows; ++row) row_seeds.push_back(check(row, 0));
  for (std::size_t column = 0; column < columns; ++column) column_seeds.push_back(check(0, column));
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column)
      for (std::int64_t i = 0; i < plan_.seeds; ++i) {
        std::int64_t first = plan_.columns == "seed" ? column_seeds[column] : row_seeds[row];
        jobs_.push_back({.seed = (first + i) % (std::int64_t(1) << 32),
                         .row = std::int64_t(row),
                         .column = std::int64_t(column)});
      }
  explored_ = {.kind = plan_.kind,
               .total = std::int64_t(jobs_.size()),
               .rows = plan_.rows,
               .columns = plan_.columns,
               .row_values = plan_.rows.empty() ? std::vector<JsonValue>() : plan_.row_values,
               .column_values = plan_.columns.empty() ? std::vector<JsonValue>() : plan_.column_values};
  int threads = std::clamp(int(std::thread::hardware_concurrency()), 1, 8);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Settings Exploration::settings_at(std::size_t row, std::size_t column) const {
  Settings settings = plan_.settings;
  if (!plan_.rows.empty())
    settings = change_settings(settings, changes(plan_.rows, plan_.row_values[row].text)).value();
  if (!plan_.columns.empty())
    settings = change_settings(settings, changes(plan_.columns, plan_.column_values[column].text)).value();
  return settings;
}

Settings Exploration::settings_of(const ExploredRun& run) const {
  Settings settings = settings_at(std::size_t(run.row), std::size_t(run.column));
  settings.seed = run.seed;
  return settings;
}

Exploration::~Exploration() {
  cancel();
  for (std::thread& thread : threads_) thread.join();
}

bool Exploration::done() const {
  std::lock_guard lock(mutex_);
  return stop_ || explored_.done == explored_.total;
}

void Exploration::work() {
  set_thread_count(1);  // as many trainings as processors
  for (std::size_t at = next_++; at < jobs_.size() && !stop_; at = next_++) {
    ExploredRun& run = jobs_[at];
    try {
      train(run);
    } catch (const std::exception&) {
      run.test_loss.reset();  // as of one that overflowed
    }
    if (stop_) return;
    {
      std::lock_guard lock(mutex_);
      explored_.results.push_back(run);
      finished_.push_back(at);
      ++explored_.done;
      explored_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    changed_();
  }
}

void Exploration::train(ExploredRun& run) const {
  Training training(std::make_shared<const Settings>(settings_of(run)));
  // Looking at the test points takes as long as some epochs of a small network.
  constexpr std::int64_t kBetweenLooks = 10;
  bool sound = true;
  while (sound && !stop_ && !training.learnt() && training.epoch() < plan_.epochs) {
    do training.step();
    while ((sound = training.finite()) && !training.between_epochs() && !stop_);
    if (!sound || (training.epoch() % kBetweenLooks != 0 && training.epoch() < plan_.epochs)) continue;
    if (training.score(false).loss < plan_.solve) break;
  }
  Score score = training.score(false);
  run.epochs = training.epoch();
  if (sound && std::isfinite(score.loss)) run.test_loss = score.loss;
  if (sound && std::isfinite(score.accuracy)) run.accuracy = score.accuracy;
  run.solved = run.test_loss && *run.test_loss < plan_.solve;
  std::vector<Blob> blobs;
  Eye(training).add_maps({.units = "none", .output_grid = kMapSide}, blobs);
  run.map = encode_base64(blobs.front().bytes);
}

Explored Exploration::explored() const {
  std::lock_guard lock(mutex_);
  Explored now = explored_;
  now.running = !stop_ && now.done < now.total;
  return now;
}

Settings Exploration::settings_of(std::int64_t result) const {
  std::lock_guard lock(mutex_);
  if (result < 0 || result >= std::int64_t(finished_.size()))
    throw Error(Problem("lab.explore.none", {{"result", result}}));
  return settings_of(jobs_[finished_[std::size_t(result)]]);
}

}  // namespace percept::lab
