// A recipe: data, model and training in one TOML file. Its fields are named once, here; reading, checking,
// writing and overriding go through these lists.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/classic/models.hpp"
#include "percept/optim/optimizers.hpp"
#include "percept/optim/schedules.hpp"

namespace percept::recipe {

struct DataFields {
  std::string source = "digits";
  std::string test;
  std::string val;
  double holdout = 0;
  std::int64_t limit = 0;
  std::string labels = "given";
  std::vector<std::string> augment;
  bool balance = false;
  std::int64_t workers = 0;
  std::vector<std::string> classes;
  std::string corrupt = "refuse";
  std::string normalize = "standard";
  std::string target;
  std::string task;
  std::string sound;
  template <class V>
  void fields(V& v) {
    v("source", source, "the SPEC of the data set");
    v("test", test, "SPEC of the test set, where it is not the source's own");
    v("val", val, "SPEC of the examples on which the epochs are evaluated; left out: the test set");
    v("holdout", holdout, "a share of the training examples that is held out for that instead: 0.1");
    v("limit", limit, "train on so many examples alone, drawn from every class alike; 0: on all");
    v("labels", labels,
      "given; random: each training example has a class that the seed draws, so that all that can be learnt "
      "of them is by heart");
    v("augment", augment, "how each image is changed before it is learnt from: \"shift 2\", \"rotate 10\"");
    v("balance", balance, "every class equally often in an epoch, the rare ones repeated");
    v("workers", workers, "threads that read ahead, for slow disks; 0: those that compute read what is due");
    v("classes", classes, "learn these classes alone, in this order; left out: all");
    v("corrupt", corrupt, "what becomes of pictures that cannot be read: refuse or skip");
    v("normalize", normalize,
      "standard: less the mean and divided by the deviation that each channel or feature has in training; "
      "none");
    v("target", target, "the column of a CSV file that is predicted; left out: the last");
    v("task", task, "classification or regression, where a CSV file would be taken for the other");
    v("sound", sound, "what sounds become: wave, their samples, or log_mel, a picture; left out: wave");
  }
};

/// One layer: "conv 6 5x5", or { id = "sum", op = "add", from = ["a", "b"] }.
struct LayerFields {
  std::string id;                 // its name in paths; empty: its number
  std::string op;                 // the words: conv 6 5x5
  std::vector<std::string> from;  // ids of what goes in, "input" for the images; empty: the layer before
  template <class V>
  void fields(V& v) {
    v("id", id, "its name");
    v("op", op, "what it does: conv 6 5x5");
    v("from", from, "the layers that go in");
  }
};

/// A network of layers, or where `kind` names one, a model that learns by a rule of its own: its fields
/// instead of layers.
struct ModelFields {
  std::string kind;
  std::vector<std::int64_t> input;
  std::vector<LayerFields> layers;
  std::vector<std::string> freeze;
  classic::AnyConfig classic;
  template <class V>
  void fields(V& v) {
    v("kind", kind, "perceptron, mark1, nearest-mean, knn or polynomial; left out: a network of layers");
    v("input", input, "shape of one image: channels, height, width; left out: the data's");
    if (choose_classic()) return std::visit([&](auto& chosen) { chosen.fields(v); }, classic);
    v("layers", layers, "one after the other");
    v("freeze", freeze,
      "paths of layers or parameters that are not trained: \"0\", \"features\", \"3.weight\"");
    if (!kind.empty())  // of none that there is: `parse_recipe` says which there are
      optim::any_alternative<classic::AnyConfig>([&](auto any) { return any.fields(v), false; });
  }
  /// Whether a gradient trains it.
  bool is_network() const;
  /// Makes `classic` that of `kind`; false where there is no such kind.
  bool choose_classic();
};

/// Where the training begins, if not at weights drawn by the seed.
struct InitFields {
  std::string from;
  std::vector<std::string> skip;
  template <class V>
  void fields(V& v) {
    v("from", from, "a run or a file of weights to begin with");
    v("skip", skip,
      "paths of layers or parameters that begin afresh all the same: a new head on an old body");
  }
};

/// Beside its name the fields of that optimiser, and what can be done around its step.
struct OptimizerFields {
  std::string name = "sgd";
  optim::AnyConfig config;
  optim::UpdateOptions around;
  template <class V>
  void fields(V& v) {
    v("name", name, "which optimiser");
    if (!choose_config())
      return optim::any_alternative<optim::AnyConfig>([&](auto any) { return any.fields(v), false; }), void();
    std::visit([&](auto& chosen) { chosen.fields(v); }, config);
    around.fields(v);
  }
  /// Makes `config` that of `name`; false where there is no such optimiser.
  bool choose_config();
};

/// Beside its name the fields of that schedule, counted in `unit`, and a warm-up in front of it. What the
/// schedule counts begins after the warm-up, and a length of 0 is what is left of the run then. The name
/// "plateau" has no steps but falls after epochs, by what the test examples say.
struct ScheduleFields {
  std::string name = "cosine";
  std::string unit = "step";
  std::int64_t warmup_steps = 0;
  double warmup_start = 0;
  optim::AnySchedule schedule;
  optim::PlateauConfig plateau;
  template <class V>
  void fields(V& v) {
    v("name", name, "how the learning rate goes");
    if (name != "plateau") v("unit", unit, "what it counts: step or epoch");
    v("warmup_steps", warmup_steps, "steps of training in which the rate rises to the first of the schedule");
    v("warmup_start", warmup_start, "the share of that with which the rise begins");
    if (name == "plateau") return plateau.fields(v);
    if (!choose_schedule())
      return optim::any_alternative<optim::AnySchedule>([&](auto any) { return any.fields(v), false; }),
             void();
    std::visit([&](auto& chosen) { chosen.fields(v); }, schedule);
  }
  /// Makes `schedule` that of `name`, for a plateau the constant one; false where there is no such schedule.
  bool choose_schedule();
};

struct TrainFields {
  std::string loss = "cross_entropy";
  double label_smoothing = 0;
  double l1 = 0, l2 = 0;
  OptimizerFields optimizer;
  ScheduleFields schedule;
  std::int64_t batch = 64;
  std::int64_t accumulate = 1;
  std::int64_t epochs = 3;
  std::string precision = "f32";
  double ema = 0;
  std::vector<std::string> metrics;
  std::string watch;
  std::int64_t patience = 0;
  bool gradient_norms = false;
  double checkpoint = 60;
  bool by_gradient = true, by_epochs = true;  // by what learns: not fields
  template <class V>
  void fields(V& v) {
    if (by_gradient) gradient_fields(v);
    if (by_epochs) {
      v("epochs", epochs, "times through the data");
      v("patience", patience, "end after so many epochs without a better one; 0: never");
      v("checkpoint", checkpoint, "seconds between two checkpoints within an epoch");
    }
    v("precision", precision,
      "f32; exact: f32 without Winograd's algorithm; bf16: products of matrices, and convolutions that "
      "Winograd's algorithm does not take, have bf16 factors");
    v("metrics", metrics, "measured beside loss and accuracy: top_5, f1, auroc");
    v("watch", watch, "the figure that says which epoch is best: accuracy, loss, or one of the metrics");
  }
  template <class V>
  void gradient_fields(V& v) {
    v("loss", loss, "what is made small");
    v("label_smoothing", label_smoothing,
      "share of each label that cross_entropy spreads over all classes: 0.1");
    v("l1", l1,
      "so much of the sum of |w| over all weights (not biases) is added to the loss that is learnt by");
    v("l2", l2, "and so much of the sum of w^2 / 2");
    v("optimizer", optimizer, "how");
    v("schedule", schedule, "how the learning rate goes");
    v("batch", batch, "examples a step");
    v("accumulate", accumulate, "batches whose gradients are gathered for one step");
    v("ema", ema, "share of the old in an average of the weights that is evaluated and kept: 0.999; 0: none");
    v("gradient_norms", gradient_norms, "measure the lengths of the gradients");
  }
};

/// One of the trainings that a recipe compares itself with: itself with fields changed.
struct Variant {
  std::string name;
  std::vector<std::string> change;  // KEY=VALUE, as `parse_recipe` takes them
  template <class V>
  void fields(V& v) {
    v("name", name, "what its row of the table is called");
    v("change", change, "fields as they are changed behind `percept train`: \"train.l2=0.01\"");
  }
};

struct Recipe {
  std::string name;
  std::int64_t seed = 0;
  DataFields data;
  ModelFields model;
  InitFields init;
  TrainFields train;
  template <class V>
  void fields(V& v) {
    v("name", name, "the runs are called so");
    v("seed", seed, "of initial weights and the order of examples");
    v("data", data, "what is learnt from");
    v("model", model, "what learns");
    train.by_gradient = model.is_network();
    train.by_epochs = train.by_gradient || classic::has_epochs(model.classic);
    if (train.by_gradient) v("init", init, "what it begins with");
    v("train", train, "how it learns");
  }

