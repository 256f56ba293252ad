// Pictures as planes f32 [C, H, W]: what the convolution lab does with them beside filtering.
#pragma once

#include <string>

#include "percept/lab/filter_picture.hpp"
#include "percept/lab/picture.hpp"

namespace percept::lab {

/// The luminance of three channels, rounded as io::to_grey does; one channel as it is.
Tensor grey_of(const Tensor& planes);
/// Moved to the right by so many pixels, the left edge repeated.
Tensor shifted(const Tensor& planes, std::int64_t by);
/// Whether every number is one of 0, 1, ..., 255.
bool is_of_bytes(const Tensor& planes);
/// Channel by channel the mean of equal parts, at most 40 on a side.
Tensor thumb_of(const Tensor& planes);
/// As a scale shows them, u8 [maps, H, W, 1 or 3]: the three channels of a colour picture are one map; all
/// have one scale.
ScaledPicture maps_of(const Tensor& planes, Scale scale, bool coloured);
/// A u8 tensor, or an f32 one that `is_of_bytes`, under a name.
Blob byte_blob(std::string name, const Tensor& tensor);

}  // namespace percept::lab
