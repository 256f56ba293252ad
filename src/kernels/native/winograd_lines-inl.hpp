// The matrices of F(4, 3), for each target of Highway. They follow from the points at which polynomials are
// evaluated, 0, a, -a, b, -b and infinity:
//
// clang-format off: matrices
//         | a2b2    0   -a2-b2    0    1  0 |        | 1/a2b2    0      0   |
//         |  0    -ab2   -b2      a    1  0 |        | 1/na     a/na  a2/na |          | 1  1   1  1   1  0 |
//   B^T = |  0     ab2   -b2     -a    1  0 |    G = | 1/na    -a/na  a2/na |    A^T = | 0  a  -a  b  -b  0 |
//         |  0    -ba2   -a2      b    1  0 |        | 1/nb     b/nb  b2/nb |          | 0  a2 a2  b2 b2  0 |
//         |  0     ba2   -a2     -b    1  0 |        | 1/nb    -b/nb  b2/nb |          | 0  a3 -a3 b3 -b3 1 |
//         |  0    a2b2    0   -a2-b2   0  1 |        |  0        0      1   |
// clang-format on
//
// with a2 = a^2 and so on, na = 2 a2 (a2 - b2), nb = 2 b2 (b2 - a2). Rows of +a and -a share their even and
// their odd terms. With a = 5/8 and b = 3/2 the numbers are nearer to one another than with 1 and 2, and the
// errors of rounding smaller: 64 channels lose 1.5e-6 of the largest output at most, not 5.5e-6.
#if defined(PERCEPT_WINOGRAD_LINES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_WINOGRAD_LINES_INL
#undef PERCEPT_WINOGRAD_LINES_INL
#else
#define PERCEPT_WINOGRAD_LINES_INL
#endif

#include "vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

constexpr float a = 5.0f / 8, b = 3.0f / 2, a2 = a * a, b2 = b * b, a3 = a2 * a, b3 = b2 * b;
constexpr float na = 2 * a2 * (a2 - b2), nb = 2 * b2 * (b2 - a2);

HWY_INLINE V times(float factor, V x) { return hn::Mul(hn::Set(D(), factor), x); }
HWY_INLINE V plus(V sum, float factor, V x) { return hn::MulAdd(hn::Set(D(), factor), x, sum); }

// p = B^T x
struct ImageLine {
  static constexpr int from = 6, to = 6;
  HWY_INLINE void operator()(const V* x, V* p) const {
    const V even_a = plus(x[4], -b2, x[2]), odd_a = plus(x[3], -b2, x[1]);
    const V even_b = plus(x[4], -a2, x[2]), odd_b = plus(x[3], -a2, x[1]);
    p[0] = plus(plus(x[4], -a2 - b2, x[2]), a2 * b2, x[0]);
    p[1] = plus(even_a, a, odd_a);
    p[2] = plus(even_a, -a, odd_a);
    p[3] = plus(even_b, b, odd_b);
    p[4] = plus(even_b, -b, odd_b);
    p[5] = plus(plus(x[5], -a2 - b2, x[3]), a2 * b2, x[1]);
  }
};

// p = G w
struct TapsLine {
  static constexpr int from = 3, to = 6;
  HWY_INLINE void operator()(const V* w, V* p) const {
    const V even_a = plus(times(1 / na, w[0]), a2 / na, w[2]);
    const V even_b = plus(times(1 / nb, w[0]), b2 / nb, w[2]);
    p[0] = times(1 / (a2 * b2), w[0]);
    p[1] = plus(even_a, a / na, w[1]);
    p[2] = plus(even_a, -a / na, w[1]);
    p[3] = plus(even_b, b / nb, w[1]);
    p[4] = plus(even_b, -b / nb, w[1]);
    p[5] = w[2];
  }
};

// y = A^T p
struct OutputLine {
  static constexpr int from = 6, to = 4;
  HWY_INLINE void operator()(const V* p, V* y) const {
    const V even_a = hn::Add(p[1], p[2]), odd_a = hn::Sub(p[1], p[2]);
    const V even_b = hn::Add(p[3], p[4]), odd_b = hn::Sub(p[3], p[4]);
    y[0] = hn::Add(hn::Add(p[0], even_a), even_b);
    y[1] = plus(times(a, odd_a), b, odd_b);
    y[2] = plus(times(a2, even_a), b2, even_b);
    y[3] = plus(plus(p[5], a3, odd_a), b3, odd_b);
  }
};

// p = A g
struct GradientLine {
  static constexpr int from = 4, to = 6;
  HWY_INLINE void operator()(const V* g, V* p) const {
    const V even_a = plus(g[0], a2, g[2]), odd_a = plus(times(a, g[1]), a3, g[3]);
    const V even_b = plus(g[0], b2, g[2]), odd_b = plus(times(b, g[1]), b3, g[3]);
    p[0] = g[0];
    p[1] = hn::Add(even_a, odd_a);
    p[2] = hn::Sub(even_a, odd_a);
    p[3] = hn::Add(even_b, odd_b);
    p[4] = hn::Sub(even_b, odd_b);
    p[5] = g[3];
  }
};

// dw = G^T p
struct TapsGradientLine {
  static constexpr int from = 6, to = 3;
  HWY_INLINE void operator()(const V* p, V* dw) const {
    const V even_a = hn::Add(p[1], p[2]), odd_a = hn::Sub(p[1], p[2]);
    const V even_b = hn::Add(p[3], p[4]), odd_b = hn::Sub(p[3], p[4]);
    dw[0] = plus(plus(times(1 / (a2 * b2), p[0]), 1 / na, even_a), 1 / nb, even_b);
    dw[1] = plus(times(a / na, odd_a), b / nb, odd_b);
    dw[2] = plus(plus(p[5], a2 / na, even_a), b2 / nb, even_b);
  }
};

// M x M^T for the matrix M of a line: down the columns, then along the rows.
template <class Line, class Load, class Store>
HWY_INLINE void both_ways(Line line, Load load, Store store) {
  V half[Line::to][Line::from];
  HWY_UNROLL(6)
  for (int j = 0; j < Line::from; ++j) {
    V column[Line::from], made[Line::to];
    HWY_UNROLL(6)
    for (int i = 0; i < Line::from; ++i) column[i] = load(i, j);
    line(column, made);
    HWY_UNROLL(6)
    for (int i = 0; i < Line::to; ++i) half[i][j] = made[i];
  }
  HWY_UNROLL(6)
  for (int i = 0; i < Line::to; ++i) {
    V row[Line::to];
    line(half[i], row);
    HWY_UNROLL(6)
    for (int j = 0; j < Line::to; ++j) store(i, j, row[j]);
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