  /// Where a field was written: `lenet.toml:7`, or the override; the recipe's file where it was not.
  std::string place(const std::string& field) const;

  std::vector<Variant> variants;              // no field: not of the training itself, nor of its run
  std::string file;                           // as messages call it
  std::map<std::string, std::string> places;  // by field: train.batch, model.layers.3
};

/// Reads a recipe with every fault a problem that says where. `overrides` are KEY=VALUE: `train.epochs=10`,
/// `data.source=mnist:/data/mnist`; a value is TOML, or a bare word.
Result<Recipe> parse_recipe(std::string_view text, const std::string& file,
                            const std::vector<std::string>& overrides = {});
/// A built-in recipe by its name, or a TOML file.
Result<Recipe> load_recipe(const std::string& name, const std::vector<std::string>& overrides = {});
/// The recipe that a run's folder holds.
Result<Recipe> load_run_recipe(const std::filesystem::path& folder,
                               const std::vector<std::string>& overrides = {});
/// Every field, as TOML that gives the same recipe again.
std::string format_recipe(Recipe recipe);
/// Every field with its value as TOML, by its name: train.optimizer.lr.
std::map<std::string, std::string> list_fields(Recipe recipe);

/// Whether runs may be called so: it becomes a folder's name. Letters, digits and . _ - only, no leading dot.
bool is_run_name(const std::string& name);

/// The names of the built-in recipes.
const std::vector<std::string>& builtin_recipes();
/// The TOML of a built-in recipe; empty where there is none of that name.
std::string builtin_text(std::string_view name);

/// How a layer is written and what it does, in the reader's language; words of augmentation are in
/// percept/data/augmentation.hpp.
struct LayerDoc {
  std::string form, doc;
};
std::vector<LayerDoc> layer_docs();

}  // namespace percept::recipe
