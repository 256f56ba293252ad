// Without oneDNN: images in blocks of channels, and copies between them and row-major order.
#ifndef PERCEPT_HAVE_ONEDNN
#include <algorithm>
#include <cstring>

#include "native/channel_view.hpp"
#include "native/planes.hpp"
#include "percept/base/threads.hpp"

namespace percept {
namespace {

class ChannelBlocks final : public LayoutSpec {
 public:
  ChannelBlocks(std::int64_t block, Shape shape) : block_(block), shape_(std::move(shape)) {}
  bool same(const LayoutSpec& other) const override {
    auto* blocks = dynamic_cast<const ChannelBlocks*>(&other);
    return blocks && blocks->block_ == block_ && blocks->shape_ == shape_;
  }
  std::string name() const override { return "nChw" + std::to_string(block_) + "c"; }
  std::size_t bytes() const override {
    std::int64_t groups = (shape_[1] + block_ - 1) / block_;
    return std::size_t(shape_[0] * groups * block_ * shape_[2] * shape_[3]) * 4;  // of floats and of indices
  }
  std::int64_t channel_block() const override { return block_; }

 private:
  std::int64_t block_;
  Shape shape_;
};

class BlockCopy final : public Kernel {
 public:
  BlockCopy(const native::ChannelView& view, bool to_blocks) : v_(view), to_blocks_(to_blocks) {}

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    const std::uint32_t* from = static_cast<const std::uint32_t*>(inputs[0]);
    std::uint32_t* to = static_cast<std::uint32_t*>(outputs[0]);
    parallel_for(v_.images * v_.groups, 1 + 16 * 1024 / v_.group(),
                 [&](std::int64_t begin, std::int64_t end) {
                   for (std::int64_t i = begin; i < end; ++i) {
                     std::int64_t n = i / v_.groups, c = i % v_.groups * v_.block;
                     std::int64_t rows = (n * v_.channels + c) * v_.places, blocks = i * v_.group();
                     std::int64_t count = std::min(v_.block, v_.channels - c);
                     if (to_blocks_) std::fill_n(to + blocks, v_.group(), 0u);
                     for (std::int64_t b = 0; b < count; ++b)
                       for (std::int64_t p = 0; p < v_.places; ++p)
                         if (to_blocks_)
                           to[blocks + p * v_.block + b] = from[rows + b * v_.places + p];
                         else
                           to[rows + b * v_.places + p] = from[blocks + p * v_.block + b];
                   }
                 });
  }

 private:
  native::ChannelView v_;
  bool to_blocks_;
};

}  // namespace

Layout native::channel_blocks(std::int64_t block, const Shape& shape) {
  return {std::make_shared<ChannelBlocks>(block, shape)};
}

std::unique_ptr<Kernel> native::copy_blocks(const ValueType& type, const Layout& from, const Layout& to) {
  if (size_of(type.dtype) != 4 || from.plain() == to.plain()) return nullptr;
  const Layout& blocks = from.plain() ? to : from;
  if (!blocks.channel_block()) return nullptr;
  return std::make_unique<BlockCopy>(ChannelView(type.shape, blocks), from.plain());
}

}  // namespace percept
#endif
