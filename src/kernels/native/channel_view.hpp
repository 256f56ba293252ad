// A tensor [N, C, ...] as images of groups of places of `block` neighbouring channels, in whichever order it
// lies in memory: the element of image n, channel g * block + b and place p is at
// ((n * groups + g) * places + p) * block + b.
#pragma once

#include "percept/kernels/kernel.hpp"

namespace percept::native {

struct ChannelView {
  std::int64_t images, channels, groups, places, block;

  ChannelView(const Shape& shape, const Layout& layout)
      : images(shape[0]), channels(shape[1]), groups(shape[1]), places(shape.elements(2, shape.rank())),
        block(1) {
    if (std::int64_t b = layout.channel_block())
      block = b, groups = (channels + b - 1) / b;
    else if (places == 1)
      block = channels, groups = 1;
  }
  std::int64_t group() const { return places * block; }            // elements
  std::int64_t image() const { return groups * group(); }          // elements
  std::int64_t padded_channels() const { return groups * block; }  // with those that fill the last block
};

}  // namespace percept::native
