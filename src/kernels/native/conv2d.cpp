// native:conv2d, its gradients and fused_conv2d for few channels, stride 1, images in row-major order - where
// blocked layouts would compute mostly padding.
//
// A padded image of row length `row` is one long line: the output at (i, j) stands at q = i * row + j, and
// the tap (k, l) of the kernel reads the line at q + k * row + l. So a convolution is, for every tap, a
// product of a number with a shifted stretch of the line, whole vectors at a time; the columns between the
// output's width and `row` hold values that nobody reads (in the weight's gradient: zeros). Where the output
// channels fill whole vectors these are computed together instead, place by place, and no column is wasted.
#include <algorithm>
#include <cstring>
#include <optional>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/fused_conv2d.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/conv2d.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vectors-inl.hpp"

#ifndef PERCEPT_NATIVE_CONV2D
#define PERCEPT_NATIVE_CONV2D
namespace percept::native {

/// Lines are longer than their image by this many elements, so that whole vectors may be read at the end.
inline constexpr std::int64_t kSlack = 128;

struct ConvLine {
  std::int64_t in, out, kh, kw;  // channels and taps
  std::int64_t row;              // length of a padded row
  std::int64_t line;             // elements from one channel's line to the next
  std::int64_t length;           // outputs of a line: rows * row
};

/// What becomes of the sums of one image.
struct ConvEnd {
  std::int64_t height, width;  // of the convolution's output
  bool relu, pool;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// 32 vector registers: 8 channels x 3 vectors of sums; 16 registers: 4 x 2.
constexpr int kChannels = kManyRegisters ? 8 : 4;
constexpr int kVectors = kManyRegisters ? 3 : 2;

// y[o][q + v] = sum over c, k, l of x[c][q + k row + l + v] w[c][k][l][o], for O outputs and N vectors v.
template <int O, int N>
HWY_INLINE void tile(const ConvLine& s, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                     float* HWY_RESTRICT y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  V sums[O][N];
  for (int o = 0; o < O; ++o)
    for (int v = 0; v < N; ++v) sums[o][v] = hn::Zero(d);
  for (std::int64_t c = 0; c < s.in; ++c)
    for (std::int64_t k = 0; k < s.kh; ++k)
      for (std::int64_t l = 0; l < s.kw; ++l, w += O) {
        V taps[N];
        for (int v = 0; v < N; ++v) taps[v] = hn::LoadU(d, x + c * s.line + k * s.row + l + v * lanes);
        for (int o = 0; o < O; ++o) {
          const V weight = hn::Set(d, w[o]);
          for (int v = 0; v < N; ++v) sums[o][v] = hn::MulAdd(taps[v], weight, sums[o][v]);
        }
      }
  for (int o = 0; o < O; ++o)
    for (int v = 0; v < N; ++v) hn::StoreU(sums[o][v], d, y + o * s.line + v * lanes);
}

template <int O>
void outputs(const ConvLine& s, const float* x, const float* w, float* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  std::int64_t q = 0;
  for (; q + kVectors * lanes <= s.length; q += kVectors * lanes) tile<O, kVectors>(s, x + q, w, y + q);
  for (; q < s.length; q += lanes) tile<O, 1>(s, x + q, w, y + q);
}

// One image's lines to its output lines; w packed as [block of outputs][c][k][l][output in block].
void ConvLines(const ConvLine& s, const float* x, const float* w, float* y) {
  std::int64_t taps = s.in * s.kh * s.kw;
  for (std::int64_t o = 0; o < s.out;) {
    std::int64_t left = s.out - o;
    auto with = [&]<int O>(std::integral_constant<int, O>) {
      outputs<O>(s, x, w + o * taps, y + o * s.line);
      o += O;
    };
    if (kChannels >= 8 && left >= 8)
      with(std::integral_constant<int, 8>());
    else if (kChannels >= 8 && left >= 6)
      with(std::integral_constant<int, 6>());
    else if (left >= 4)
      with(std::integral_constant<int, 4>());
    else if (left >= 2)
      with(std::integral_constant<int, 2>());
    else
      with(std::integral_constant<int, 1>());
  }
}

// The larger of two numbers; NaN wins.
HWY_INLINE V larger(V a, V b) { return hn::IfThenElse(hn::Or(hn::Gt(b, a), hn::IsNaN(b)), b, a); }

HWY_INLINE V rectified(V v) {
  const D d;
  return hn::IfThenElse(hn::Le(v, hn::Zero(d)), hn::Zero(d), v);
}

// A row of the image from a row of sums, at most whole vectors past both ends of which may be read.
void finish_row(const ConvEnd& e, const float* sums, std::int64_t row, float bias, const float* residual,
                float* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d)), width = e.pool ? e.width / 2 : e.width;
  HWY_ALIGN float rest[HWY_MAX_BYTES / sizeof(float)];
  for (std::int64_t j = 0; j < width; j += lanes) {
    const bool whole = j + lanes <= width;
    const std::size_t bytes = std::size_t(whole ? lanes : width - j) * sizeof(float);
    V v;
    if (e.pool) {
      V a, b, c, f;
      hn::LoadInterleaved2(d, sums + 2 * j, a, b);
      hn::LoadInterleaved2(d, sums + row + 2 * j, c, f);
      v = larger(larger(a, b), larger(c, f));
    } else {
      v = hn::LoadU(d, sums + j);
    }
    v = hn::Add(v, hn::Set(d, bias));
    if (residual) {
      if (!whole) std::memcpy(rest, residual + j, bytes);
      v = hn::Add(v, hn::LoadU(d, whole ? residual + j : rest));
    }
    if (e.relu) v = rectified(v);
    hn::StoreU(v, d, whole ? y + j : rest);
    if (!whole) std::memcpy(y + j, rest, bytes);
  }
}

