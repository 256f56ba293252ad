// Several runs side by side: their curves, the settings in which they differ, and which of them are one
// experiment with several seeds.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "percept/lab/run_curve.hpp"

namespace percept::lab {

/// One figure on one half of the examples, with at most RunComparison::kMostPoints rows.
struct ComparedCurve {
  std::string split;
  std::vector<double> steps, means, least, most;
  template <class V>
  void fields(V& v) {
    v("split", split, "train, val or test");
    v("steps", steps, "the last of each row");
    v("means", means, "");
    v("least", least, "");
    v("most", most, "");
  }
};

struct ComparedRun {
  std::string name;
  bool running = false;
  std::int64_t group = 0;
  double epoch_steps = 0, step_seconds = 0;
  std::vector<ComparedCurve> curves;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("running", running, "");
    v("group", group, "the same for runs that differ in nothing but the seed");
    v("epoch_steps", epoch_steps, "steps of an epoch; 0 where that is not known");
    v("step_seconds", step_seconds, "its time, spread evenly over its steps; 0 where that is not known");
    v("curves", curves, "of the figure that was asked for");
  }
};

/// A field of the recipe in which runs differ.
struct DifferingField {
  std::string field;
  std::vector<std::string> values;
  template <class V>
  void fields(V& v) {
    v("field", field, "train.optimizer.lr");
    v("values", values, "of each run, as TOML; empty where its recipe lacks it or cannot be read");
  }
};

struct ComparedRuns {
  bool reading = false;
  std::string figure;
  std::vector<std::string> figures;
  std::vector<ComparedRun> compared;
  std::vector<DifferingField> differences;
  template <class V>
  void fields(V& v) {
    v("reading", reading, "not everything has been read yet: ask again");
    v("figure", figure, "the one that the curves show");
    v("figures", figures, "that one of the runs has");
    v("compared", compared, "in the order asked for");
    v("differences", differences, "");
  }
};

/// Every field of a recipe with its value as TOML. Empty: it cannot be read.
using RecipeFields = std::map<std::string, std::string>;

/// The fields of the recipe that a run's folder holds.
RecipeFields read_fields(const std::filesystem::path& folder);
std::vector<DifferingField> differing_fields(const std::vector<RecipeFields>& runs);
/// A number for each run, the same where they differ in nothing but the seed. What cannot be read is alone.
std::vector<std::int64_t> groups_by_seed(const std::vector<RecipeFields>& runs);

/// Not thread-safe; never waits. Its memory does not grow with the runs' lengths.
class RunComparison {
 public:
  static constexpr std::size_t kMostRuns = 12, kMostPoints = 512;

  RunComparison();
  ~RunComparison();

  /// What has been read of these runs; what is new in them is read by the next looks. `figure`: "loss"; one
  /// that no run has gives the first one that there is. Throws `Error` where they are too many.
  ComparedRuns compare(const std::vector<std::filesystem::path>& folders, const std::string& figure);
  /// Reads for a few milliseconds; true where there is more.
  bool look();

 private:
  struct Reader;
  Reader& reader(const std::filesystem::path& folder);

  std::vector<std::unique_ptr<Reader>> readers_;  // the last one asked for last
};

}  // namespace percept::lab
