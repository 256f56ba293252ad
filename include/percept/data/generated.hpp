// Two data sets that are drawn instead of stored: handwritten digits and coloured shapes. An example is a
// function of (seed, index) alone, but for rounding: image i of a set of ten is image i of a set of ten
// thousand. Thread safety: functions without state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::data {

struct Examples {
  Tensor images;  // u8 [N, C, H, W]
  Tensor labels;  // i64 [N]
};

/// Digits as people write them, white ink on black, u8 [count, 1, 28, 28]. Ten classes, each once in every
/// ten successive examples. The layout is that of MNIST: ink of about 20 by 20 pixels with its centre of mass
/// in the middle. No pixel of MNIST is in them, but they are not blind to it: the styles and their ranges
/// were chosen by looking at MNIST's training images and by how many of 10,000 of those a network trained on
/// these could read.
Examples generate_digits(std::int64_t count, std::uint64_t seed);

/// One coloured shape on a coloured ground, u8 [count, 3, 32, 32] (RGB), balanced as the digits are.
Examples generate_shapes(std::int64_t count, std::uint64_t seed);
/// What the labels of `generate_shapes` mean.
const std::vector<std::string>& shape_classes();

}  // namespace percept::data
