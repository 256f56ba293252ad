// Functions of vectors of floats, for each target of Highway.
#if defined(PERCEPT_FUNCTIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_FUNCTIONS_INL
#undef PERCEPT_FUNCTIONS_INL
#else
#define PERCEPT_FUNCTIONS_INL
#endif

#include <limits>

#include "vectors-inl.hpp"
// Behind vectors-inl.hpp, which chooses the target.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// Highway's functions are exact to about an ulp on ordinary numbers; these say what they leave open.
HWY_INLINE V exp_of(D d, V x) {
  const V largest = hn::Set(d, 88.7228394f);  // ln of the largest float
  const V y = hn::IfThenElse(hn::Gt(x, largest), hn::Set(d, std::numeric_limits<float>::infinity()),
                             hn::Exp(d, hn::Min(x, largest)));
  return hn::IfThenElse(hn::IsNaN(x), x, y);
}

HWY_INLINE V log_of(D d, V x) {
  const V infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  V y = hn::IfThenElse(hn::Eq(x, infinity), x, hn::Log(d, x));
  y = hn::IfThenElse(hn::Eq(x, hn::Zero(d)), hn::Neg(infinity), y);
  return hn::IfThenElse(hn::Ge(x, hn::Zero(d)), y, hn::Set(d, std::numeric_limits<float>::quiet_NaN()));
}

// 1 / (1 + exp(-x))
HWY_INLINE V sigmoid_of(D d, V x) {
  const V one = hn::Set(d, 1.0f);
  return hn::Div(one, hn::Add(one, exp_of(d, hn::Neg(x))));
}

// A quotient of polynomials in x^2, fitted to tanh(x) / x up to the limit beyond which a float of tanh hardly
// changes: within 3.2e-7 of itself and never above 1. A third of the time of the way by expm1.
HWY_INLINE V tanh_of(D d, V x) {
  const V limit = hn::Set(d, 7.9053111f);
  const V y = hn::Max(hn::Min(x, limit), hn::Neg(limit)), z = hn::Mul(y, y);
  V above = hn::Set(d, -1.19044897e-13f);
  for (float c : {6.47635915e-11f, -2.25138873e-08f, 1.16869378e-05f, 3.15341273e-03f, 1.31279241e-01f, 1.0f})
    above = hn::MulAdd(above, z, hn::Set(d, c));
  V below = hn::Set(d, 2.61898274e-04f);
  for (float c : {2.46909602e-02f, 4.64612559e-01f, 1.0f}) below = hn::MulAdd(below, z, hn::Set(d, c));
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Div(hn::Mul(y, above), below));
}

// y (1 - y), the slope of the sigmoid y.
HWY_INLINE V sigmoid_slope(V y) { return hn::NegMulAdd(y, y, y); }
// 1 - y^2, the slope of the tanh y.
HWY_INLINE V tanh_slope(V y) { return hn::NegMulAdd(y, y, hn::Set(D(), 1.0f)); }

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
