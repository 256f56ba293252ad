// The runs in a folder: what their manifests say.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "percept/train/model_file.hpp"
#include "percept/train/progress.hpp"

namespace percept::train {

enum class RunStatus {
  running,      // somebody is at work in it
  stopped,      // killed or broken off by an error
  interrupted,  // by Ctrl+C
  finished,
  damaged  // its manifest cannot be read
};

struct RunInfo {
  std::filesystem::path folder;
  RunStatus status = RunStatus::damaged;
  std::string recipe, data, began;  // time of day, UTC
  std::int64_t seed = 0, step = 0, steps = 0, parameters = 0;
  double seconds = 0;                                            // 0 where it has not ended
  std::string watch;                                             // which figure says what is best
  std::string data_hash, isa, version, compiler, onednn, ended;  // empty where it does not say so
  std::int64_t threads = 0;
  double samples_per_second = 0;
  std::optional<Score> last, best, test;
};

/// What a run's manifest says; `damaged` where it cannot be read.
RunInfo read_run(const std::filesystem::path& folder);
/// What using its network takes, by its manifest and recipe: there from the first step on. A problem where
/// they cannot be read, or are of a percept that did not keep it yet.
Result<ModelCard> read_card(const std::filesystem::path& folder);
/// The runs within a folder, the oldest first, of equal age by name.
std::vector<RunInfo> list_runs(const std::filesystem::path& runs);
/// Removes a run's folder. A problem where it is none or somebody is at work in it.
Result<> delete_run(const std::filesystem::path& folder);

}  // namespace percept::train
