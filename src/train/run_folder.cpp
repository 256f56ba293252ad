#include "percept/train/run_folder.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "manifest.hpp"
#include "percept/base/log.hpp"
#include "percept/io/append_file.hpp"
#include "percept/train/onnx_file.hpp"
#include "run_session.hpp"
#include "tensorboard_log.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char *kMetrics = "metrics.jsonl", *kBest = "best.safetensors", *kOnnx = "model.onnx",
                     *kCheckpoint = "last.ckpt";
constexpr double kEpochSeconds = 0.5;  // an epoch of milliseconds does not wait for the disk

// mkdir either makes the folder or says that it is there: two runs that start at once never share one.
fs::path make_folder(const fs::path& root, const std::string& name) {
  auto refused = [](const fs::path& path, const std::string& reason) {
    return Error(Problem("train.run.folder", {{"reason", reason}})
                     .about(path.string())
                     .with_hint("train.run.folder.hint"));
  };
  std::error_code error;
  fs::create_directories(root, error);
  if (error) throw refused(root, error.message());
  for (int k = 1;; ++k) {
    fs::path path = root / (name + "-" + std::to_string(k));
    if (::mkdir(path.c_str(), 0777) == 0) return path;
    if (errno != EEXIST) throw refused(path, std::strerror(errno));
  }
}

// Files that a killed process was still writing.
void remove_unfinished(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    std::string name = entry.path().filename().string();
    if (name.starts_with(".percept-") && name.ends_with(".tmp")) fs::remove(entry.path(), ignored);
  }
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

// The folder's lock, and the files in it that grow.
class RunFolder::Files {
 public:
  Files(RunLock lock, const fs::path& folder, const Training& trainer, const RunConfig& config,
        const Checkpoint* checkpoint = nullptr)
      : lock_(std::move(lock)),
        metrics_(io::AppendFile::open(folder / kMetrics, length(checkpoint, kMetrics)).value()),
        tensorboard_(folder, checkpoint ? checkpoint->sizes : std::map<std::string, std::uint64_t>(), trainer,
                     config) {}

  void metric(std::int64_t step, std::int64_t epoch, const std::string& split, const std::string& name,
              double value) {
    if (std::isnan(value)) return;  // there is no such figure
    lines_ +=
        ordered_json{{"step", step}, {"epoch", epoch}, {"split", split}, {"name", name}, {"value", value}}
            .dump() +
        "\n";
  }
  void note(std::int64_t step, std::int64_t epoch, const std::string& text) {
    lines_ += ordered_json{{"step", step}, {"epoch", epoch}, {"note", text}}.dump(
                  -1, ' ', false, ordered_json::error_handler_t::replace) +
              "\n";
  }
  void flush() {
    metrics_.append(lines_).value();
    lines_.clear();
  }
  /// What has been written survives whatever comes; its length.
  std::map<std::string, std::uint64_t> settled() {
    metrics_.sync().value();
    return {{kMetrics, metrics_.size()}, tensorboard_.settle()};
  }
  TensorboardLog& tensorboard() { return tensorboard_; }
  double checkpointed = 0;  // when, seconds

 private:
  static std::optional<std::uint64_t> length(const Checkpoint* checkpoint, const char* name) {
    if (!checkpoint) return std::nullopt;
    auto found = checkpoint->sizes.find(name);
    return found == checkpoint->sizes.end() ? 0 : found->second;
  }
  RunLock lock_;
  io::AppendFile metrics_;
  TensorboardLog tensorboard_;
  std::string lines_;
};

RunFolder::RunFolder(RunConfig config, Training& trainer)
    : config_(std::move(config)), trainer_(trainer), path_(make_folder(config_.root, config_.card.name)),
      began_(time_of_day()) {
  try {
    files_ = std::make_unique<Files>(RunLock(path_), path_, trainer_, config_);
    io::write_file(path_ / "recipe.toml", config_.card.recipe).value();
    io::write_file(path_ / "summary.txt", config_.summary).value();
    write_manifest("running", nullptr);
    checkpoint();
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    throw;
  }
}

RunFolder::RunFolder(RunConfig config, Training& trainer, const fs::path& folder)
    : config_(std::move(config)), trainer_(trainer), path_(folder), began_(time_of_day()), kept_(true) {
  RunLock lock(folder);  // before anything is read
  remove_unfinished(folder);
  Checkpoint last = read_checkpoint(path_ / kCheckpoint).value();
  trainer_.restore(last.state);
  has_best_ = fs::exists(path_ / kBest);
  files_ = std::make_unique<Files>(std::move(lock), path_, trainer_, config_, &last);
  io::write_file(path_ / "recipe.toml", config_.card.recipe).value();
  io::write_file(path_ / "summary.txt", config_.summary).value();
  write_manifest("running", nullptr);
  checkpoint();  // of the recipe as it is now
}

