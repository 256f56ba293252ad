// native:winograd, of conv2d and fused_conv2d, and native:winograd_backward_input.
#include <algorithm>

#include "percept/ops/fused_conv2d.hpp"
#include "planes.hpp"
#include "winograd_kernel.hpp"

namespace percept {
namespace native {

// A chunk is of as many tiles as keep their points of all channels in a processor's second cache, 1.5 MB, but
// of enough that reading the weights' points for it does not count.
WinogradParts::WinogradParts(std::int64_t tiles, std::int64_t enough, std::int64_t channels)
    : tiles(tiles), parts(tiles >= enough * thread_count() ? thread_count() : 1) {
  std::int64_t most = std::clamp<std::int64_t>(384 * 1024 / (kPoints * channels), 56, 224);
  std::int64_t own = (tiles + parts - 1) / parts, chunks = (own + most - 1) / most;
  chunk = (own + chunks - 1) / chunks;
}

Layout winograd_layout(const Shape& image) { return channel_blocks(winograd_steps().block, image); }

std::optional<Message> winograd_refusal(const KernelRequest& request, const Shape& w,
                                        const Conv2dOptions& o) {
  const Node& node = request.node;
  if (node.outputs[0].dtype != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.outputs[0].dtype)}});
  if (node.outputs[0].shape.elements() == 0 || node.inputs[0].shape().elements() == 0)
    return Message("kernels.empty");
  if (request.precision == Precision::exact) return Message("kernels.winograd_precision");
  if (!(o.stride == Extent2d(1) && o.dilation == Extent2d(1) && o.groups == 1))
    return Message("kernels.stride_one");
  if (w[2] != kTaps || w[3] != kTaps) return Message("kernels.three_by_three");
  return std::nullopt;
}

// Measured forward by bench_winograd on two AVX-512 threads, against oneDNN's direct kernels in GFLOP/s: one
// image of 16 channels at 32x32 (64 tiles) 368 to 223, of 64 channels 582 to 245, of 128 at 16x16 (16 tiles)
// 594 to 283; but of 32 at 16x16 198 to 247, as sharing few tiles out costs more than they save, and of 512
// at 7x7 (4 tiles) 116 to 167, as reading the weights' points does. 32 images of 64 channels at 7x7 265 to
// 243, at 6x6 267 to 244, at 5x5 188 to 243: a tile should be half full. With weights whose points are at
// hand four full tiles are enough: one image of 8x8 of 64, 128, 256 or 512 channels 351 to 314, 498 to 335,
// 393 to 321, 376 to 318; but at 7x7 301 to 294.
std::optional<Message> winograd_loss(const Shape& y, const Shape& w, bool weights_change) {
  auto tiles_along = [](std::int64_t size) { return (size + kTile - 1) / kTile; };
  std::int64_t channels = std::min(w[0], w[1]), tiles = y[0] * tiles_along(y[2]) * tiles_along(y[3]);
  bool many = tiles >= 56 || (tiles >= 16 && channels >= 64) ||
              (tiles >= 4 && channels >= 64 && !weights_change && y[2] % kTile == 0 && y[3] % kTile == 0);
  bool full = 2 * y[0] * y[2] * y[3] >= kTile * kTile * tiles;
  if (channels < 16 || !many || !full) return Message("kernels.winograd_small");
  return std::nullopt;
}

