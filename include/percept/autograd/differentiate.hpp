// Automatic differentiation, graph to graph: the gradient is more graph, and can be differentiated again.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// Appends to `loss`'s graph the nodes that compute d loss / d w for every w of `wrt`, and gives those values
/// in the same order; zeros where the loss does not depend on w. The loss must be a single number. Throws
/// where the way from w to the loss leads through an op that has no gradient, naming it and why.
std::vector<Value> differentiate(Value loss, const std::vector<Value>& wrt,
                                 Location at = Location::current());

}  // namespace percept
