// Where the windows of a convolution or pooling stand along each axis.
#pragma once

#include "import_context.hpp"

namespace percept::onnx {

struct WindowAxis {
  std::int64_t kernel = 1, stride = 1, dilation = 1;
  std::int64_t before = 0, after = 0;  // added around
  std::int64_t extra = 0;  // and behind, so that the last window fits (ceil_mode); no part of the mean
  std::int64_t count(std::int64_t size) const;
};

/// Throws where an attribute's list has another length than is wanted.
void require_count(const char* attribute, std::size_t have, std::size_t want);
/// Throws where a size of a window is less than `least`, or larger than any picture: sums of such must not
/// overflow.
void require_extent(std::int64_t number, std::int64_t least);

/// From kernel_shape (or `kernel`), strides, dilations, pads, auto_pad and ceil_mode, for places of these
/// sizes.
std::vector<WindowAxis> windows_of(ImportContext& c, const std::vector<std::int64_t>& kernel,
                                   const std::vector<std::int64_t>& sizes);

/// The sizes of an input [N, C, ...] behind the channels.
std::vector<std::int64_t> places_of(ImportContext& c, Value x);

}  // namespace percept::onnx
