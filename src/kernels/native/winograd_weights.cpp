// The weights of Winograd's algorithm, and the gradient with respect to them.
#include <algorithm>

#include "percept/base/threads.hpp"
#include "winograd_kernel.hpp"

namespace percept::native {
namespace {

constexpr std::int64_t kBlockAtMost = 16;
constexpr std::int64_t kTapCount = kTaps * kTaps;

}  // namespace

/// U = G w G^T, from rows of OIHW.
class WinogradWeights::Transform final : public Kernel {
 public:
  explicit Transform(const WinogradWeights& layout) : to_(layout) {
    output_layouts = {{std::make_shared<WinogradWeights>(layout)}};
  }

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    const WinogradSteps& steps = winograd_steps();
    const float* w = static_cast<const float*>(inputs[0]);
    float* points = static_cast<float*>(outputs[0]);
    std::int64_t channels = to_.group() / steps.block;
    parallel_for(channels * (whole_blocks(to_.out_) / steps.block), 64,
                 [&](std::int64_t begin, std::int64_t end) {
                   for (std::int64_t i = begin; i < end; ++i) {
                     alignas(64) float taps[kTapCount * kBlockAtMost];
                     gather(w, i % channels, i / channels * steps.block, steps.block, taps);
                     steps.taps(taps, points + i * steps.block, to_.point());
                   }
                 });
  }

 private:
  // The taps from channel `c` to the outputs from `o` on, [tap][output]; zero where there is no such channel.
  void gather(const float* w, std::int64_t c, std::int64_t o, std::int64_t block, float* taps) const {
    std::fill_n(taps, kTapCount * block, 0.0f);
    if (c >= to_.in_) return;
    for (std::int64_t k = 0; k < std::min(block, to_.out_ - o); ++k) {
      const float* from = w + (to_.turned_ ? c * to_.out_ + o + k : (o + k) * to_.in_ + c) * kTapCount;
      for (std::int64_t t = 0; t < kTapCount; ++t)
        taps[t * block + k] = from[to_.turned_ ? kTapCount - 1 - t : t];
    }
  }

  WinogradWeights to_;
};

WinogradWeights::WinogradWeights(const Shape& weight, bool turned)
    : weight_(weight), turned_(turned), in_(weight[turned ? 0 : 1]), out_(weight[turned ? 1 : 0]) {}

bool WinogradWeights::same(const LayoutSpec& other) const {
  auto* weights = dynamic_cast<const WinogradWeights*>(&other);
  return weights && weights->weight_ == weight_ && weights->turned_ == turned_;
}

std::int64_t WinogradWeights::group() const { return whole_blocks(in_) * winograd_steps().block; }
std::int64_t WinogradWeights::point() const {  // a block more, as in points_of
  return whole_blocks(out_) / winograd_steps().block * group() + winograd_steps().block;
}

std::unique_ptr<Kernel> WinogradWeights::from_plain() const { return std::make_unique<Transform>(*this); }

