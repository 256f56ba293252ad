// Where a field of numbers is zero.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace percept::cli {

/// A way through the field, in columns and rows.
struct Contour {
  std::vector<double> x, y;
};

/// The lines along which `field` [rows, columns] changes its sign, between neighbours in proportion: marching
/// squares, each square of four neighbours cut by at most two pieces, joined end to end.
std::vector<Contour> zero_contours(std::span<const double> field, std::int64_t rows, std::int64_t columns);

}  // namespace percept::cli
