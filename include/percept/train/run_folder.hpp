// The folder of a run: `runs/NAME-K/`, readable and complete at any moment.
//
//     recipe.toml               the recipe with every field
//     summary.txt               the table of layers
//     metrics.jsonl             {"step", "epoch", "split", "name", "value"}, one object a line
//     events.out.tfevents.*     the same and more for TensorBoard
//     best.safetensors          the best weights so far, see model_file.hpp
//     model.onnx                the network with these weights, where ONNX has words for it
//     last.ckpt                 all that going on takes, see checkpoint.hpp
//     manifest.json             seed, machine, data, and the results so far
//     control.sock              while it runs, see control.hpp
#pragma once

#include <filesystem>
#include <optional>

#include "percept/io/tensorboard.hpp"
#include "percept/train/checkpoint.hpp"
#include "percept/train/model_file.hpp"
#include "percept/train/run_lock.hpp"

namespace percept::train {

class Control;
class RunSession;

struct RunConfig {
  std::filesystem::path root = "runs";
  ModelCard card;
  std::string summary;
  std::uint64_t seed = 0;
  std::string data, data_hash;                         // the SPEC, and the hash of its training examples
  std::map<std::string, io::HyperParameter> settings;  // by name, for TensorBoard's table of runs
  /// A checkpoint is written before the first step, after each epoch (of epochs shorter than half a second
  /// after the first that ends so long after the last one: they would wait for the disk), when the run ends
  /// or is interrupted, and where so many seconds have gone by since the last one.
  double checkpoint_seconds = 60;
};

/// Writes a run's folder from the events of its trainer (`listen`). A run that ends before its first step
/// takes its folder along. Throws `Error` where something cannot be written.
class RunFolder {
 public:
  /// Makes NAME-K with the first K that is free. The trainer must outlive the run.
  RunFolder(RunConfig config, Training& trainer);
  /// Goes on in a folder: from its last checkpoint, to which its files are cut back and the trainer goes.
  /// Throws `Error` where somebody else is at work in it.
  RunFolder(RunConfig config, Training& trainer, const std::filesystem::path& folder);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  void on(const Event& event);
  /// Writes the results into the manifest.
  void finish(const Outcome& outcome);
  /// Writes a checkpoint now; between steps.
  void checkpoint();
  /// Keeps a remark, with its step, among the metrics: {"step", "epoch", "note"}.
  Result<> note(const std::string& text);
  /// Lets clients of control.sock look at the training and steer it while it runs: to be called once, before.
  /// One that asks for its end turns `stop` true. A folder that can hold no socket is told in the log.
  void listen_to_clients(std::atomic<bool>& stop);

  const std::filesystem::path& path() const { return path_; }

 private:
  class Files;
  double seconds_unsaved() const;
  void keep_best();
  void write_best();
  void write_onnx(const std::map<std::string, Tensor>& weights);
  void write_manifest(const char* status, const Outcome* outcome);

  RunConfig config_;
  Training& trainer_;
  std::filesystem::path path_;
  std::unique_ptr<Files> files_;
  std::unique_ptr<RunSession> session_;
  std::unique_ptr<Control> control_;
  std::string began_;
  std::optional<ModelFile> best_;  // the best so far, where it is not in its file yet
  bool has_best_ = false, kept_ = false, no_onnx_ = false, epoch_to_save_ = false;
};

}  // namespace percept::train
