// The reference kernels: the definition of every op, in f32 and f64, obvious and portable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "percept/graph/graph.hpp"
#include "percept/kernels/view.hpp"

namespace percept {

/// Computes a node's outputs. Floats are f32 or f64, all of one node alike, whatever the node says: in f64
/// the same kernel is the yardstick of gradients. Requires views of the node's shapes; must not throw.
using ReferenceKernel = void (*)(const Node& node, std::span<const View> inputs,
                                 std::span<const View> outputs);

/// Null where the op has none.
ReferenceKernel find_reference(std::string_view op);
/// A type among the node's inputs and outputs in which reference kernels do not compute: half precision,
/// complex.
std::optional<DType> beyond_reference(const Node& node);

}  // namespace percept
