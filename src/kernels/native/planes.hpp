// Images seen as planes of H x W places, each place holding `block` neighbouring channels: one in row-major
// order, 8 or 16 in a layout blocked by channels.
#pragma once

#include "percept/kernels/kernel.hpp"

namespace percept::native {

struct Planes {
  std::int64_t count, height, width, block;

  Planes(const Shape& shape, const Layout& layout) : height(shape[2]), width(shape[3]), block(1) {
    if (std::int64_t b = layout.channel_block()) block = b;
    count = shape[0] * ((shape[1] + block - 1) / block);
  }
  std::int64_t plane() const { return height * width * block; }  // elements
};

/// The layout of an image of another size, blocked like `like`; plain where that is plain.
Layout blocked_like(const Layout& like, const Shape& shape);

}  // namespace percept::native
