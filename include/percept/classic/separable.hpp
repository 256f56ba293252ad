// Whether a straight line parts two classes of the plane: exactly where their convex hulls have no point in
// common.
#pragma once

#include <cstdint>
#include <span>

namespace percept::classic {

/// Rows of two numbers each, and labels 0 and 1. True where a class has no rows.
bool separable_in_plane(std::span<const double> rows, std::span<const std::int64_t> labels);

}  // namespace percept::classic
