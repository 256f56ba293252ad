// The folder of a run: `runs/NAME-K/`, readable and complete at any moment.
//
//     recipe.toml        the recipe with every field
//     summary.txt        the table of layers
//     metrics.jsonl      {"step", "epoch", "split", "name", "value"}, one object a line
//     best.safetensors   the best weights so far, see model_file.hpp
//     manifest.json      seed, machine, data, and at the end the results
#pragma once

#include <filesystem>
#include <fstream>

#include "percept/train/model_file.hpp"
#include "percept/train/trainer.hpp"

namespace percept::train {

struct RunConfig {
  std::filesystem::path root = "runs";
  ModelCard card;
  std::string summary;
  std::uint64_t seed = 0;
  std::string data, data_hash;  // the SPEC, and the hash of its training examples
};

/// Writes a run's folder from the events of its trainer (`listen`). A run that ends before its first step
/// takes its folder along. Throws `Error` where something cannot be written.
class RunFolder {
 public:
  /// Makes NAME-K with the first K that is free. The store, whose weights are written, must outlive the run.
  RunFolder(RunConfig config, const ParameterStore& store);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  void on(const Event& event);
  /// Writes the results into the manifest.
  void finish(const Outcome& outcome);

  const std::filesystem::path& path() const { return path_; }

 private:
  void write_best();
  void write_manifest(const Outcome* outcome);
  void write_metric(std::int64_t step, std::int64_t epoch, const char* split, const char* name, double value);
  void flush_metrics();

  RunConfig config_;
  const ParameterStore& store_;
  std::filesystem::path path_;
  std::ofstream metrics_;
  std::string began_;
  bool has_best_ = false, kept_ = false;
};

}  // namespace percept::train
