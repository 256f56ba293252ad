// native:conv2d_planes, also of fused_conv2d and of conv2d_backward_input: one channel in, one out, of any
// stride and dilation - what an image filter is, whose channels do not see each other.
//
// Each thread copies the rows that some output rows see into a buffer of its own, with their zeros around,
// the columns of a stride of s parted into s rows, every s-th together. Then a tap is a shift of a row,
// whatever stride and dilation are: for every tap, whole vectors of a row times one number. Rows of output
// that lie a dilation apart see the same rows of input; four of them are computed together, and each vector
// that is read serves all four.
#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/fused_conv2d.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/conv2d_planes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vectors-inl.hpp"

#ifndef PERCEPT_NATIVE_CONV2D_PLANES
#define PERCEPT_NATIVE_CONV2D_PLANES
namespace percept::native {

/// Rows of output that are computed together.
inline constexpr int kTogether = 4;

struct PlaneRows {
  std::int64_t kh, kw;
  const std::int64_t* shifts;  // of the taps in a row of the buffer
  std::int64_t step;           // elements of the buffer from the row of one tap to that of the next
  std::int64_t width;          // of the output
  std::int64_t to_next;        // elements of the output from one of the rows together to the next
  float bias;
  bool relu;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// The row of taps that reads input row i of those that R rows of output see: it belongs to the outputs FIRST
// to LAST.
template <int FIRST, int LAST, int R, int N>
HWY_INLINE void add_row(const PlaneRows& s, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                        std::int64_t i, V (&sums)[R][N]) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  const float* HWY_RESTRICT weights = w + (i - LAST) * s.kw;  // of the output LAST
  for (std::int64_t l = 0; l < s.kw; ++l) {
    V taps[N];
    for (int v = 0; v < N; ++v) taps[v] = hn::LoadU(d, x + s.shifts[l] + v * lanes);
    for (int r = FIRST; r <= LAST; ++r) {
      const V weight = hn::Set(d, weights[(LAST - r) * s.kw + l]);
      for (int v = 0; v < N; ++v) sums[r][v] = hn::MulAdd(taps[v], weight, sums[r][v]);
    }
  }
}

// `count` elements of R rows of output, at most N vectors.
template <int R, int N>
HWY_INLINE void tile(const PlaneRows& s, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w, float* y,
                     std::int64_t count) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  V sums[R][N];
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < N; ++v) sums[r][v] = hn::Set(d, s.bias);
  for (std::int64_t i = 0; i < s.kh + R - 1; ++i) {
    const float* row = x + i * s.step;
    if constexpr (R == 1) {
      add_row<0, 0>(s, row, w, i, sums);
    } else {
      const std::int64_t first = std::max<std::int64_t>(0, i - s.kh + 1),
                         last = std::min<std::int64_t>(R - 1, i);
      static_assert(R == 4);
      switch (4 * first + last) {
        case 0: add_row<0, 0>(s, row, w, i, sums); break;
        case 1: add_row<0, 1>(s, row, w, i, sums); break;
        case 2: add_row<0, 2>(s, row, w, i, sums); break;
        case 3: add_row<0, 3>(s, row, w, i, sums); break;
        case 5: add_row<1, 1>(s, row, w, i, sums); break;
        case 6: add_row<1, 2>(s, row, w, i, sums); break;
        case 7: add_row<1, 3>(s, row, w, i, sums); break;
        case 10: add_row<2, 2>(s, row, w, i, sums); break;
        case 11: add_row<2, 3>(s, row, w, i, sums); break;
        default: add_row<3, 3>(s, row, w, i, sums); break;
      }
    }
  }
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < N; ++v) {
      V sum = sums[r][v];
      if (s.relu) sum = hn::IfThenElse(hn::Le(sum, hn::Zero(d)), hn::Zero(d), sum);  // NaN stays
      float* to = y + r * s.to_next + v * lanes;
      with_access(count - v * lanes, [&](auto access) { access.store(sum, to); });
    }
}

template <int R>
void rows(const PlaneRows& s, const float* x, const float* w, float* y) {
  constexpr int N = kManyRegisters ? (R == 1 ? 8 : 5) : (R == 1 ? 6 : 2);
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  std::int64_t j = 0;
  for (; j + N * lanes <= s.width; j += N * lanes) tile<R, N>(s, x + j, w, y + j, N * lanes);
  for (; j < s.width; j += lanes) tile<R, 1>(s, x + j, w, y + j, s.width - j);
}