// The lines of one image's sums to its rows: bias, residual and relu; the largest of each window may be found
// before, for adding and cutting off keep the order. Bias and residual may be absent, together with a pooling
// the residual is.
void FinishLines(const ConvLine& s, const ConvEnd& e, const float* lines, const float* bias,
                 const float* residual, float* y) {
  const std::int64_t rows = e.pool ? e.height / 2 : e.height, width = e.pool ? e.width / 2 : e.width;
  for (std::int64_t o = 0; o < s.out; ++o)
    for (std::int64_t i = 0; i < rows; ++i, y += width) {
      finish_row(e, lines + o * s.line + (e.pool ? 2 * i : i) * s.row, s.row, bias ? bias[o] : 0, residual,
                 y);
      if (residual) residual += width;
    }
}

// y[r][j][o] = sum over c, k, l of x[c][(r + k) row + j + l] w[c][k][l][o], for R rows, W places and a vector
// of outputs o; then bias, relu and pooling.
template <int R, int W>
HWY_INLINE void places(const ConvLine& s, const ConvEnd& e, const float* HWY_RESTRICT x,
                       const float* HWY_RESTRICT w, V bias, float* HWY_RESTRICT y, std::int64_t width) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  V sums[R][W];
  for (int r = 0; r < R; ++r)
    for (int j = 0; j < W; ++j) sums[r][j] = bias;
  for (std::int64_t c = 0; c < s.in; ++c)
    for (std::int64_t k = 0; k < s.kh; ++k) {
      const float* HWY_RESTRICT taps = x + c * s.line + k * s.row;
      for (std::int64_t l = 0; l < s.kw; ++l, w += lanes) {
        const V weight = hn::LoadU(d, w);
        for (int r = 0; r < R; ++r)
          for (int j = 0; j < W; ++j)
            sums[r][j] = hn::MulAdd(hn::Set(d, taps[r * s.row + l + j]), weight, sums[r][j]);
      }
    }
  if constexpr (R == 2 && W % 2 == 0) {
    if (e.pool) {
      for (int j = 0; j < W; j += 2) {
        V v = larger(larger(sums[0][j], sums[0][j + 1]), larger(sums[1][j], sums[1][j + 1]));
        hn::StoreU(e.relu ? rectified(v) : v, d, y + j / 2 * lanes);
      }
      return;
    }
  }
  for (int r = 0; r < R; ++r)
    for (int j = 0; j < W; ++j)
      hn::StoreU(e.relu ? rectified(sums[r][j]) : sums[r][j], d, y + (r * width + j) * lanes);
}

