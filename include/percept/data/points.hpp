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
  double label_noise = 0;  // this share of the labels is drawn anew
  double imbalance = 0;    // this share of the first class is left out
};

/// circle, xor, gauss, spiral, checker, moons (two classes), blobs, rings, petals, sectors, digits_plane (3, 4, 5, 10, 10),
/// plane and multi_gauss (values), and sine, parabola, steps, bump, segments: curves, values of one number.
std::span<const std::string_view> point_sets();

/// Fields "features" f32 [2] = x, y (of a curve [1] = x) and "label" i64 [] or "target" f32 [1]. Example i is
/// a function of seed, i and noise alone. Throws `Error` where there is no such set, or an option makes no
/// sense.
DatasetPtr generate_points(std::string_view set, const PointsOptions& options = {});

}  // namespace percept::data
