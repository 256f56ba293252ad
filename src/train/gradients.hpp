// What is done with gradients between differentiation and the optimiser's step.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "percept/runtime/feeds.hpp"

namespace percept::train {

/// Gradients of a step that takes several batches: each batch adds its own, times its share in the step's
/// examples (fed as "share"), to sums that the store keeps; the last one takes them and leaves zeros. The
/// sum is the gradient of the mean over all the examples.
std::vector<Value> gathered(const std::vector<Value>& parameters, const std::vector<Value>& gradients,
                            bool last);

/// Fetches the length of each gradient.
void fetch_norms(const std::vector<Value>& parameters, const std::vector<Value>& gradients);
/// What was fetched, by parameter.
std::map<std::string, double> read_norms(const Fetches& fetched);
/// The length of all gradients as one vector.
double overall(const std::map<std::string, double>& norms);

}  // namespace percept::train