template <int R>
void row_of_places(const ConvLine& s, const ConvEnd& e, const float* x, const float* w, V bias, float* y) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D())), made = e.pool ? e.width / 2 : e.width;
  for (std::int64_t j = 0; j < e.width;) {
    auto with = [&]<int W>(std::integral_constant<int, W>) {
      places<R, W>(s, e, x + j, w, bias, y + (e.pool ? j / 2 : j) * lanes, made);
      j += W;
    };
    std::int64_t left = e.width - j;
    if (kManyRegisters && left >= 14)
      with(std::integral_constant<int, 14>());
    else if (kManyRegisters && left >= 10)
      with(std::integral_constant<int, 10>());
    else if (left >= 6)
      with(std::integral_constant<int, 6>());
    else if (left >= 4)
      with(std::integral_constant<int, 4>());
    else if (left >= 2)
      with(std::integral_constant<int, 2>());
    else if (e.pool)
      break;  // a column that no window takes
    else
      with(std::integral_constant<int, 1>());
  }
}

// One image's lines to its rows, the output channels a vector at a time; w packed as [vector][c][k][l][lane].
// `made` holds one vector of channels of the image.
void ConvPlaces(const ConvLine& s, const ConvEnd& e, const float* x, const float* w, const float* bias,
                float* made, float* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d)), taps = s.in * s.kh * s.kw;
  const std::int64_t rows = e.pool ? e.height / 2 : e.height, width = e.pool ? e.width / 2 : e.width;
  for (std::int64_t o = 0; o < s.out; o += lanes, w += taps * lanes) {
    const V first = bias ? hn::LoadU(d, bias + o) : hn::Zero(d);
    for (std::int64_t i = 0; i < e.height;) {
      float* row = made + (e.pool ? i / 2 : i) * width * lanes;
      if (i + 2 <= e.height)
        row_of_places<2>(s, e, x + i * s.row, w, first, row), i += 2;
      else if (e.pool)
        break;  // a row that no window takes
      else
        row_of_places<1>(s, e, x + i * s.row, w, first, row), i += 1;
    }
    for (std::int64_t lane = 0; lane < lanes; ++lane)
      for (std::int64_t place = 0; place < rows * width; ++place) *y++ = made[place * lanes + lane];
  }
}

// The output channels that ConvPlaces takes together.
int VectorLanes() { return int(hn::Lanes(D())); }

// dw[o][l] += sum over images n and q of g[n][o][q] x[n][q + l], for O outputs and L neighbouring taps.
template <int O, int L>
HWY_INLINE void correlate(const ConvLine& s, const float* HWY_RESTRICT x, std::int64_t x_image,
                          const float* HWY_RESTRICT g, std::int64_t g_image, std::int64_t images, float* dw,
                          std::int64_t dw_output) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  V sums[O][L];
  for (int o = 0; o < O; ++o)
    for (int l = 0; l < L; ++l) sums[o][l] = hn::Zero(d);
  for (std::int64_t n = 0; n < images; ++n, x += x_image, g += g_image)
    for (std::int64_t q = 0; q < s.length; q += lanes) {
      V grads[O];
      for (int o = 0; o < O; ++o) grads[o] = hn::LoadU(d, g + o * s.line + q);
      for (int l = 0; l < L; ++l) {
        const V tap = hn::LoadU(d, x + q + l);
        for (int o = 0; o < O; ++o) sums[o][l] = hn::MulAdd(grads[o], tap, sums[o][l]);
      }
    }
  for (int o = 0; o < O; ++o)
    for (int l = 0; l < L; ++l) dw[o * dw_output + l] += hn::GetLane(hn::SumOfLanes(d, sums[o][l]));
}

// Some images' lines and gradient lines (zero beyond the output's width) to the weights' gradient
// [o][c][k][l].
void CorrelateLines(const ConvLine& s, const float* x, const float* g, std::int64_t images, float* dw) {
  std::int64_t taps = s.in * s.kh * s.kw, x_image = s.in * s.line, g_image = s.out * s.line;
  for (std::int64_t c = 0; c < s.in; ++c)
    for (std::int64_t k = 0; k < s.kh; ++k)
      for (std::int64_t o = 0; o < s.out;) {
        auto with = [&]<int O>(std::integral_constant<int, O>) {
          for (std::int64_t l = 0; l < s.kw;) {
            const float *xs = x + c * s.line + k * s.row + l, *gs = g + o * s.line;
            float* out = dw + o * taps + (c * s.kh + k) * s.kw + l;
            auto take = [&]<int L>(std::integral_constant<int, L>) {
              correlate<O, L>(s, xs, x_image, gs, g_image, images, out, taps);
              l += L;
            };
            if (s.kw - l >= 5 && kManyRegisters)
              take(std::integral_constant<int, 5>());
            else if (s.kw - l >= 3)
              take(std::integral_constant<int, 3>());
            else
              take(std::integral_constant<int, 1>());
          }
          o += O;
        };
        if (s.out - o >= 4)
          with(std::integral_constant<int, 4>());
        else if (s.out - o >= 2)
          with(std::integral_constant<int, 2>());
        else
          with(std::integral_constant<int, 1>());
      }
}

