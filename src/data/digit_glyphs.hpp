// The skeletons of the ten digits: how people move the pen.
#pragma once

#include <vector>

#include "percept/base/random.hpp"
#include "strokes.hpp"

namespace percept::data {

/// One way of writing `digit`, upright in about [0, 0.7] x [0, 1], the style and its measures drawn at
/// random.
std::vector<Stroke> write_digit(int digit, RandomSequence& random);

}  // namespace percept::data