namespace {

constexpr std::int64_t kEnough = 28;  // tiles for which a thread reads all weights by itself

class WinogradKernel final : public Kernel {
 public:
  /// From images of shape x to images of shape y, by `weights`, padded with zeros.
  WinogradKernel(const Shape& x, const Shape& y, const WinogradWeights& weights, const Padding2d& padding,
                 bool bias, bool residual = false, bool relu = false)
      : image_(tiles_of(x, y, padding)), outputs_(tiles_of(y, y, {})), w_group_(weights.group()),
        w_point_(weights.point()), channels_(y[1]), bias_(bias), residual_(residual), relu_(relu),
        parts_(y[0] * outputs_.rows * outputs_.columns, kEnough, whole_blocks(x[1]) + whole_blocks(y[1])),
        x_(points_of(image_.groups, parts_.chunk)), y_(points_of(outputs_.groups, parts_.chunk)) {
    scratch_bytes = std::size_t(whole_blocks(channels_) + parts_.parts * part()) * sizeof(float);
    input_layouts = {
        winograd_layout(x), {std::make_shared<WinogradWeights>(weights)}, {}, winograd_layout(y)};
    output_layouts = {winograd_layout(y)};
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const WinogradSteps& steps = winograd_steps();
    const float *x = static_cast<const float*>(inputs[0]), *w = static_cast<const float*>(inputs[1]);
    float *y = static_cast<float*>(outputs[0]), *bias = static_cast<float*>(scratch);
    std::fill_n(bias, whole_blocks(channels_), 0.0f);
    if (bias_) std::copy_n(static_cast<const float*>(inputs[2]), channels_, bias);
    WinogradEpilogue epilogue{bias, residual_ ? static_cast<const float*>(inputs[3]) : nullptr, relu_};
    parts_.each_chunk([&](std::int64_t part, std::int64_t first, std::int64_t count) {
      WinogradPoints in = x_, out = y_;
      in.at = bias + whole_blocks(channels_) + part * this->part();
      out.at = in.at + kPoints * in.point;
      parts_.each_tile(image_.groups, count, [&](std::int64_t group, std::int64_t i, std::int64_t n) {
        steps.image(image_, group, first + i, n, x, in, i);
      });
      multiply(steps, count, in, w, out);
      parts_.each_tile(outputs_.groups, count, [&](std::int64_t group, std::int64_t i, std::int64_t n) {
        steps.outputs(outputs_, group, first + i, n, out, i, epilogue, y);
      });
    });
  }

 private:
  std::int64_t part() const { return kPoints * (x_.point + y_.point); }  // elements of scratch memory

  void multiply(const WinogradSteps& steps, std::int64_t tiles, const WinogradPoints& x, const float* w,
                const WinogradPoints& y) const {
    std::int64_t channels = image_.groups * steps.block, outputs = outputs_.groups * steps.block;
    std::int64_t columns = (outputs + steps.columns - 1) / steps.columns;
    parts_.share(kPoints * columns, tiles * channels * steps.columns,
                 [&](std::int64_t begin, std::int64_t end) {
                   for (std::int64_t i = begin; i < end; ++i) {
                     std::int64_t p = i / columns, o = i % columns * steps.columns, group = o / steps.block;
                     steps.multiply(tiles, channels, std::min(steps.columns, outputs - o), x.at + p * x.point,
                                    x.group, w + p * w_point_ + group * w_group_, w_group_,
                                    y.at + p * y.point + group * y.group);
                   }
                 });
  }

  WinogradTiles image_, outputs_;
  std::int64_t w_group_, w_point_, channels_;
  bool bias_, residual_, relu_;
  WinogradParts parts_;
  WinogradPoints x_, y_;  // of a chunk
};

}  // namespace

KernelOffer winograd(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dOptions>();
  const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = winograd_refusal(request, w, o)) return *why;
  bool bias = node.inputs.size() > 2 && node.inputs[2], residual = node.inputs.size() > 3, relu = false;
  if (node.op->name == "fused_conv2d") {
    auto fused = node.attributes.as<FusedConv2dOptions>();
    if (fused.pool) return Message("kernels.pool");
    relu = fused.relu;
  }
  return std::make_unique<WinogradKernel>(x, node.outputs[0].shape, WinogradWeights(w, false), o.padding,
                                          bias, residual, relu);
}

KernelOffer winograd_backward_input(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dBackwardOptions>();
  const Shape &g = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = winograd_refusal(request, w, o.conv)) return *why;
  constexpr std::int64_t most = kTaps - 1;
  const Padding2d& p = o.conv.padding;
  return std::make_unique<WinogradKernel>(
      g, o.shape, WinogradWeights(w, true),
      Padding2d(most - p.top, most - p.left, most - p.bottom, most - p.right), false);
}

}  // namespace native

KernelOffer make_native_winograd(const KernelRequest& request) {
  if (auto why = native::winograd_loss(request.node.outputs[0].shape, request.node.inputs[1].shape(),
                                       request.changes(1)))
    return *why;
  return native::winograd(request);
}

KernelOffer make_native_winograd_backward_input(const KernelRequest& request) {
  if (auto why = native::winograd_loss(request.node.outputs[0].shape, request.node.inputs[1].shape(),
                                       request.changes(1)))
    return *why;
  return native::winograd_backward_input(request);
}

}  // namespace percept
