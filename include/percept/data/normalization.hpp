// Normalisation of images, channel by channel: x' = (x - mean) / deviation.
#pragma once

#include <vector>

#include "percept/data/dataset.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::data {

/// One mean and one deviation for each channel.
struct Normalization {
  std::vector<float> mean, deviation;
  bool operator==(const Normalization&) const = default;

  /// In place, on f32 [N, C, ...]; throws `Error` where C is not the number of means. A channel whose
  /// deviation is 0 (every pixel alike) is only centred.
  void apply(Tensor& images) const;
};

/// Mean and population deviation of the field "image" over every pixel of every example, summed in f64 in the
/// order of the examples: the same bits each time. Throws `Error` where there is no such field or no example.
Normalization compute_normalization(const Dataset& dataset);

}  // namespace percept::data
