// Data sets that are drawn, not downloaded: they work on a new machine, and their bytes depend on the seed alone.
#pragma once

#include <cstdint>

#include "percept/tensor/tensor.hpp"

namespace percept::data {

/// Examples as they lie in memory.
struct Examples {
  Tensor images;  // u8 [N, C, H, W]
  Tensor labels;  // i64 [N]
};

/// Handwritten-looking digits: images u8 [count, 1, 28, 28], white ink on black like MNIST's, labels 0 to 9.
/// Example i is a function of (seed, i) alone: a smaller `count` gives the first of the same examples.
Examples generate_digits(std::int64_t count, std::uint64_t seed);

/// Coloured shapes: images u8 [count, 3, 32, 32], labels 0 to 9. Example i is a function of (seed, i) alone.
Examples generate_shapes(std::int64_t count, std::uint64_t seed);

}  // namespace percept::data
