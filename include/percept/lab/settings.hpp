// Everything that makes a playground: what a link, a saved file and an edit hold.
#pragma once

#include <array>

#include "percept/recipe/recipe.hpp"

namespace percept::lab {

/// One hidden layer.
struct LayerSettings {
  std::int64_t units = 4;
  std::string activation = "tanh";
  double dropout = 0;
  bool batch_norm = false;
  std::vector<std::int64_t> skip;
  bool operator==(const LayerSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("units", units, "1 to 256");
    v("activation", activation, "a name of catalogue.activations");
    v("dropout", dropout, "0 to 0.95: share of units switched off in training");
    v("batch_norm", batch_norm, "whether its sums are normalised before the activation");
    v("skip", skip,
      "earlier layers that it sees too, besides the one before: 0 the features, 1 the first layer");
  }
};

inline constexpr std::int64_t kMostPoints = 20'000;

/// Throws `Error` (lab.range), naming the field, where the value is not from `low` to `high`.
void require_range(const std::string& field, double value, double low, double high);

/// x1, x2 and a label or value; of a curve x, y and nothing.
using PointRow = std::vector<double>;

/// What a table of a user's holds.
struct TableColumn {
  std::string name;
  bool numbers = false;
  template <class V>
  void fields(V& v) {
    v("name", name, "from its heading; where it has none, the column's number");
    v("numbers", numbers, "whether every cell is a number");
  }
};
struct Table {
  std::vector<TableColumn> columns;
  std::int64_t rows = 0;
  template <class V>
  void fields(V& v) {
    v("columns", columns, "");
    v("rows", rows, "without the heading");
  }
};
Result<Table> read_table(std::string_view text);

/// Which columns of a table are the place and the label or value, and how the place is taken.
struct TableColumns {
  std::vector<std::int64_t> columns;
  bool scale = false;
};

struct DataSettings {
  std::string set = "circle";
  std::int64_t count = 500;
  double noise = 0;
  double label_noise = 0;
  double imbalance = 0;
  std::int64_t classes = 3;
  double train = 0.5;
  std::int64_t seed = 0;
  std::vector<PointRow> points;
  bool operator==(const DataSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("set", set, "a name of catalogue.data; \"own\": `points` as they are");
    v("count", count, "points in all: 10 to 20000");
    v("noise", noise, "0 to 1");
    v("label_noise", label_noise, "0 to 0.5: share of the labels drawn anew");
    v("imbalance", imbalance, "0 to 0.95: share of the points of the first class that is left out");
    v("classes", classes, "of the set \"blobs\": 3 to 10");
    v("train", train,
      "0.1 to 0.9: share that is trained on, the rest is tested on; 1: points of one's own are all both");
    v("seed", seed, "of the drawing");
    v("points", points, "of \"own\": [x1, x2, label or value]; of a curve [x, y]");
  }
};

/// When a playing network pauses by itself; 0: not for that reason.
struct StopSettings {
  double loss = 0;
  std::int64_t patience = 0;
  std::int64_t epochs = 0;
  bool any() const { return loss > 0 || patience > 0 || epochs > 0; }
  template <class V>
  void fields(V& v) {
    v("loss", loss, "when the test loss is at most this");
    v("patience", patience, "when the test loss has not become better in so many epochs");
    v("epochs", epochs, "after so many epochs");
  }
};

struct Settings {
  std::string mode = "plane";
  DataSettings data;
  std::vector<std::string> features = {"x1", "x2"};
  std::vector<LayerSettings> layers = {{.units = 4}, {.units = 2}};
  std::string initial = "xavier_uniform";
  std::string loss = "binary_cross_entropy_with_logits";
  std::string rule = "gradient";
  std::int64_t k = 3;
  bool shuffle = false;
  recipe::OptimizerFields optimizer{.config = optim::SgdConfig{.lr = 0.03}};
  recipe::ScheduleFields schedule{.name = "constant", .unit = "epoch", .schedule = optim::ConstantSchedule()};
  double l1 = 0, l2 = 0;
  std::int64_t batch = 10;
  std::int64_t seed = 0;
  StopSettings stop;
  template <class V>
  void fields(V& v) {
    v("mode", mode, R"("plane" | "curve")");
    v("data", data, "what is learnt from");
    v("features", features,
      "what goes in: formulas of x1 and x2 (a curve: of x): \"x1\", \"x1^2\", \"sin(x1)\"");
    v("layers", layers, "hidden ones, 0 to 12; the output layer follows from the data");
    v("initial", initial, "a name of catalogue.initials");
    v("loss", loss, "a name of catalogue.losses");
    v("rule", rule,
      "how it learns: \"gradient\"; of classes \"perceptron\", \"nearest_mean\" or \"knn\"; of a curve "
      "\"least_squares\", by powers of x");
    v("k", k, "neighbours that vote in \"knn\": 1 to 25");
    v("shuffle", shuffle, "whether a perceptron meets its points in a new order in every epoch");
    v("optimizer", optimizer, "how the weights follow the gradient");
    v("schedule", schedule, "how the learning rate goes");
    v("l1", l1, "added to the loss: l1 * sum |w|");
    v("l2", l2, "and l2 / 2 * sum w^2");
    v("batch", batch, "examples a step");
    v("seed", seed, "of initial weights, order of examples and dropout");
    v("stop", stop, "when it pauses by itself");
  }
};

/// The problem with a hint that all is as it was, where it has none of its own.
Problem with_remedy(Problem problem);

/// Settings from JSON, every fault a problem that names the field: "layers.0.units". What is not named keeps
/// its default.
Result<Settings> parse_settings(std::string_view json);
/// Every field, as JSON that gives the same settings again.
std::string format_settings(Settings settings);
/// Settings with some fields changed: a JSON object of values by dotted path, {"optimizer.lr": 0.1}. A new
/// optimiser or schedule begins with its own defaults, but keeps the learning rate; a new task gets a loss
/// that fits it. "model" and "degree" stand for the settings that make that model, or features of that
/// degree.
Result<Settings> change_settings(const Settings& settings, std::string_view changes);

/// How many classes its data has, 0 where values are learnt. Points of one's own are classes where all labels
/// are whole numbers from 0 to 9.
std::int64_t classes_of(const Settings& settings);

/// The model that they make, a name of catalogue.models.
std::string model_of(const Settings& settings);
/// Where the features are all products of the inputs up to a degree, that degree; else 0.
std::int64_t degree_of(const Settings& settings);

/// Throws `Error`, naming the field, where a value is out of its range or a name is not known.
void require_sound(const Settings& settings);

}  // namespace percept::lab