// How many outputs ConvLines takes together when `left` remain: the packing must agree with it.
int ConvBlock(std::int64_t left) {
  if (kChannels >= 8 && left >= 8) return 8;
  if (kChannels >= 8 && left >= 6) return 6;
  return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(ConvLines);
HWY_EXPORT(FinishLines);
HWY_EXPORT(ConvPlaces);
HWY_EXPORT(VectorLanes);
HWY_EXPORT(CorrelateLines);
HWY_EXPORT(ConvBlock);

namespace {

// The extents of one side of a convolution: the image's size, and the zeros around it.
struct Side {
  std::int64_t height, width, top, left, padded_height, padded_width;
};

/// Copies an image [channels, H, W] into lines, `row` apart, at `top`, `left`; all else is already zero.
void to_lines(const float* image, std::int64_t channels, const Side& side, const ConvLine& s, float* lines) {
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t i = 0; i < side.height; ++i)
      std::memcpy(lines + c * s.line + (i + side.top) * s.row + side.left,
                  image + (c * side.height + i) * side.width, std::size_t(side.width) * sizeof(float));
}

/// A convolution y = x * w with lines of x, and what follows it, written to rows of y; also the gradient of
/// the input, which is such a convolution of the gradient with the kernel turned round and its channels
/// exchanged.
class ConvKernel final : public Kernel {
 public:
  /// How the weight lies: [o][c][k][l], or turned, [c][o] and each tap at the other end.
  ConvKernel(const Side& side, std::int64_t images, std::int64_t in, std::int64_t out, std::int64_t kh,
             std::int64_t kw, bool turned, bool relu = false, bool pool = false)
      : side_(side), images_(images), turned_(turned),
        end_{side.padded_height - kh + 1, side.padded_width - kw + 1, relu, pool} {
    s_ = {in,
          out,
          kh,
          kw,
          side.padded_width,
          (side.padded_height + 1) * side.padded_width + kSlack,
          end_.height * side.padded_width};
    lanes_ = HWY_DYNAMIC_DISPATCH(VectorLanes)();
    vectors_ = out % lanes_ == 0;
    threads_ = std::min<std::int64_t>(thread_count(), images);
    weights_ = std::size_t(in * out * kh * kw + 15) / 16 * 16;
    per_thread_ = std::size_t((in + out) * s_.line);
    scratch_bytes = (weights_ + per_thread_ * std::size_t(threads_)) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const float* x = static_cast<const float*>(inputs[0]);
    const float* bias = bias_at >= 0 ? static_cast<const float*>(inputs[bias_at]) : nullptr;
    const float* residual = residual_at >= 0 ? static_cast<const float*>(inputs[residual_at]) : nullptr;
    float* y = static_cast<float*>(outputs[0]);
    float* weights = static_cast<float*>(scratch);
    pack(static_cast<const float*>(inputs[1]), weights);
    auto conv_lines = HWY_DYNAMIC_DISPATCH(ConvLines);
    auto finish_lines = HWY_DYNAMIC_DISPATCH(FinishLines);
    auto conv_places = HWY_DYNAMIC_DISPATCH(ConvPlaces);
    std::int64_t image =
        s_.out * (end_.pool ? (end_.height / 2) * (end_.width / 2) : end_.height * end_.width);
    parallel_for(threads_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t thread = first; thread < last; ++thread) {
        float* lines = weights + weights_ + std::size_t(thread) * per_thread_;
        float* results = lines + s_.in * s_.line;
        std::memset(lines, 0, std::size_t(s_.in * s_.line) * sizeof(float));
        for (std::int64_t n = images_ * thread / threads_; n < images_ * (thread + 1) / threads_; ++n) {
          to_lines(x + n * s_.in * side_.height * side_.width, s_.in, side_, s_, lines);
          if (in_vectors()) {
            conv_places(s_, end_, lines, weights, bias, results, y + n * image);
          } else {
            conv_lines(s_, lines, weights, results);
            finish_lines(s_, end_, results, bias, residual ? residual + n * image : nullptr, y + n * image);
          }
        }
      }
    });
  }

  int bias_at = -1, residual_at = -1;  // inputs; -1: absent

 private:
  bool in_vectors() const { return vectors_ && residual_at < 0; }

  void pack(const float* w, float* packed) const {
    auto conv_block = HWY_DYNAMIC_DISPATCH(ConvBlock);
    for (std::int64_t o = 0; o < s_.out;) {
      std::int64_t block = in_vectors() ? lanes_ : conv_block(s_.out - o);
      for (std::int64_t c = 0; c < s_.in; ++c)
        for (std::int64_t k = 0; k < s_.kh; ++k)
          for (std::int64_t l = 0; l < s_.kw; ++l)
            for (std::int64_t b = 0; b < block; ++b)
              *packed++ = turned_ ? w[((c * s_.out + o + b) * s_.kh + s_.kh - 1 - k) * s_.kw + s_.kw - 1 - l]
                                  : w[(((o + b) * s_.in + c) * s_.kh + k) * s_.kw + l];
      o += block;
    }
  }

  Side side_;
  std::int64_t images_;
  bool turned_;
  ConvEnd end_;
  ConvLine s_;
  std::int64_t lanes_;
  bool vectors_;  // whether the output channels fill whole vectors
  std::int64_t threads_;
  std::size_t weights_, per_thread_;
};

