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

/// An image [N, C, H, W] as [N, C/block, H, W, block], for blocks of 8 or 16: oneDNN's order, where it is
/// built in.
Layout channel_blocks(std::int64_t block, const Shape& shape);

/// Copies between such orders, oneDNN's others and row-major; null where no kernel can.
std::unique_ptr<Kernel> copy_blocks(const ValueType& type, const Layout& from, const Layout& to);

/// The layout of an image of another size, blocked like `like`; plain where that is plain.
inline Layout blocked_like(const Layout& like, const Shape& shape) {
  return like.plain() ? Layout() : channel_blocks(like.channel_block(), shape);
}

}  // namespace percept::native
