// Which nodes are so small that a call costs more than their numbers.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// Whether native:small takes the node together with those around it, as the body of one `fused` node.
bool is_small(const Node& node);

}  // namespace percept
