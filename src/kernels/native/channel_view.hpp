// A tensor [N, C, ...] as images of groups of places of `block` neighbouring channels, in whichever order it
// lies in memory: the element of image n, channel g * block + b and place p is at
// ((n * groups + g) * places + p) * block + b.
#pragma once

#include <optional>

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

/// One group of one image: `places` of `block` channels.
struct ChannelGroup {
  std::int64_t places, block;
};

/// All large tensors of a node lie in the order of this one: blocked, or row-major.
inline Layout channel_layout(const KernelRequest& request, std::size_t lead) {
  bool image = request.node.inputs[lead].shape().rank() == 4;
  return image && request.inputs[lead].channel_block() ? request.inputs[lead] : Layout();
}

inline bool has_input(const Node& node, std::size_t i) { return i < node.inputs.size() && node.inputs[i]; }

/// Why a node on [N, C, ...] cannot run in the kernels that see it so.
inline std::optional<Message> channel_refusal(const Node& node) {
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  if (node.inputs[0].shape().elements() == 0) return Message("kernels.empty");
  return std::nullopt;
}

}  // namespace percept::native
