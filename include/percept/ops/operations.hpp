// How much a node computes: for profiles.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// Additions and multiplications of a node, computed as it is defined: two for each factor of a product of
/// matrices, a convolution or a recurrent layer (of a pooled convolution, for the places that are pooled);
/// for all else one an element of its largest tensor.
double operations(const Node& node);

}  // namespace percept
