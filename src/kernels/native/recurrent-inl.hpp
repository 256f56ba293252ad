// The walks of the recurrent kernels through time, forward and backward, for each target of Highway. What
// differs from cell to cell is a class of its own.
#if defined(PERCEPT_RECURRENT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_RECURRENT_INL
#undef PERCEPT_RECURRENT_INL
#else
#define PERCEPT_RECURRENT_INL
#endif

#include "functions-inl.hpp"
#include "gemm-inl.hpp"
#include "recurrent.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

static_assert(hn::MaxLanes(D()) <= kMostLanes);

// Calls f(access, j) for the vectors of `units` units.
template <class F>
HWY_INLINE void each_vector_of_units(std::int64_t units, F&& f) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  std::int64_t j = 0;
  for (; j + lanes <= units; j += lanes) f(Whole(), j);
  if (j < units) with_access(units - j, [&](auto access) HWY_ATTR { f(access, j); });
}

// Packs W^T, [hidden, N hidden], for units [first, last): a panel has the N gates of a vector of units.
template <int N>
void pack_gates(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last,
                float* packed) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  for (std::int64_t j = first; j < last; j += lanes)
    for (int gate = 0; gate < N; ++gate)
      pack_vector<N>({weight + gate * hidden * hidden, 1, hidden}, hidden, j, hidden, gate,
                     packed + j * hidden * N);
}

// Packs W, [inner, hidden], for units [first, last): a panel has two vectors of units.
inline void pack_units(const float* weight, std::int64_t inner, std::int64_t hidden, std::int64_t first,
                       std::int64_t last, float* packed) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  for (std::int64_t j = first; j < last; j += 2 * lanes)
    for (int v = 0; v < 2; ++v)
      pack_vector<2>({weight, hidden, 1}, inner, j + v * lanes, hidden, v, packed + j * inner);
}

// The sequences that are read at time t; calls skip(row) for the others.
template <class Skip>
HWY_INLINE std::int64_t readers_at(const Sequences& s, std::int64_t t, std::int64_t first, std::int64_t last,
                                   Reader* readers, Skip&& skip) {
  std::int64_t count = 0;
  for (std::int64_t n = first; n < last; ++n) {
    std::int64_t row = t * s.batch + n;
    if (t < s.lengths[n])
      readers[count++] = {n, row, s.row_before(t, n)};
    else
      skip(row);
  }
  return count;
}

// Reads sequences [first, last), at most kTogether: at every step W h_{t-1} for the N gates of a vector of
// units, all sequences together, and straight behind it the cell's own formula,
//   cell.units(access, reader, j, sums): units from j on, `sums` being N vectors of W h_{t-1}.
template <int N, class Cell>
HWY_INLINE void read_sequences(const Sequences& s, std::int64_t first, std::int64_t last, const float* weight,
                               const Cell& cell) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  alignas(64) float block[kTogether * N * kMostLanes];
  Reader readers[kTogether];
  const float* hidden[kTogether];
  float* sums[kTogether];
  for (std::int64_t i = 0; i < kTogether; ++i) sums[i] = block + i * N * lanes;
  for (std::int64_t k = 0; k < s.steps; ++k) {
    std::int64_t count =
        readers_at(s, s.time(k), first, last, readers, [&](std::int64_t row) HWY_ATTR { cell.skip(row); });
    for (std::int64_t i = 0; i < count; ++i) hidden[i] = cell.hidden(readers[i].before, readers[i].n);
    each_vector_of_units(s.hidden, [&](auto access, std::int64_t j) HWY_ATTR {
      multiply<N>(count, s.hidden, hidden, weight + j * s.hidden * N, sums);
      for (std::int64_t i = 0; i < count; ++i) cell.units(access, readers[i], j, sums[i]);
    });
  }
}

// Goes back through sequences [first, last), at most kTogether. At every step cell.deltas(reader) computes d,
// the gradients of W h_{t-1}, and says where its `inner` numbers stand; then W^T d is added to the gradient
// of h_{t-1}, at cell.hidden_grad(n), which the cell has cleared or begun.
template <class Cell>
HWY_INLINE void go_back(const Sequences& s, std::int64_t first, std::int64_t last, const float* weight,
                        std::int64_t inner, const Cell& cell) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  alignas(64) float block[kTogether * kPanel];
  Reader readers[kTogether];
  const float* deltas[kTogether];
  float* sums[kTogether];
  for (std::int64_t i = 0; i < kTogether; ++i) sums[i] = block + i * 2 * lanes;
  for (std::int64_t k = s.steps; k-- > 0;) {
    std::int64_t count =
        readers_at(s, s.time(k), first, last, readers, [&](std::int64_t row) HWY_ATTR { cell.skip(row); });
    for (std::int64_t i = 0; i < count; ++i) deltas[i] = cell.deltas(readers[i]);
    for (std::int64_t panel = 0; panel < s.hidden; panel += 2 * lanes) {
      multiply<2>(count, inner, deltas, weight + panel * inner, sums);
      for (std::int64_t i = 0; i < count; ++i) {
        float* dh = cell.hidden_grad(readers[i].n) + panel;
        each_vector_of_units(std::min(2 * lanes, s.hidden - panel),
                             [&](auto access, std::int64_t j) HWY_ATTR {
                               access.store(hn::Add(access.load(dh + j), access.load(sums[i] + j)), dh + j);
                             });
      }
    }
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
