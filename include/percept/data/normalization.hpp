// Normalisation of images channel by channel, and of features one by one: x' = (x - mean) / deviation.
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

/// That of the first field (data/survey.hpp). Throws `Error` where it holds no f32, or there is no example.
Normalization compute_normalization(const Dataset& dataset);

}  // namespace percept::data
