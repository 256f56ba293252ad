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
};

/// circle, xor, gauss, spiral, checker, moons, blobs (two classes, blobs three), plane and multi_gauss
/// (values).
std::span<const std::string_view> point_sets();

/// Fields "features" f32 [2] = x, y and "label" i64 [] or "target" f32 [1]. Example i is a function of seed,
/// i and noise alone. Throws `Error` where there is no such set, or an option makes no sense.
DatasetPtr generate_points(std::string_view set, const PointsOptions& options = {});

}  // namespace percept::data
