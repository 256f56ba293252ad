// mixup (Zhang et al. 2018): x = l x_a + (1 - l) x_b, the label likewise, l from Beta(alpha, alpha). The
// share is drawn for each example, not for each batch, so that it does not depend on the batch's size.
#pragma once

#include "step.hpp"

namespace percept::data::augment {

/// From Beta(alpha, alpha).
double draw_share(Draws& draws, double alpha);

/// a = share a + (1 - share) b.
void mix(std::span<float> a, std::span<const float> b, float share);

/// The probabilities of the classes: `share` for one, the rest for the other.
void mix_labels(std::span<float> classes, std::int64_t a, std::int64_t b, float share);

}  // namespace percept::data::augment