void PlaneRow(const PlaneRows& s, const float* x, const float* w, float* y) { rows<1>(s, x, w, y); }
void PlaneRowsTogether(const PlaneRows& s, const float* x, const float* w, float* y) {
  rows<kTogether>(s, x, w, y);
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(PlaneRow);
HWY_EXPORT(PlaneRowsTogether);

namespace {

constexpr std::int64_t kSlack = 64;                 // elements that a vector may read past a row
constexpr std::int64_t kBufferElements = 256 << 8;  // 256 KiB, which stays in a core's own cache
constexpr std::int64_t kMostRows = 32;              // of output from one filling of the buffer

/// What a convolution of planes is: sizes, the zeros in front, and how the taps lie.
struct PlaneSizes {
  std::int64_t planes, height, width, out_height, out_width;
  std::int64_t top, left;
  std::int64_t kh, kw;
  Extent2d stride, dilation;
};

class PlanesKernel final : public Kernel {
 public:
  PlanesKernel(const PlaneSizes& sizes, bool turned, bool relu) : s_(sizes), turned_(turned), relu_(relu) {
    // As many columns as the last output's last tap needs.
    std::int64_t columns = (s_.out_width - 1) * s_.stride.w + (s_.kw - 1) * s_.dilation.w + 1;
    phase_ = (columns + s_.stride.w - 1) / s_.stride.w + kSlack;
    row_ = phase_ * s_.stride.w;
    for (std::int64_t l = 0; l < s_.kw; ++l)
      shifts_.push_back(l * s_.dilation.w % s_.stride.w * phase_ + l * s_.dilation.w / s_.stride.w);
    std::int64_t reach = (s_.kh - 1) * s_.dilation.h;
    block_ = (kBufferElements / row_ - reach - 1) / s_.stride.h + 1;
    block_ = std::clamp<std::int64_t>(block_, kTogether, kMostRows);
    // No thread without work, where there is enough for all.
    block_ = std::clamp<std::int64_t>(s_.planes * s_.out_height / thread_count(), 1, block_);
    blocks_ = (s_.out_height + block_ - 1) / block_;
    rows_ = (block_ - 1) * s_.stride.h + reach + 1;
    constexpr std::int64_t kLittle = 1 << 15;  // products that take less time than to wake a thread
    bool little = s_.planes * s_.out_height * s_.out_width * s_.kh * s_.kw < kLittle;
    threads_ = little ? 1 : std::min<std::int64_t>(thread_count(), s_.planes * blocks_);
    weights_ = (s_.kh * s_.kw + 15) / 16 * 16;
    scratch_bytes = std::size_t(weights_ + rows_ * row_ * threads_) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const float *x = static_cast<const float*>(inputs[0]), *w = static_cast<const float*>(inputs[1]);
    const float* bias = bias_at >= 0 ? static_cast<const float*>(inputs[bias_at]) : nullptr;
    float *y = static_cast<float*>(outputs[0]), *weights = static_cast<float*>(scratch);
    std::int64_t taps = s_.kh * s_.kw, all = s_.planes * blocks_;
    for (std::int64_t i = 0; i < taps; ++i) weights[i] = w[turned_ ? taps - 1 - i : i];
    PlaneRows one{s_.kh,
                  s_.kw,
                  shifts_.data(),
                  s_.dilation.h * row_,
                  s_.out_width,
                  s_.dilation.h * s_.out_width,
                  bias ? *bias : 0,
                  relu_};
    parallel_for(threads_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t thread = first; thread < last; ++thread) {
        float* buffer = weights + weights_ + thread * rows_ * row_;
        for (std::int64_t task = all * thread / threads_; task < all * (thread + 1) / threads_; ++task) {
          std::int64_t plane = task / blocks_, begin = task % blocks_ * block_,
                       count = std::min(block_, s_.out_height - begin);
          fill(x + plane * s_.height * s_.width, begin, count, buffer);
          compute(one, buffer, weights, count, y + (plane * s_.out_height + begin) * s_.out_width);
        }
      }
    });
  }

  int bias_at = -1;  // input; -1: absent

 private:
  // The rows of input that `count` rows of output see, from row `begin` on.
  void fill(const float* plane, std::int64_t begin, std::int64_t count, float* buffer) const {
    std::int64_t rows = (count - 1) * s_.stride.h + (s_.kh - 1) * s_.dilation.h + 1;
    for (std::int64_t i = 0; i < rows; ++i) {
      float* to = buffer + i * row_;
      std::int64_t from = begin * s_.stride.h + i - s_.top;
      if (from < 0 || from >= s_.height)
        std::memset(to, 0, std::size_t(row_) * sizeof(float));
      else
        for (std::int64_t phase = 0; phase < s_.stride.w; ++phase)
          fill_phase(plane + from * s_.width, phase, to + phase * phase_);
    }
  }

  // Every stride-th column of a padded row, from `phase` on.
  void fill_phase(const float* row, std::int64_t phase, float* to) const {
    std::int64_t stride = s_.stride.w;
    auto first_at_least = [&](std::int64_t column) {  // the first element that stands at or behind a column
      return std::clamp<std::int64_t>((column - phase + stride - 1) / stride, 0, phase_);
    };
    std::int64_t begin = first_at_least(s_.left), end = std::max(begin, first_at_least(s_.left + s_.width));
    std::fill_n(to, begin, 0.0f);
    std::fill(to + end, to + phase_, 0.0f);
    const float* from = row + begin * stride + phase - s_.left;
    if (stride == 1)
      std::memcpy(to + begin, from, std::size_t(end - begin) * sizeof(float));
    else
      for (std::int64_t i = begin; i < end; ++i, from += stride) to[i] = *from;
  }

  void compute(const PlaneRows& rows, const float* buffer, const float* w, std::int64_t count,
               float* y) const {
    auto row = HWY_DYNAMIC_DISPATCH(PlaneRow);
    auto together = HWY_DYNAMIC_DISPATCH(PlaneRowsTogether);
    std::int64_t apart = s_.dilation.h;  // of rows that see the same rows
    for (std::int64_t base = 0; base < std::min(apart, count); ++base) {
      std::int64_t i = base;
      if (s_.stride.h == 1)
        for (; i + (kTogether - 1) * apart < count; i += kTogether * apart)
          together(rows, buffer + i * row_, w, y + i * s_.out_width);
      for (; i < count; i += apart) row(rows, buffer + i * s_.stride.h * row_, w, y + i * s_.out_width);
    }
  }

  PlaneSizes s_;
  bool turned_, relu_;
  std::vector<std::int64_t> shifts_;
  std::int64_t phase_, row_;            // elements of every stride-th column, and of a row
  std::int64_t block_, blocks_, rows_;  // rows of output at a time, how often in a plane, rows that they see
  std::int64_t threads_, weights_;
};

