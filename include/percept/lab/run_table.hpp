// The runs in a folder as rows of a table, with what their readers have noted of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "percept/train/runs.hpp"

namespace percept::lab {

/// What a reader keeps of a run beside what it says itself: labels.json in its folder.
struct RunLabels {
  bool star = false;
  std::vector<std::string> tags;
  std::string note;
  template <class V>
  void fields(V& v) {
    v("star", star, "");
    v("tags", tags, "");
    v("note", note, "");
  }
};

struct RunRow {
  std::string name, status, recipe, data, began;
  std::int64_t seed = 0, step = 0, steps = 0, parameters = 0;
  double seconds = 0;
  std::optional<double> loss, accuracy, best_loss, best_accuracy, test_loss, test_accuracy;
  RunLabels labels;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("status", status, R"("running" | "stopped" | "interrupted" | "finished" | "damaged")");
    v("recipe", recipe, "");
    v("data", data, "");
    v("began", began, "UTC");
    v("seed", seed, "");
    v("step", step, "");
    v("steps", steps, "in all");
    v("parameters", parameters, "");
    v("seconds", seconds, "0 where it has not ended");
    v("loss", loss, "of the last evaluation");
    v("accuracy", accuracy, "");
    v("best_loss", best_loss, "of the best epoch");
    v("best_accuracy", best_accuracy, "");
    v("test_loss", test_loss, "on the test set at the end");
    v("test_accuracy", test_accuracy, "");
    v("labels", labels, "");
  }
};

/// What has changed in a table since a version of it.
struct RunChanges {
  std::int64_t version = 0;
  std::vector<RunRow> rows;
  std::vector<std::string> gone;
  std::int64_t undo = 0;
  template <class V>
  void fields(V& v) {
    v("version", version, "ask for what comes after it with `runs`");
    v("rows", rows, "new ones and changed ones");
    v("gone", gone, "");
    v("undo", undo, "deletions that can be taken back");
  }
};

/// Those of a run's folder; none where there are none that can be read.
RunLabels read_labels(const std::filesystem::path& folder);

/// A name as the command line calls a status.
std::string status_word(train::RunStatus status);

/// Not thread-safe. What is deleted is moved aside within the folder, can be taken back, and is removed for
/// good with the table.
class RunTable {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RunTable(std::filesystem::path runs);
  ~RunTable();

  /// Takes in what has changed, for a few milliseconds at most; true where there is more.
  bool look();
  std::int64_t version() const { return version_; }
  RunChanges since(std::int64_t version) const;

  /// The folder of a run. Throws `Error` where the name is none, or there is no such run.
  std::filesystem::path find(const std::string& name) const;
  void label(const std::string& name, const RunLabels& labels);
  /// All or none: throws `Error` where somebody is at work in one of them.
  void remove(const std::vector<std::string>& names);
  /// Brings back what was removed last; false where there is nothing.
  bool undo_remove();

 private:
  struct Entry {
    RunRow row;
    std::filesystem::file_time_type manifest{}, labels{};
    std::int64_t version = 0;
    bool gone = false;
  };
  void list();
  void read(const std::string& name, Entry& entry);

  std::filesystem::path runs_, aside_;
  std::map<std::string, Entry> entries_;
  std::vector<std::string> waiting_;  // to be looked at
  std::vector<std::vector<std::string>> removed_;
  Clock::time_point listed_{};
  std::int64_t version_ = 1;
};

}  // namespace percept::lab