namespace {

/// dw = G^T [sum over the tiles of (B^T x B) o (A g A^T)] G
class WinogradWeightKernel final : public Kernel {
 public:
  WinogradWeightKernel(const Shape& x, const Shape& g, const Shape& w, const Padding2d& padding)
      : in_(w[1]), out_(w[0]), gradient_(tiles_of(g, g, {})), image_(tiles_of(x, g, padding)),
        // A part has sums of its own, of as many points as the weights have: worth it for many tiles.
        parts_(g[0] * gradient_.rows * gradient_.columns, 2 * std::min(in_, out_),
               whole_blocks(in_) + whole_blocks(out_)),
        x_(points_of(image_.groups, parts_.chunk)), g_(points_of(gradient_.groups, parts_.chunk)),
        sum_{nullptr, whole_blocks(in_) * whole_blocks(out_), whole_blocks(in_) * winograd_steps().block} {
    scratch_bytes = std::size_t(parts_.parts * part()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const WinogradSteps& steps = winograd_steps();
    const float *g = static_cast<const float*>(inputs[0]), *x = static_cast<const float*>(inputs[1]);
    float* memory = static_cast<float*>(scratch);
    parts_.each_chunk([&](std::int64_t part, std::int64_t first, std::int64_t count) {
      WinogradPoints sum = sum_, x_points = x_, g_points = g_;
      sum.at = memory + part * this->part();
      x_points.at = sum.at + kPoints * sum.point;
      g_points.at = x_points.at + kPoints * x_points.point;
      std::int64_t groups = image_.groups + gradient_.groups;
      parts_.each_tile(groups, count, [&](std::int64_t group, std::int64_t i, std::int64_t n) {
        if (group < image_.groups)
          steps.image(image_, group, first + i, n, x, x_points, i);
        else
          steps.gradient(gradient_, group - image_.groups, first + i, n, g, g_points, i);
      });
      correlate(steps, count, x_points, g_points, sum, first == parts_.tiles * part / parts_.parts);
    });
    write(steps, memory, static_cast<float*>(outputs[0]));
  }

 private:
  std::int64_t part() const { return kPoints * (sum_.point + x_.point + g_.point); }  // elements of scratch

  void correlate(const WinogradSteps& steps, std::int64_t tiles, const WinogradPoints& x,
                 const WinogradPoints& g, const WinogradPoints& sum, bool fresh) const {
    std::int64_t outputs = gradient_.groups * steps.block, rows = image_.groups * steps.block / steps.rows;
    parts_.share(kPoints * rows, tiles * outputs * steps.rows, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t p = i / rows, c = i % rows * steps.rows;
        steps.correlate(tiles, outputs, x.at + p * x.point + c / steps.block * x.group + c % steps.block,
                        g.at + p * g.point, g.group, sum.at + p * sum.point + c * steps.block, sum.group,
                        fresh);
      }
    });
  }

  // Adds the parts up, from one channel to a block of outputs at a time.
  void write(const WinogradSteps& steps, const float* memory, float* dw) const {
    parallel_for(gradient_.groups * in_, 64, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t c = i % in_, o = i / in_ * steps.block, size = kTapCount * steps.block;
        alignas(64) float sum[kTapCount * kBlockAtMost] = {}, taps[kTapCount * kBlockAtMost];
        for (std::int64_t k = 0; k < parts_.parts; ++k) {
          steps.taps_gradient(memory + k * part() + i / in_ * sum_.group + c * steps.block, sum_.point, taps);
          for (std::int64_t t = 0; t < size; ++t) sum[t] += taps[t];
        }
        for (std::int64_t k = 0; k < std::min(steps.block, out_ - o); ++k)
          for (std::int64_t t = 0; t < kTapCount; ++t)
            dw[((o + k) * in_ + c) * kTapCount + t] = sum[t * steps.block + k];
      }
    });
  }

  std::int64_t in_, out_;
  WinogradTiles gradient_, image_;
  WinogradParts parts_;
  WinogradPoints x_, g_, sum_;  // x_, g_: of a chunk; sum_: [point][block of outputs][channel][output]
};

}  // namespace

KernelOffer winograd_backward_weight(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dBackwardOptions>();
  const Shape &g = node.inputs[0].shape(), &x = node.inputs[1].shape();
  if (auto why = winograd_refusal(request, o.shape, o.conv)) return *why;
  auto kernel = std::make_unique<WinogradWeightKernel>(x, g, o.shape, o.conv.padding);
  kernel->input_layouts = {winograd_layout(g), winograd_layout(x)};
  return kernel;
}

}  // namespace percept::native

namespace percept {

KernelOffer make_native_winograd_backward_weight(const KernelRequest& request) {
  if (auto why = native::winograd_loss(request.node.inputs[0].shape(), request.node.outputs[0].shape, true))
    return *why;
  return native::winograd_backward_weight(request);
}

}  // namespace percept