std::optional<Message> refusal(const Node& node, const Shape& w) {
  DType dtype = node.outputs[0].dtype;
  if (dtype != DType::f32) return Message("kernels.dtype", {{"dtype", name_of(dtype)}});
  if (w[0] != 1 || w[1] != 1) return Message("kernels.one_channel");
  if (node.inputs[0].shape().elements() == 0 || node.outputs[0].shape.elements() == 0 || w.elements() == 0)
    return Message("kernels.empty");
  return std::nullopt;
}

KernelOffer planes(const KernelRequest& request, bool relu) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dOptions>();
  const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = refusal(node, w)) return *why;
  Shape y = conv2d_shape(x, w, o);
  auto kernel = std::make_unique<PlanesKernel>(PlaneSizes{x[0], x[2], x[3], y[2], y[3], o.padding.top,
                                                          o.padding.left, w[2], w[3], o.stride, o.dilation},
                                               false, relu);
  if (node.inputs.size() > 2 && node.inputs[2]) kernel->bias_at = 2;
  return kernel;
}

}  // namespace
}  // namespace native

KernelOffer make_native_conv2d_planes(const KernelRequest& request) { return native::planes(request, false); }

KernelOffer make_native_fused_conv2d_planes(const KernelRequest& request) {
  auto o = request.node.attributes.as<FusedConv2dOptions>();
  if (o.pool) return Message("kernels.pool");
  if (request.node.inputs.size() > 3 && request.node.inputs[3]) return Message("kernels.residual");
  return native::planes(request, o.relu);
}

// dL/dx of stride 1 is the convolution of the gradient with the kernel turned round.
KernelOffer make_native_conv2d_planes_backward_input(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dBackwardOptions>();
  const Shape &g = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = native::refusal(node, w)) return *why;
  if (o.conv.stride != Extent2d(1)) return Message("kernels.stride_one");
  std::int64_t top = (w[2] - 1) * o.conv.dilation.h - o.conv.padding.top,
               left = (w[3] - 1) * o.conv.dilation.w - o.conv.padding.left;
  if (top < 0 || left < 0) return Message("kernels.wide_padding");
  return std::make_unique<native::PlanesKernel>(
      native::PlaneSizes{g[0], g[2], g[3], o.shape[2], o.shape[3], top, left, w[2], w[3], 1, o.conv.dilation},
      true, false);
}

}  // namespace percept
#endif  // HWY_ONCE
