// Masks: the class of every pixel, predicted and true. The pixels are counted in a ConfusionMatrix, from
// which the figures are read.
#pragma once

#include <optional>

#include "percept/metrics/confusion.hpp"

namespace percept::metrics {

/// Adds every pixel of masks of one shape, whole numbers; pixels whose truth is `ignored` are left out.
/// Throws `Error` for a number that is no class.
void add_masks(ConfusionMatrix& pixels, const Tensor& predicted, const Tensor& truth,
               std::optional<std::int64_t> ignored = {});

/// Of the pixels that are of the class or said to be, the share that are both. NaN where there are none.
double iou(const ConfusionMatrix& pixels, std::int64_t c);
/// Twice the pixels that are both over the sum of the two areas. Dice 1945.
double dice(const ConfusionMatrix& pixels, std::int64_t c);
/// The mean over the classes that occur in prediction or truth.
double mean_iou(const ConfusionMatrix& pixels);
double mean_dice(const ConfusionMatrix& pixels);

}  // namespace percept::metrics