class ConvWeightKernel final : public Kernel {
 public:
  ConvWeightKernel(const Side& side, std::int64_t images, std::int64_t in, std::int64_t out, std::int64_t kh,
                   std::int64_t kw)
      : side_(side), images_(images) {
    std::int64_t height = side.padded_height - kh + 1, width = side.padded_width - kw + 1;
    s_ = {in,
          out,
          kh,
          kw,
          side.padded_width,
          (side.padded_height + 1) * side.padded_width + kSlack,
          height * side.padded_width};
    grad_ = {height, width, 0, 0, height, side.padded_width};
    threads_ = std::min<std::int64_t>(thread_count(), images);
    // Enough images together that adding up the lanes at the end costs little, few enough to stay in cache.
    together_ = std::clamp<std::int64_t>(64 * 1024 / ((in + out) * s_.line), 1, 16);
    weights_ = std::size_t(in * out * kh * kw + 15) / 16 * 16;
    per_thread_ = weights_ + std::size_t(together_ * (in + out) * s_.line);
    scratch_bytes = per_thread_ * std::size_t(threads_) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    const float *g = static_cast<const float*>(inputs[0]), *x = static_cast<const float*>(inputs[1]);
    float* sums = static_cast<float*>(scratch);
    auto correlate_lines = HWY_DYNAMIC_DISPATCH(CorrelateLines);
    parallel_for(threads_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t thread = first; thread < last; ++thread) {
        float* dw = sums + std::size_t(thread) * per_thread_;
        float *x_lines = dw + weights_, *g_lines = x_lines + together_ * s_.in * s_.line;
        std::memset(dw, 0, per_thread_ * sizeof(float));
        std::int64_t end = images_ * (thread + 1) / threads_;
        for (std::int64_t n = images_ * thread / threads_; n < end; n += together_) {
          std::int64_t count = std::min(together_, end - n);
          for (std::int64_t i = 0; i < count; ++i) {
            to_lines(x + (n + i) * s_.in * side_.height * side_.width, s_.in, side_, s_,
                     x_lines + i * s_.in * s_.line);
            to_lines(g + (n + i) * s_.out * grad_.height * grad_.width, s_.out, grad_, s_,
                     g_lines + i * s_.out * s_.line);
          }
          correlate_lines(s_, x_lines, g_lines, count, dw);
        }
      }
    });
    float* dw = static_cast<float*>(outputs[0]);
    std::int64_t size = s_.in * s_.out * s_.kh * s_.kw;
    for (std::int64_t i = 0; i < size; ++i) {
      float sum = 0;
      for (std::int64_t thread = 0; thread < threads_; ++thread)
        sum += sums[std::size_t(thread) * per_thread_ + std::size_t(i)];
      dw[i] = sum;
    }
  }

 private:
  Side side_, grad_;
  std::int64_t images_;
  ConvLine s_;
  std::int64_t threads_, together_;
  std::size_t weights_, per_thread_;
};

