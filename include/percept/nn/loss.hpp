// Losses: what training makes small. Each gives one number, the mean over the batch.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept::nn {

/// -mean_n log softmax(logits)[n, labels[n]]. logits: floats [N, C]; labels: integers [N] in [0, C).
Value cross_entropy(Value logits, Value labels, Location at = Location::current());
/// mean (prediction - target)^2 over all elements; the shapes must be equal.
Value mean_squared_error(Value prediction, Value target, Location at = Location::current());
/// The share of rows whose largest score stands at the label, as f32.
Value accuracy(Value logits, Value labels, Location at = Location::current());

}  // namespace percept::nn
