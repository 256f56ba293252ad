// Penalties on the size of weights: terms to be added to a loss.
#pragma once

#include <vector>

#include "percept/graph/graph.hpp"

namespace percept::nn {

/// The sum of |p| over all elements of some values, parameters for example: draws them to 0 itself.
Value l1_penalty(const std::vector<Value>& values);
/// The sum of p^2 / 2: its gradient is p, so that times c it is what SGD calls a weight decay of c.
Value l2_penalty(const std::vector<Value>& values);

/// The loss with l1 times the one and l2 times the other over every weight that its graph trains: parameters
/// of two axes or more, so no biases and no scales of norms. Both factors are fed, as "l1" and "l2", and
/// these their fallbacks; a penalty of 0 is not built.
Value penalized(Value loss, double l1, double l2);

}  // namespace percept::nn
