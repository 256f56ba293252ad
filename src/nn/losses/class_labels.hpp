// What the losses of classes share.
#pragma once

#include "losses/loss_inputs.hpp"

namespace percept::nn {

/// Throws unless the scores are floats [N, C] and the labels whole numbers [N].
void require_rows(const char* loss, const char* role, Value scores, Value labels, Location at);
/// The same, or [N, C, d1, ...] and [N, d1, ...].
void require_labels(const char* loss, const char* role, Value scores, Value labels, Location at);
/// Throws where there is a weight and it is not [C] of the scores' type.
void require_class_weight(const char* loss, Value scores, Value weight, Location at);

/// x[n, labels[n, d...], d...] of x [N, C, d...].
Value at_labels(Value x, Value labels, Location at);
/// A number a class, [C], as [C, 1, ...], to stand beside [N, C, ...] of that rank.
Value by_class(Value numbers, int rank, Location at);

}  // namespace percept::nn
