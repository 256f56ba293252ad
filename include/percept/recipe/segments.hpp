// What a net of one number with a layer of ReLU units draws: straight segments, one bend a unit.
#pragma once

#include <optional>
#include <vector>

#include "percept/recipe/model.hpp"

namespace percept::recipe {

struct Segments {
  std::int64_t units = 0;    // ReLU units: at most so many bends
  std::vector<double> x, y;  // ends of the segments, from left to right, the range's ends among them
};

/// Over the range of the data that the model's recipe tests on. None where the model is no such net: one
/// number in, one out, linear layers, and ReLU only on a linear layer of the input.
std::optional<Segments> segments_of(Model& model);

/// The least mean squared error with which so many bends, h, follow x^2 on [-1, 1]: L^4 / 180 for h + 1
/// segments of the length L = 2 / (h + 1). On each, x^2 less its best line is (u^2 - L^2 / 12), whose square
/// has the mean L^4 / 180.
double square_floor(std::int64_t bends);

}  // namespace percept::recipe
