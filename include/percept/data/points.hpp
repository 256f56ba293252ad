// Points of the plane with a label or a value: small problems whose boundary can be drawn.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "percept/data/dataset.hpp"

namespace percept::data {

struct PointsOptions {
  std::int64_t count = 250;
  double noise = 0;  // Playground's goes to 0.5
  std::uint64_t seed = 0;
  double label_noise = 0;    // this share of the labels is drawn anew
  double imbalance = 0;      // this share of the first class is left out
  std::int64_t classes = 0;  // of blobs: 2 to 10; 0: as many as the set has
};

/// Of two classes circle, xor, gauss, spiral, checker, moons; of more blobs (3, or 2 to 10), rings (4),
/// petals (5), sectors and projected_digits (10); of values plane and multi_gauss; curves, values of one
/// number: sine, parabola, steps, bump, segments.
std::span<const std::string_view> point_sets();

/// Fields "features" f32 [2] = x, y (of a curve [1] = x) and "label" i64 [] or "target" f32 [1]. A point is
/// a function of seed, its number and noise alone; label_noise changes labels, and imbalance leaves points
/// out. Throws `Error` where there is no such set, or an option makes no sense.
DatasetPtr generate_points(std::string_view set, const PointsOptions& options = {});

}  // namespace percept::data
