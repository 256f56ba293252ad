// The playground: a small network, its points and its past, as one page of the studio works on it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "percept/lab/picture.hpp"
#include "percept/lab/settings.hpp"

namespace percept::lab {

struct LayerShape {
  std::string path;
  std::int64_t units = 0;
  std::vector<std::string> names;
  std::string activation;
  std::vector<std::int64_t> from;
  std::int64_t parameters = 0;
  template <class V>
  void fields(V& v) {
    v("path", path, "of its weights: \"hidden1.weight\" begins with it; \"\" for the features");
    v("units", units, "");
    v("names", names, "of the features, or of the classes at the output; empty elsewhere");
    v("activation", activation, "");
    v("from", from, "the layers that it reads, in the order of its weights' columns");
    v("parameters", parameters, "");
  }
};

/// A place that the timeline can go back to.
struct BranchInfo {
  std::int64_t id = 0, parent = -1, from = 0, last = 0;
  Message name;
  template <class V>
  void fields(V& v) {
    v("id", id, "");
    v("name", name, "\"optimizer.lr becomes 0.1\"");
    v("parent", parent, "-1: none");
    v("from", from, "step at which it left its parent");
    v("last", last, "its last step so far");
  }
};

/// One edit made on the way, as the timeline shows it.
struct EditInfo {
  std::int64_t step = 0;
  Message what;
  template <class V>
  void fields(V& v) {
    v("step", step, "");
    v("what", what, "");
  }
};

/// A weight that training may not change.
struct LockInfo {
  std::string path;
  std::int64_t index = 0;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("index", index, "");
  }
};

/// A value of some setting, as JSON: 0.1, "tanh".
struct JsonValue {
  std::string text;
};

/// One training of a lottery or a sweep.
struct ExploredRun {
  std::int64_t seed = 0, row = 0, column = 0, epochs = 0;
  std::optional<double> test_loss, accuracy;
  bool solved = false;
  std::string map;
  template <class V>
  void fields(V& v) {
    v("seed", seed, "");
    v("row", row, "places in row_values and column_values; 0 in a lottery");
    v("column", column, "");
    v("epochs", epochs, "trained");
    v("test_loss", test_loss, "null: it overflowed");
    v("accuracy", accuracy, "of the test points; null in regression");
    v("solved", solved, "its test loss fell below `solve`");
    v("map", map, "its output on a 16x16 grid: base64 of i8");
  }
};

/// Many trainings of the same settings: of several seeds (lottery), or over a grid (sweep).
struct Explored {
  std::string kind = "lottery";
  std::int64_t done = 0, total = 0;
  bool running = false;
  double seconds = 0;
  std::string rows, columns;
  std::vector<JsonValue> row_values, column_values;
  std::vector<ExploredRun> results;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("lottery" | "sweep")");
    v("done", done, "");
    v("total", total, "");
    v("running", running, "neither done nor cancelled");
    v("seconds", seconds, "");
    v("rows", rows, "setting along the rows of a sweep: \"optimizer.lr\"; \"\" in a lottery");
    v("row_values", row_values, "");
    v("columns", columns, "\"layers.activation\": of all layers");
    v("column_values", column_values, "");
    v("results", results, "");
  }
};

/// All that is no picture.
struct PlaygroundState {
  Settings settings;
  std::string model;
  std::int64_t degree = 0;
  std::vector<LayerShape> layers;
  std::vector<std::string> classes;
  std::vector<BranchInfo> branches;
  std::int64_t branch = 0;
  std::vector<EditInfo> edits;
  std::vector<LockInfo> locks;
  std::optional<Message> undo, redo;
  bool playing = false;
  double epochs_per_second = 0;
  std::int64_t points = 0;
  std::int64_t steps_per_epoch = 0;
  std::vector<double> domain;
  template <class V>
  void fields(V& v) {
    v("settings", settings, "");
    v("model", model, "a name of catalogue.models; an edit of \"model\" chooses another");
    v("degree", degree, "of its features, where they are a polynomial's; 0 else; \"degree\" can be edited");
    v("layers", layers, "layers[0] are the features, the last is the output");
    v("classes", classes, "names of the classes; empty in regression");
    v("branches", branches, "");
    v("branch", branch, "the one on screen");
    v("edits", edits, "of that branch");
    v("locks", locks, "");
    v("undo", undo, "what undo would take back");
    v("redo", redo, "");
    v("playing", playing, "");
    v("epochs_per_second", epochs_per_second, "asked for; 0: as fast as it can");
    v("points", points, "version of the points: ask for them with `points` when it has changed");
    v("steps_per_epoch", steps_per_epoch, "");
    v("domain", domain, "what the maps show: left, right, bottom, top");
  }
};

