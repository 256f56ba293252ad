// y = a B for few rows a and a factor B that is used again and again, for each target of Highway.
//
// B is packed once: cut into panels of N vectors' width, each stored row behind row, so that a product reads
// it as one stream. A tile of M rows by N vectors of y stays in registers while k runs,
//   y[m][v] += a[m][k] B[k][v],
// and every element is the sum over k in order, whatever the tile: its bits depend on nothing else.
#if defined(PERCEPT_GEMM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_GEMM_INL
#undef PERCEPT_GEMM_INL
#else
#define PERCEPT_GEMM_INL
#endif

#include <algorithm>

#include "vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// Vectors of sums: 24 of 32 registers, or 12 of 16, and N of B's; a row's number comes from memory.
constexpr int kSums = kManyRegisters ? 24 : 12;
// Rows of a tile; more than 12 have no register for their address.
template <int N>
constexpr int kTileRows = std::min(kSums / N, 12);

/// A matrix in memory: element (k, j) at data[k * row + j * column].
struct Factor {
  const float* data;
  std::int64_t row, column;
};

// Vector v of a panel of B: columns j to j + lanes, zeros from `end` on.
template <int N>
void pack_vector(const Factor& b, std::int64_t inner, std::int64_t j, std::int64_t end, int v, float* panel) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  for (std::int64_t l = 0; l < lanes; ++l)
    for (std::int64_t k = 0; k < inner; ++k)
      panel[(k * N + v) * lanes + l] = j + l < end ? b.data[k * b.row + (j + l) * b.column] : 0;
}

template <int M, int N>
HWY_INLINE void tile(std::int64_t inner, const float* const* a, const float* HWY_RESTRICT panel,
                     float* const* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  const float* rows[M];
  V sums[M][N];
  for (int m = 0; m < M; ++m) {
    rows[m] = a[m];
    for (int v = 0; v < N; ++v) sums[m][v] = hn::Zero(d);
  }
  for (std::int64_t k = 0; k < inner; ++k, panel += N * lanes) {
    V b[N];
    for (int v = 0; v < N; ++v) b[v] = hn::LoadU(d, panel + v * lanes);
    for (int m = 0; m < M; ++m) {
      const V x = hn::Set(d, rows[m][k]);
      for (int v = 0; v < N; ++v) sums[m][v] = hn::MulAdd(x, b[v], sums[m][v]);
    }
  }
  for (int m = 0; m < M; ++m)
    for (int v = 0; v < N; ++v) hn::StoreU(sums[m][v], d, y[m] + v * lanes);
}

// The tile of `rows` rows, at most M.
template <int M, int N>
HWY_INLINE void tile_of(std::int64_t rows, std::int64_t inner, const float* const* a, const float* panel,
                        float* const* y) {
  if (rows == M) return tile<M, N>(inner, a, panel, y);
  if constexpr (M > 1) tile_of<M - 1, N>(rows, inner, a, panel, y);
}

// y[m] = a[m] B for one panel of B and any number of rows: `inner` numbers of each a[m] to N vectors of y[m].
// The rows are shared evenly among the tiles.
template <int N>
void multiply(std::int64_t rows, std::int64_t inner, const float* const* a, const float* panel,
              float* const* y) {
  for (std::int64_t tiles = (rows + kTileRows<N> - 1) / kTileRows<N>, m = 0; tiles > 0; --tiles) {
    std::int64_t count = (rows - m + tiles - 1) / tiles;
    tile_of<kTileRows<N>, N>(count, inner, a + m, panel, y + m);
    m += count;
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
