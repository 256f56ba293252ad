// Everything that is to be known of a data set, from one pass over it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "percept/data/dataset.hpp"
#include "percept/data/normalization.hpp"

namespace percept::data {

struct Survey {
  std::int64_t count = 0;
  /// Mean and population deviation of the first field, per channel or, where it is a row of features, per
  /// feature, over every number of every example; empty where there are none.
  Normalization normalization;
  std::string content_hash;                // as `Dataset::content_hash`
  std::vector<std::int64_t> class_counts;  // examples by label; empty where there are no classes
  double border_brightness = 0;            // mean of the outermost pixels of the images, 0 black to 1 white
};

/// Reads every example once, on `threads` threads (0: as many as compute), in memory of a few examples a
/// thread. Sums are of f64 and added in the order of the examples, so the bits do not depend on the number of
/// threads. Throws where an example cannot be read.
Survey survey(const Dataset& dataset, int threads = 0);

/// The mean of the outermost pixels of images f32 [N, C, H, W].
double border_brightness(const Tensor& images);

}  // namespace percept::data