// From this many channels on, oneDNN's blocked layouts are full and its kernels faster.
#ifdef PERCEPT_HAVE_ONEDNN
constexpr std::int64_t kFewChannels = 16;
// From images to whole blocks of channels it has kernels that read row-major order and write blocks.
bool is_first_layer(const Shape& w) { return w[1] <= 3 && w[0] % kFewChannels == 0; }
#else
constexpr std::int64_t kFewChannels = 1 << 20;
bool is_first_layer(const Shape&) { return false; }
#endif

std::optional<Message> refusal(const Node& node, const Shape& x, const Shape& w, const Conv2dOptions& o) {
  DType dtype = node.outputs[0].dtype;
  if (dtype != DType::f32) return Message("kernels.dtype", {{"dtype", name_of(dtype)}});
  if (x.elements() == 0 || node.outputs[0].shape.elements() == 0) return Message("kernels.empty");
  if (!(o.stride == Extent2d(1) && o.dilation == Extent2d(1) && o.groups == 1))
    return Message("kernels.stride_one");
  if (std::min(w[0], w[1]) >= kFewChannels)
    return Message("kernels.few_channels", {{"most", kFewChannels - 1}});
  if (is_first_layer(w)) return Message("kernels.first_layer", {{"out", w[0]}});
  return std::nullopt;
}

Side padded(const Shape& image, std::int64_t top, std::int64_t left, std::int64_t bottom,
            std::int64_t right) {
  return {image[2], image[3], top, left, image[2] + top + bottom, image[3] + left + right};
}

// A convolution and, of a fused one, its end.
KernelOffer convolution(const KernelRequest& request, bool relu, bool pool) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dOptions>();
  const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = refusal(node, x, w, o)) return *why;
  bool residual = node.inputs.size() > 3;
  if (residual && pool) return Message("kernels.residual");
  Side side = padded(x, o.padding.top, o.padding.left, o.padding.bottom, o.padding.right);
  auto kernel = std::make_unique<ConvKernel>(side, x[0], w[1], w[0], w[2], w[3], false, relu, pool);
  if (node.inputs.size() > 2 && node.inputs[2]) kernel->bias_at = 2;
  if (residual) kernel->residual_at = 3;
  return kernel;
}

}  // namespace
}  // namespace native

KernelOffer make_native_conv2d(const KernelRequest& request) {
  return native::convolution(request, false, false);
}

KernelOffer make_native_fused_conv2d(const KernelRequest& request) {
  auto o = request.node.attributes.as<FusedConv2dOptions>();
  return native::convolution(request, o.relu, o.pool);
}

KernelOffer make_native_conv2d_backward_input(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dBackwardOptions>();
  const Shape &g = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (auto why = native::refusal(node, g, w, o.conv)) return *why;
  const Padding2d& p = o.conv.padding;
  if (std::max(p.top, p.bottom) >= w[2] || std::max(p.left, p.right) >= w[3])
    return Message("kernels.wide_padding");
  native::Side side =
      native::padded(g, w[2] - 1 - p.top, w[3] - 1 - p.left, w[2] - 1 - p.bottom, w[3] - 1 - p.right);
  return std::make_unique<native::ConvKernel>(side, g[0], w[0], w[1], w[2], w[3], true);
}

KernelOffer make_native_conv2d_backward_weight(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<Conv2dBackwardOptions>();
  const Shape &x = node.inputs[1].shape(), &w = o.shape;
  if (auto why = native::refusal(node, x, w, o.conv)) return *why;
  const Padding2d& p = o.conv.padding;
  native::Side side = native::padded(x, p.top, p.left, p.bottom, p.right);
  return std::make_unique<native::ConvWeightKernel>(side, x[0], w[1], w[0], w[2], w[3]);
}

}  // namespace percept
#endif  // HWY_ONCE
