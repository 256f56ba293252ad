#include <algorithm>
#include <utility>

#include "percept/kernels/isa.hpp"
#include "winograd.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/winograd_steps.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "winograd_lines-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// 32 registers: 14 rows of sums of 2 vectors, in the gradient of w 8; 16 registers: 6 and 4.
constexpr std::int64_t kBlock = kManyRegisters ? 16 : 8;
constexpr int kRows = kManyRegisters ? 14 : 6, kGradientRows = kManyRegisters ? 8 : 4, kVectors = 2;

/// Where tile t stands: its image, and the place in the image where its window begins.
struct Place {
  std::int64_t image, i, j;
  Place(const WinogradTiles& s, std::int64_t t)
      : image(t / (s.rows * s.columns)), i(t / s.columns % s.rows * kTile - s.top),
        j(t % s.columns * kTile - s.left) {}
  std::int64_t offset(const WinogradTiles& s, std::int64_t group) const {
    return (((image * s.groups + group) * s.height + i) * s.width + j) * kBlock;
  }
};

// M x M^T of windows of the images, to points.
template <class Line>
HWY_INLINE void windows(const WinogradTiles& s, std::int64_t group, std::int64_t first, std::int64_t count,
                        const float* x, WinogradPoints to, std::int64_t place) {
  constexpr std::int64_t size = Line::from;
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  alignas(64) float whole[size * size * kBlock];  // a window that hangs over an edge, with its zeros
  float* points = to.at + group * to.group + place * kBlock;
  for (std::int64_t t = first; t < first + count; ++t, points += kBlock) {
    Place p(s, t);
    const float* window = x + p.offset(s, group);
    std::int64_t row = s.width * kBlock;
    std::int64_t above = std::max<std::int64_t>(-p.i, 0), below = std::min(s.height - p.i, size);
    std::int64_t before = std::max<std::int64_t>(-p.j, 0), behind = std::min(s.width - p.j, size);
    if (above > 0 || before > 0 || below < size || behind < size) {
      std::fill_n(whole, size * size * kBlock, 0.0f);
      for (std::int64_t i = above; i < below; ++i)
        for (std::int64_t j = before * kBlock; j < behind * kBlock; j += lanes)
          hn::Store(hn::LoadU(d, window + i * row + j), d, whole + i * size * kBlock + j);
      window = whole, row = size * kBlock;
    }
    for (std::int64_t v = 0; v < kBlock; v += lanes)
      both_ways(
          Line(), [&](int i, int j) HWY_ATTR { return hn::LoadU(d, window + i * row + j * kBlock + v); },
          [&](int i, int j, V made)
              HWY_ATTR { hn::StoreU(made, d, points + (i * kWindow + j) * to.point + v); });
  }
}
void Image(const WinogradTiles& s, std::int64_t group, std::int64_t first, std::int64_t count, const float* x,
           WinogradPoints to, std::int64_t place) {
  windows<ImageLine>(s, group, first, count, x, to, place);
}
void Gradient(const WinogradTiles& s, std::int64_t group, std::int64_t first, std::int64_t count,
              const float* g, WinogradPoints to, std::int64_t place) {
  windows<GradientLine>(s, group, first, count, g, to, place);
}

template <bool residual, bool relu>
void outputs(const WinogradTiles& s, std::int64_t group, std::int64_t first, std::int64_t count,
             WinogradPoints from, std::int64_t place, const WinogradEpilogue& e, float* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  const float* points = from.at + group * from.group + place * kBlock;
  for (std::int64_t t = first; t < first + count; ++t, points += kBlock) {
    Place p(s, t);
    std::int64_t at = p.offset(s, group), height = s.height - p.i, width = s.width - p.j;
    for (std::int64_t v = 0; v < kBlock; v += lanes) {
      const V bias = hn::LoadU(d, e.bias + group * kBlock + v);
      both_ways(
          OutputLine(),
          [&](int i, int j) HWY_ATTR { return hn::LoadU(d, points + (i * kWindow + j) * from.point + v); },
          [&](int i, int j, V made) HWY_ATTR {
            if (i >= height || j >= width) return;
            std::int64_t here = at + (i * s.width + j) * kBlock + v;
            made = hn::Add(made, bias);
            if (residual) made = hn::Add(made, hn::LoadU(d, e.residual + here));
            if (relu) made = hn::IfThenZeroElse(hn::Le(made, hn::Zero(d)), made);  // NaN stays
            hn::StoreU(made, d, y + here);
          });
    }
  }
}
void Outputs(const WinogradTiles& s, std::int64_t group, std::int64_t first, std::int64_t count,
             WinogradPoints from, std::int64_t place, const WinogradEpilogue& e, float* y) {
  auto with = e.residual ? (e.relu ? outputs<true, true> : outputs<true, false>)
                         : (e.relu ? outputs<false, true> : outputs<false, false>);
  with(s, group, first, count, from, place, e, y);
}

template <class Line>
HWY_INLINE void all_taps(const float* from, std::int64_t from_step, float* to, std::int64_t to_step) {
  const D d;
  for (std::int64_t v = 0; v < kBlock; v += std::int64_t(hn::Lanes(d)))
    both_ways(
        Line(),
        [&](int i, int j) HWY_ATTR { return hn::LoadU(d, from + (i * Line::from + j) * from_step + v); },
        [&](int i, int j, V made) HWY_ATTR { hn::StoreU(made, d, to + (i * Line::to + j) * to_step + v); });
}
void Taps(const float* w, float* points, std::int64_t point) { all_taps<TapsLine>(w, kBlock, points, point); }
void TapsGradient(const float* points, std::int64_t point, float* dw) {
  all_taps<TapsGradientLine>(points, point, dw, kBlock);
}

