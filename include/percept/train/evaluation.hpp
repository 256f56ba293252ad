// How well a network does on a data set.
#pragma once

#include "percept/data/loader.hpp"
#include "percept/metrics/confusion.hpp"
#include "percept/runtime/program.hpp"

namespace percept::train {

/// Builds the logits [N, classes] of images [N, C, H, W].
using Net = std::function<Value(Value images)>;
/// Builds the loss, one number, from what the net gives and the labels i64 [N].
using Loss = std::function<Value(Value logits, Value labels)>;

struct Evaluation {
  std::int64_t count = 0;
  double loss = 0;  // mean over the examples
  double accuracy = 0;
  metrics::ConfusionMatrix confusion;
};

/// Runs a net in Mode::infer over whole data sets. Keeps its program, so that each batch size is planned
/// once. Not thread-safe; the store must outlive it.
class Evaluator {
 public:
  Evaluator(ParameterStore& store, Net net, Loss loss);

  /// Fields "image" and "label" are read. Throws `Error` where the data does not fit the net.
  Evaluation evaluate(const data::DatasetPtr& dataset,
                      const std::optional<data::Normalization>& normalization = std::nullopt,
                      std::int64_t batch = 250);

 private:
  Program program_;
};

}  // namespace percept::train
