// native:reduce_sum - the input seen as [outer, kept, inner] with the sum over outer and inner; an image
// blocked by channels as [outer, groups, inner, block].
#include <algorithm>
#include <cstring>
#include <optional>

#include "percept/base/threads.hpp"
#include "percept/ops/reduction.hpp"
#include "planes.hpp"
#include "reduction.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/reduce_sum.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The sum of n neighbours; four accumulators hide the latency of an addition.
float SumOf(const float* x, std::int64_t n) {
  const hn::ScalableTag<float> d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  auto a = hn::Zero(d), b = a, c = a, e = a;
  std::int64_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    a = hn::Add(a, hn::LoadU(d, x + i));
    b = hn::Add(b, hn::LoadU(d, x + i + lanes));
    c = hn::Add(c, hn::LoadU(d, x + i + 2 * lanes));
    e = hn::Add(e, hn::LoadU(d, x + i + 3 * lanes));
  }
  for (; i + lanes <= n; i += lanes) a = hn::Add(a, hn::LoadU(d, x + i));
  if (i < n) b = hn::Add(b, hn::MaskedLoad(hn::FirstN(d, std::size_t(n - i)), d, x + i));
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(a, b), hn::Add(c, e))));
}

// y[j] += sum over `rows` rows of x[row * stride + j], j < n.
void AddRows(const float* x, std::int64_t rows, std::int64_t stride, std::int64_t n, float* y) {
  const hn::ScalableTag<float> d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  for (std::int64_t j = 0; j < n; j += lanes) {
    const auto some = hn::FirstN(d, std::size_t(std::min(lanes, n - j)));
    const auto at = [&](std::int64_t row) HWY_ATTR { return hn::MaskedLoad(some, d, x + row * stride + j); };
    auto a = hn::MaskedLoad(some, d, y + j), b = hn::Zero(d), c = b, e = b;
    std::int64_t row = 0;
    for (; row + 4 <= rows; row += 4) {
      a = hn::Add(a, at(row)), b = hn::Add(b, at(row + 1));
      c = hn::Add(c, at(row + 2)), e = hn::Add(e, at(row + 3));
    }
    for (; row < rows; ++row) a = hn::Add(a, at(row));
    hn::BlendedStore(hn::Add(hn::Add(a, b), hn::Add(c, e)), some, d, y + j);
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(SumOf);
HWY_EXPORT(AddRows);

namespace {

// Threads share out what is kept. Where images are folded, whose channels are kept, they share out the
// images: each had those of one part of the batch in its cache already. They are folded in so many parts
// whatever the number of threads, and the parts' sums are added up.
constexpr std::int64_t kParts = 16;

class ReduceSumKernel final : public Kernel {
 public:
  ReduceSumKernel(Reduction r, std::int64_t outputs) : r_(r), outputs_(outputs) {
    std::int64_t elements = r.outer * r.kept * r.inner * r.block;
    if (elements >= 2 * kGrain && r.outer >= kParts && elements >= kParts * kParts * sums()) parts_ = kParts;
    // A blocked image sums to whole blocks: the channels added as padding are dropped afterwards.
    direct_ = parts_ == 1 && r.block == 1;
    if (!direct_) scratch_bytes = std::size_t(parts_ * sums()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const float* x = static_cast<const float*>(inputs[0]);
    float* y = static_cast<float*>(direct_ ? outputs[0] : scratch);
    if (parts_ > 1) {
      parallel_for(parts_, 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t part = first; part < last; ++part)
          add_up(x, r_.outer * part / parts_, r_.outer * (part + 1) / parts_, 0, r_.kept, y + part * sums());
      });
      for (std::int64_t part = 1; part < parts_; ++part)
        for (std::int64_t i = 0; i < sums(); ++i) y[i] += y[part * sums() + i];
    } else {
      std::int64_t grain = 1 + kGrain / std::max<std::int64_t>(r_.outer * r_.inner * r_.block, 1);
      parallel_for(r_.kept, grain,
                   [&](std::int64_t begin, std::int64_t end) { add_up(x, 0, r_.outer, begin, end, y); });
    }
    if (!direct_) std::memcpy(outputs[0], y, std::size_t(outputs_) * sizeof(float));
  }

 private:
  static constexpr std::int64_t kGrain = 16 * 1024;  // elements worth a thread
  std::int64_t sums() const { return r_.kept * r_.block; }

  // The sums of what is kept from `begin` to `end`, over outer from `first` to `last` and all inner.
  void add_up(const float* x, std::int64_t first, std::int64_t last, std::int64_t begin, std::int64_t end,
              float* y) const {
    auto sum_of = HWY_DYNAMIC_DISPATCH(SumOf);
    auto add_rows = HWY_DYNAMIC_DISPATCH(AddRows);
    std::int64_t step = r_.inner * r_.block;
    std::fill(y + begin * r_.block, y + end * r_.block, 0.0f);
    if (step == 1)
      return add_rows(x + first * r_.kept + begin, last - first, r_.kept, end - begin, y + begin);
    for (std::int64_t k = begin; k < end; ++k)
      for (std::int64_t o = first; o < last; ++o) {
        const float* from = x + (o * r_.kept + k) * step;
        if (r_.block > 1)
          add_rows(from, r_.inner, r_.block, r_.block, y + k * r_.block);
        else
          y[k] += sum_of(from, r_.inner);
      }
  }

  Reduction r_;
  std::int64_t outputs_, parts_ = 1;
  bool direct_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_reduce_sum(const KernelRequest& request) {
  const Node& node = request.node;
  const Shape& x = node.inputs[0].shape();
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  auto axes = node.attributes.as<ReduceOptions>().axes;
  Layout layout;
  std::optional<native::Reduction> reduction = native::reduction_of(x, axes);
  if (std::int64_t block = request.inputs[0].channel_block();
      block && axes == std::vector<std::int64_t>{0, 2, 3}) {
    layout = request.inputs[0];
    reduction = native::Reduction{x[0], (x[1] + block - 1) / block, x[2] * x[3], block};
  }
  if (!reduction) return Message("kernels.scattered_axes");
  auto kernel = std::make_unique<native::ReduceSumKernel>(*reduction, node.outputs[0].shape.elements());
  kernel->input_layouts = {layout};
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