/// A product of matrices, m[r][o] = sum over s of x(r, s) w[s][o], with w and m in blocks of columns. The sum
/// is in `runs` runs of `steps`.
struct Product {
  std::int64_t runs, run;  // from one run of x to the next
  std::int64_t steps;
  const float *x, *w;
  std::int64_t w_group;
  float* m;
  std::int64_t m_group;
  bool fresh;
};

// Where vector v of the columns stands, in blocks `group` apart.
HWY_INLINE std::int64_t column(int v, std::int64_t group) {
  const int vectors = int(kBlock) / int(hn::Lanes(D()));  // of a block
  return v / vectors * group + v % vectors * std::int64_t(hn::Lanes(D()));
}

// R rows, N vectors of columns, all their sums in registers. Rows of x are `row` apart, steps `step`.
template <std::int64_t row, std::int64_t step, int R, int N>
HWY_INLINE void product(const Product& s) {
  const D d;
  float* const m = s.m;
  const std::int64_t m_group = s.m_group;
  V sums[R][N];
  HWY_UNROLL(16)
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < N; ++v)
      sums[r][v] = s.fresh ? hn::Zero(d) : hn::LoadU(d, m + r * kBlock + column(v, m_group));
  const float *x = s.x, *w = s.w;
  for (std::int64_t k = 0; k < s.runs; ++k, x = s.x + k * s.run)
    for (std::int64_t i = 0; i < s.steps; ++i, x += step, w += kBlock) {
      V columns[N];
      for (int v = 0; v < N; ++v) columns[v] = hn::LoadU(d, w + column(v, s.w_group));
      HWY_UNROLL(16)
      for (int r = 0; r < R; ++r) {
        const V factor = hn::Set(d, x[r * row]);
        for (int v = 0; v < N; ++v) sums[r][v] = hn::MulAdd(factor, columns[v], sums[r][v]);
      }
    }
  HWY_UNROLL(16)
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < N; ++v) hn::StoreU(sums[r][v], d, m + r * kBlock + column(v, m_group));
}

// Rows are tiles, the sum is over channels.
template <int N, int R>
void tile_rows(const Product& s) {
  product<kBlock, 1, R, N>(s);
}
template <int N, int... R>
constexpr auto tile_rows_table(std::integer_sequence<int, R...>) {
  return std::array{tile_rows<N, R + 1>...};
}
template <int N>
HWY_INLINE void multiply(std::int64_t tiles, Product s) {
  static constexpr auto rows = tile_rows_table<N>(std::make_integer_sequence<int, kRows>());
  // As even as possible: 16 tiles are 8 and 8, not 14 and 2.
  for (std::int64_t parts = (tiles + kRows - 1) / kRows; parts > 0; --parts) {
    std::int64_t count = (tiles + parts - 1) / parts;
    rows[std::size_t(count - 1)](s);
    s.x += count * kBlock, s.m += count * kBlock, tiles -= count;
  }
}

// f(std::integral_constant<int, N>) for each kVectors vectors of `outputs` columns from `first` on, and the
// rest.
template <class F>
HWY_INLINE void each_columns(std::int64_t outputs, F f) {
  const std::int64_t vectors = outputs / std::int64_t(hn::Lanes(D()));
  std::int64_t v = 0;
  for (; v + kVectors <= vectors; v += kVectors) f(int(v), std::integral_constant<int, kVectors>());
  for (; v < vectors; ++v) f(int(v), std::integral_constant<int, 1>());
}

void Multiply(std::int64_t tiles, std::int64_t channels, std::int64_t outputs, const float* x,
              std::int64_t group, const float* w, std::int64_t w_group, float* m) {
  each_columns(outputs, [&]<int N>(int v, std::integral_constant<int, N>) HWY_ATTR {
    multiply<N>(tiles, {channels / kBlock, group, kBlock, x, w + column(v, w_group), w_group,
                        m + column(v, group), group, true});
  });
}

// Rows are channels of a block, the sum is over tiles.
void Correlate(std::int64_t tiles, std::int64_t outputs, const float* x, const float* g, std::int64_t group,
               float* m, std::int64_t m_group, bool fresh) {
  each_columns(outputs, [&]<int N>(int v, std::integral_constant<int, N>) HWY_ATTR {
    product<1, kBlock, kGradientRows, N>(
        {1, 0, tiles, x, g + column(v, group), group, m + column(v, m_group), m_group, fresh});
  });
}

const WinogradSteps* Steps() {
  static const WinogradSteps steps{kBlock,        std::max(kBlock, kVectors * std::int64_t(hn::Lanes(D()))),
                                   kGradientRows, Image,
                                   Gradient,      Outputs,
                                   Taps,          TapsGradient,
                                   Multiply,      Correlate};
  return &steps;
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept::native {

HWY_EXPORT(Steps);

const WinogradSteps& winograd_steps() {
  choose_isa();
  return *HWY_DYNAMIC_DISPATCH(Steps)();
}

}  // namespace percept::native
#endif  // HWY_ONCE