/// How well it does on one half of the points.
struct Scored {
  std::optional<double> loss, accuracy, r2;
  template <class V>
  void fields(V& v) {
    v("loss", loss, "null: not a finite number");
    v("accuracy", accuracy, "null in regression");
    v("r2", r2, "null in classification");
  }
};

/// The head of a picture; its blobs follow.
struct Picture {
  std::string kind = "network";
  std::int64_t step = 0, branch = 0;
  double epoch = 0;
  bool playing = false;
  Scored train, test;
  double lr = 0;
  double epochs_per_second = 0;
  std::optional<Message> stopped;
  std::int64_t first = 0, last = 0;
  std::optional<StepLook> looked;
  std::optional<Mistakes> mistakes;
  std::vector<Blob> blobs;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("network" | "points" | "warp")");
    v("step", step, "");
    v("branch", branch, "");
    v("epoch", epoch, "with the share of the one at hand");
    v("playing", playing, "");
    v("train", train, "");
    v("test", test, "");
    v("lr", lr, "of the next step, schedule and all");
    v("epochs_per_second", epochs_per_second, "measured");
    v("stopped", stopped, "why it paused by itself: a stop rule, an overflow ...");
    v("first", first, "the timeline reaches from here");
    v("last", last, "to here, on this branch");
    v("looked", looked, "the point of the last step, of models that learn point by point");
    v("mistakes", mistakes, "of a perceptron");
    v("blobs", blobs, "");
  }
};

/// A file to download, or a text to show.
struct ExportedFile {
  std::string name, bytes;
  bool binary = false;
};

/// Not thread-safe: one thread owns it. Every function that can fail throws `Error` and leaves all as it was.
class Playground {
 public:
  explicit Playground(const Settings& settings = {});
  ~Playground();

  void play(double epochs_per_second);
  void pause();
  bool playing() const;
  /// Trains, where it is playing, until the time is over. Pauses by itself by the stop rules, and where a
  /// number overflows: then at a step shortly before, at which all losses are finite.
  void work(std::chrono::steady_clock::time_point until);
  /// Asked between the steps of whatever takes long; where it says no, that ends where it stands.
  void interrupt_by(std::function<bool()> go_on);
  /// So many samples, batches or epochs; back where `count` is negative.
  void step(const std::string& unit, std::int64_t count);
  void seek(std::int64_t step);
  void reset();
  void go_to_branch(std::int64_t branch);

  /// `changes`: JSON object of values by dotted path.
  /// `goes_on`, here and below: with the same drag as the change before, and undone with it.
  void edit(std::string_view changes, bool goes_on = false);
  void set_weight(const std::string& path, std::int64_t index, double value, bool goes_on = false);
  void lock(const std::string& path, std::int64_t index, bool locked);
  /// Begins anew with other settings. What was is put aside whole, as by `reset` and `open`, with its past
  /// and what could be undone in it: an undo beyond the beginning leads back to it.
  void adopt(const Settings& settings);
  void set_points(std::vector<PointRow> points, bool goes_on = false);
  void set_points_csv(std::string_view text, const TableColumns& chosen = {});
  void draw_points(const std::string& formula, bool values);
  void undo();
  void redo();

  PlaygroundState state();
  /// Grows with whatever `state` tells.
  std::uint64_t state_version() const;
  /// Grows with whatever a picture shows.
  std::uint64_t picture_version() const;
  Picture picture(const View& view);
  Picture points_picture();
  Picture warp_picture(std::int64_t layer, const std::vector<std::int64_t>& units);
  Probe probe(double x1, double x2, std::optional<double> target);

  /// "onnx", "cpp", "recipe", "command" or "csv".
  ExportedFile export_as(const std::string& form);
  /// Settings, weights and the place in the training, as JSON that `open` takes.
  std::string save();
  void open(std::string_view text);

  const Settings& settings() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace percept::lab
