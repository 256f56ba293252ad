// The training lab: the runs of a folder, one of them under the eyes, and trainings begun from here. Each
// training is a process of its own with a folder, so nothing is lost with the lab.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>

#include "percept/lab/catalogue.hpp"
#include "percept/lab/picture.hpp"
#include "percept/lab/playground.hpp"
#include "percept/lab/run_comparison.hpp"
#include "percept/lab/run_table.hpp"
#include "percept/lab/run_watch.hpp"

namespace percept::lab {

class RunLaunch;

struct TrainingPlace {
  std::filesystem::path program;  // percept itself; empty: no training can be begun from here
  std::filesystem::path runs = "runs";
};

/// A training that is to be begun.
struct StartWords {
  std::string recipe, data;
  std::vector<std::string> settings;
  template <class V>
  void fields(V& v) {
    v("recipe", recipe, "a built-in one by its name, or a TOML file");
    v("data", data, "SPEC; empty: the recipe's own");
    v("settings", settings, "KEY=VALUE each: \"train.epochs=1\"");
  }
};

/// What begins, and what came of it.
struct StartView {
  std::string status = "starting", command, said;
  template <class V>
  void fields(V& v) {
    v("status", status, R"("starting" | "failed")");
    v("command", command, "as it would be typed");
    v("said", said, "why it failed, in the words of the program");
  }
};

struct TrainingState {
  std::string runs;
  bool can_start = false;
  std::int64_t table = 0;
  std::optional<StartView> start;
  std::optional<RunView> run;
  template <class V>
  void fields(V& v) {
    v("runs", runs, "the folder");
    v("can_start", can_start, "whether trainings can be begun from here");
    v("table", table, "version of the runs: ask for them with `runs` when it has changed");
    v("start", start, "");
    v("run", run, "the one that is looked at");
  }
};

/// Of a curve, where its new rows in the blob go.
struct CurveHead {
  std::string name;
  std::int64_t from = 0, count = 0, width = 1;
  template <class V>
  void fields(V& v) {
    v("name", name, "\"train/loss\"");
    v("from", from, "the rows of the blob stand from here on; what the page has before stays");
    v("count", count, "rows in all");
    v("width", width, "steps of a row");
  }
};

struct TrainingPicture {
  std::string kind = "training", run;
  bool fresh = false, paused = false;
  double step = 0, steps = 0, epoch = 0, epochs = 0;
  std::optional<double> time, lr, samples_per_second, steps_per_second, seconds_left, memory;
  std::vector<CurveHead> curves;
  std::vector<Blob> blobs;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("training")");
    v("run", run, "");
    v("fresh", fresh, "nothing of the pictures before is true any more");
    v("paused", paused, "");
    v("step", step, "");
    v("steps", steps, "in all");
    v("epoch", epoch, "");
    v("epochs", epochs, "");
    v("time", time, "when that step ended, seconds since 1970; null where it is not live");
    v("lr", lr, "of that step");
    v("samples_per_second", samples_per_second, "in the last seconds");
    v("steps_per_second", steps_per_second, "");
    v("seconds_left", seconds_left, "");
    v("memory", memory, "bytes of its process");
    v("curves", curves, "");
    v("blobs", blobs, "");
  }
};

/// What a page has been told of the curves.
struct CurvesTold {
  std::uint64_t run = 0, beginning = 0;
  std::map<std::string, std::pair<std::uint64_t, std::int64_t>> rows;  // generation, and how many
};

/// How a training would be begun: its command line, and what the recipe then says.
struct StartPlan {
  std::string command, name;
  std::int64_t epochs = 0, batch = 0, seed = 0;
  std::optional<double> lr;
  std::string data;
  std::vector<std::string> layers;
  template <class V>
  void fields(V& v) {
    v("command", command, "");
    v("name", name, "");
    v("epochs", epochs, "");
    v("batch", batch, "");
    v("seed", seed, "");
    v("lr", lr, "");
    v("data", data, "");
    v("layers", layers, "in the recipe's words");
  }
};

struct RecipeChoice {
  std::string name, doc, data;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("doc", doc, "its first line");
    v("data", data, "SPEC");
  }
};

struct SourceChoice {
  std::string name, form;
  Message doc;
  bool here = false, given = false;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("form", form, "how its SPEC is written");
    v("doc", doc, "");
    v("here", here, "whether its data is there");
    v("given", given, "whether the SPEC must name files");
  }
};

struct TrainingCatalogue {
  std::vector<RecipeChoice> recipes;
  std::vector<SourceChoice> sources;
  template <class V>
  void fields(V& v) {
    v("recipes", recipes, "");
    v("sources", sources, "");
  }
};

TrainingCatalogue make_training_catalogue();

/// Not thread-safe; never waits. What cannot be throws `Error`, and all is as it was.
class TrainingLab {
 public:
  explicit TrainingLab(TrainingPlace place);
  ~TrainingLab();

  /// Looks at everything that may have changed, for a few milliseconds; true where there is more to do.
  bool look();
  /// Whether something may change at any moment.
  bool is_lively() const { return launch_ || (watch_ && watch_->is_live()); }
  /// Nobody looks: lets go of what it holds of others.
  void rest();

  /// The folder of the run that is looked at; empty: there is none.
  std::filesystem::path folder() const;
  void open(const std::string& run);
  void close();
  /// The same; throws `Error` where there is none.
  const std::filesystem::path& chosen_folder() { return watched().folder(); }
  StartPlan plan(const StartWords& words) const;
  /// `language` of what the training says: "en" or "fr".
  void start(const StartWords& words, const std::string& language);
  void resume(const std::string& run, const std::string& language);
  void dismiss_start();

  /// To the run that is looked at; `answers` tell what became of it. "pause", "resume", "stop", "snapshot".
  void command(const std::string& name, double token);
  void step(std::int64_t count, double token);
  void set(std::optional<double> lr, std::optional<double> momentum, std::optional<double> weight_decay,
           double token);
  void note(const std::string& text, double token);
  std::vector<RunAnswer> take_answers();

  /// Deletes runs; one that is looked at is let go of.
  void remove(const std::vector<std::string>& runs);
  RunTable& table() { return table_; }
  /// Runs side by side; what is not read yet comes with the next looks.
  ComparedRuns compare(const std::vector<std::string>& runs, const std::string& figure);
  /// A run as a page that stands alone, in "en" or "fr".
  ExportedFile report(const std::string& run, const std::string& language) const;
  TrainingState state() const;
  /// Differs wherever the state does.
  std::array<std::uint64_t, 3> version() const;
  std::uint64_t drawing() const;
  TrainingPicture picture(CurvesTold& told) const;

 private:
  void let_go();
  void look_at_launch();
  void launch(std::vector<std::string> words);
  RunWatch& watched();

  TrainingPlace place_;
  RunTable table_;
  RunComparison comparison_;
  std::unique_ptr<RunWatch> watch_;
  std::vector<RunAnswer> left_;  // of runs that are looked at no more
  std::unique_ptr<RunLaunch> launch_;
  std::vector<std::unique_ptr<RunLaunch>> begun_;  // which run, and are waited for
  std::optional<StartView> start_;
  std::string language_ = "en";
  std::uint64_t number_ = 0, version_ = 1;
  RunWatch::Clock::time_point looked_at_launch_{};
};

}  // namespace percept::lab
