// How well a network does on a data set.
#pragma once

#include <map>

#include "percept/data/loader.hpp"
#include "percept/metrics/confusion.hpp"
#include "percept/runtime/program.hpp"
#include "percept/train/named_metrics.hpp"

namespace percept::train {

/// Builds what the network says, [N, ...], of its inputs [N, ...].
using Net = std::function<Value(Value input)>;
/// Builds the loss, one number, from what the net says and what it should: labels i64 [N], chances of the
/// classes f32 [N, classes], or numbers f32 [N, K].
using Loss = std::function<Value(Value output, Value target)>;

/// The fields of a data set that a network learns from: the first goes in, the second should come out.
struct Roles {
  std::string input, target;
  std::int64_t classes = 0;  // 0: numbers are learnt
  std::int64_t outputs = 0;  // classes, or numbers
};
/// Throws `Error` where there are not two fields.
Roles roles_of(const data::Dataset& dataset);

/// One score a class, [N, classes]. A net with one output z for two classes says the second with the chance
/// sigmoid(z): its scores are 0 and z, for softmax(0, z) is just that.
Value class_scores(Value output, std::int64_t classes);

struct Evaluation {
  std::int64_t count = 0;
  double loss = 0;                        // mean over the examples
  double accuracy = 0;                    // NaN where numbers are learnt
  metrics::ConfusionMatrix confusion;     // empty there
  std::map<std::string, double> metrics;  // those asked for, by name
};

/// Runs a net in Mode::infer over whole data sets. Keeps its program, so that each batch size is planned
/// once. Not thread-safe; the store must outlive it.
class Evaluator {
 public:
  /// `metrics` are names of NamedMetrics; throws `Error` where one does not fit the task.
  Evaluator(ParameterStore& store, Net net, Loss loss, Roles roles = {"image", "label", 2},
            std::vector<std::string> metrics = {}, Precision precision = Precision::single);

  /// Throws `Error` where the data does not fit the net.
  Evaluation evaluate(const data::DatasetPtr& dataset,
                      const std::optional<data::Normalization>& normalization = std::nullopt,
                      std::int64_t batch = 250);

 private:
  Roles roles_;
  std::vector<const NamedMetric*> metrics_;
  Program program_;
};

}  // namespace percept::train
