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
  std::string path;  // of its weights; "" for the features
  std::int64_t units = 0;
  std::vector<std::string> names;  // of the features, or of the classes at the output
  std::string activation;
  std::vector<std::int64_t> from;  // the layers that it reads, in the order of its weights' columns
  std::int64_t parameters = 0;
};

struct BranchInfo {
  std::int64_t id = 0, parent = -1, from = 0, last = 0;
  Message name;
};
struct EditInfo {
  std::int64_t step = 0;
  Message what;
};
struct LockInfo {
  std::string path;
  std::int64_t index = 0;
};

/// All that is no picture.
struct PlaygroundState {
  Settings settings;
  std::vector<LayerShape> layers;  // layers[0] are the features, the last is the output
  std::vector<std::string> classes;
  std::vector<BranchInfo> branches;
  std::int64_t branch = 0;
  std::vector<EditInfo> edits;
  std::vector<LockInfo> locks;
  std::optional<Message> undo, redo;
  bool playing = false;
  double epochs_per_second = 0;  // asked for; 0: as fast as it can
  std::uint64_t points = 0;      // their version
  std::int64_t steps_per_epoch = 0;
  std::vector<double> domain;  // left, right, bottom, top
};

struct Scored {
  double loss = 0, accuracy = 0, r2 = 0;  // NaN where there is none
};

struct Picture {
  std::string kind = "network";
  std::int64_t step = 0, branch = 0;
  double epoch = 0;
  bool playing = false;
  Scored train, test;
  double lr = 0;
  double epochs_per_second = 0;  // measured
  std::optional<Message> stopped;
  std::int64_t first = 0, last = 0;
  std::vector<Blob> blobs;
};

struct ExportedFile {
  std::string name, bytes;
  bool binary = false;
};

/// Not thread-safe: one thread owns it. Every function that can fail throws `Error` and leaves all as it was.
class Playground {
 public:
  explicit Playground(Settings settings = {});
  ~Playground();

  void play(double epochs_per_second);
  void pause();
  bool playing() const;
  /// Trains, where it is playing, until the time is over. Pauses by itself by the stop rules, and where a
  /// number overflows: then at the last step whose numbers were all finite.
  void work(std::chrono::steady_clock::time_point until);
  /// So many samples, batches or epochs; back where `count` is negative.
  void step(const std::string& unit, std::int64_t count);
  void seek(std::int64_t step);
  void reset();
  void go_to_branch(std::int64_t branch);

  /// `changes`: JSON object of values by dotted path.
  void edit(std::string_view changes);
  void set_weight(const std::string& path, std::int64_t index, double value);
  void lock(const std::string& path, std::int64_t index, bool locked);
  void set_points(std::vector<PointRow> points);
  void set_points_csv(std::string_view text);
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