RunFolder::~RunFolder() {
  control_.reset();
  if (kept_) return;
  files_.reset();
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void RunFolder::on(const Event& event) {
  if (session_) session_->on(event);
  files_->tensorboard().on(event);
  if (auto* step = std::get_if<StepFinished>(&event)) {
    kept_ = true;
    files_->metric(step->step, step->epoch, "train", "loss", step->loss);
    files_->metric(step->step, step->epoch, "train", "accuracy", step->accuracy);
    files_->metric(step->step, step->epoch, "train", "lr", step->lr);
    if (step->gradient_norm)
      files_->metric(step->step, step->epoch, "train", "gradient_norm", *step->gradient_norm);
    files_->flush();
    if (seconds_unsaved() >= (epoch_to_save_ ? kEpochSeconds : config_.checkpoint_seconds)) checkpoint();
  } else if (auto* epoch = std::get_if<EpochFinished>(&event)) {
    kept_ = true;
    if (epoch->best) keep_best();
    for (const auto& [name, value] : epoch->train_figures)
      files_->metric(epoch->step, epoch->epoch, "train", name, value);
    const Score& score = epoch->score;
    files_->metric(epoch->step, epoch->epoch, epoch->split, "loss", score.loss);
    files_->metric(epoch->step, epoch->epoch, epoch->split, "accuracy", score.accuracy);
    for (const auto& [name, value] : score.metrics)
      files_->metric(epoch->step, epoch->epoch, epoch->split, name, value);
    files_->flush();
    epoch_to_save_ = true;
    if (seconds_unsaved() >= kEpochSeconds) checkpoint();
  } else if (auto* finished = std::get_if<RunFinished>(&event)) {
    if (finished->test) {
      files_->metric(finished->step, finished->epochs, "test", "loss", finished->test->loss);
      files_->metric(finished->step, finished->epochs, "test", "accuracy", finished->test->accuracy);
      files_->flush();
    }
    if (epoch_to_save_) checkpoint();
  } else if (std::holds_alternative<Interrupted>(event)) {
    if (!has_best_) keep_best();
    checkpoint();
  }
  if (control_) control_->publish(event);
}

Result<> RunFolder::note(const std::string& text) {
  files_->note(trainer_.progress().step, trainer_.progress().epoch, text);
  files_->flush();
  return Done{};
}

void RunFolder::listen_to_clients(std::atomic<bool>& stop) {
  Result<std::unique_ptr<Control>> control = Control::listen(path_);
  if (!control) return log({"train.session.none", {{"reason", headline(control.problem())}}});
  control_ = *std::move(control);
  session_ = std::make_unique<RunSession>(trainer_, *this);
  trainer_.visit([this, &stop] {
    if (!control_->serve(*session_, &stop)) stop = true;
  });
}

void RunFolder::finish(const Outcome& outcome) {
  control_.reset();
  write_manifest(outcome.interrupted ? "interrupted" : "finished", &outcome);
}

double RunFolder::seconds_unsaved() const { return now() - files_->checkpointed; }

void RunFolder::checkpoint() {
  write_best();  // before the checkpoint that knows of it
  write_checkpoint(path_ / kCheckpoint, {trainer_.state(), config_.card.recipe, files_->settled()}).value();
  files_->checkpointed = now();
  if (std::exchange(epoch_to_save_, false)) write_manifest("running", nullptr);
}

void RunFolder::keep_best() {
  best_ = ModelFile{config_.card, trainer_.weights()};
  has_best_ = true;
}

void RunFolder::write_best() {
  if (!best_) return;
  write_model(path_ / kBest, *best_).value();
  write_onnx(best_->weights);
  best_.reset();
}

// A net that ONNX has no words for is trained all the same; why there is no file is told once.
void RunFolder::write_onnx(const std::map<std::string, Tensor>& weights) {
  if (no_onnx_) return;
  std::string bytes;
  try {
    bytes = export_net(trainer_.net(), config_.card, weights).bytes;
  } catch (const Error& error) {
    no_onnx_ = true;
    Message why{"train.run.no_onnx", {{"reason", headline(error.problem())}}};
    note(render(why)).value();
    return log(why);
  }
  io::write_file(path_ / kOnnx, bytes).value();
}

void RunFolder::write_manifest(const char* status, const Outcome* outcome) {
  io::write_file(path_ / "manifest.json",
                 format_manifest(config_, trainer_, path_.filename().string(), began_, status, outcome))
      .value();
}

}  // namespace percept::train
