// What every elementwise op computes of a vector of elements, for each target of Highway.
#if defined(PERCEPT_ELEMENT_FORMULAS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_ELEMENT_FORMULAS_INL
#undef PERCEPT_ELEMENT_FORMULAS_INL
#else
#define PERCEPT_ELEMENT_FORMULAS_INL
#endif

#include <cmath>
#include <type_traits>

#include "expression.hpp"
#include "functions-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// A formula of numbers, for what Highway has no function for.
template <class F>
constexpr bool is_of_numbers = std::is_invocable_v<F, float> || std::is_invocable_v<F, float, float>;

// How many operands a formula takes.
template <class F>
constexpr int operands_of = std::is_invocable_v<F, float> || std::is_invocable_v<F, D, V>             ? 1
                            : std::is_invocable_v<F, float, float> || std::is_invocable_v<F, D, V, V> ? 2
                                                                                                      : 3;

// A bool is 1 or 0.
template <class M>
HWY_INLINE V truth(D d, M mask) {
  return hn::IfThenElseZero(mask, hn::Set(d, 1.0f));
}

// Calls `use` with the op's formula, a function of a tag and one to three vectors, or of one or two numbers.
// Comparisons are written so that NaN stays NaN. `cast` is to bool: from bool nothing is to be done.
template <class Use>
auto with_formula(ElementOp op, Use use) {
  switch (op) {
    case ElementOp::abs_: return use([](D, V p) { return hn::Abs(p); });
    case ElementOp::acos_: return use([](float p) { return std::acos(p); });
    case ElementOp::acosh_: return use([](float p) { return std::acosh(p); });
    case ElementOp::add_: return use([](D, V p, V q) { return hn::Add(p, q); });
    case ElementOp::asin_: return use([](float p) { return std::asin(p); });
    case ElementOp::asinh_: return use([](float p) { return std::asinh(p); });
    case ElementOp::atan_: return use([](float p) { return std::atan(p); });
    case ElementOp::atanh_: return use([](float p) { return std::atanh(p); });
    case ElementOp::cast_: return use([](D d, V p) { return truth(d, hn::Ne(p, hn::Zero(d))); });
    case ElementOp::ceil_: return use([](D, V p) { return hn::Ceil(p); });
    case ElementOp::cos_: return use([](float p) { return std::cos(p); });
    case ElementOp::cosh_: return use([](float p) { return std::cosh(p); });
    case ElementOp::div_: return use([](D, V p, V q) { return hn::Div(p, q); });
    case ElementOp::equal_: return use([](D d, V p, V q) { return truth(d, hn::Eq(p, q)); });
    case ElementOp::erf_: return use([](float p) { return std::erf(p); });
    case ElementOp::exp_: return use([](D d, V p) { return exp_of(d, p); });
    case ElementOp::expm1_: return use([](float p) { return std::expm1(p); });
    case ElementOp::floor_: return use([](D, V p) { return hn::Floor(p); });
    case ElementOp::is_inf_: return use([](D d, V p) { return truth(d, hn::IsInf(p)); });
    case ElementOp::is_nan_: return use([](D d, V p) { return truth(d, hn::IsNaN(p)); });
    case ElementOp::less_: return use([](D d, V p, V q) { return truth(d, hn::Lt(p, q)); });
    case ElementOp::less_equal_: return use([](D d, V p, V q) { return truth(d, hn::Le(p, q)); });
    case ElementOp::log_: return use([](D d, V p) { return log_of(d, p); });
    case ElementOp::log1p_: return use([](float p) { return std::log1p(p); });
    case ElementOp::logical_and_: return use([](D, V p, V q) { return hn::Mul(p, q); });
    case ElementOp::logical_not_: return use([](D d, V p) { return hn::Sub(hn::Set(d, 1.0f), p); });
    case ElementOp::logical_or_: return use([](D, V p, V q) { return hn::Max(p, q); });
    case ElementOp::logical_xor_: return use([](D d, V p, V q) { return truth(d, hn::Ne(p, q)); });
    case ElementOp::maximum_:
      return use([](D, V p, V q) { return hn::IfThenElse(hn::Or(hn::Gt(p, q), hn::IsNaN(p)), p, q); });
    case ElementOp::minimum_:
      return use([](D, V p, V q) { return hn::IfThenElse(hn::Or(hn::Lt(p, q), hn::IsNaN(p)), p, q); });
    case ElementOp::mul_: return use([](D, V p, V q) { return hn::Mul(p, q); });
    case ElementOp::neg_: return use([](D, V p) { return hn::Neg(p); });
    case ElementOp::pow_: return use([](float p, float q) { return std::pow(p, q); });
    case ElementOp::relu_: return use([](D d, V p) { return hn::IfThenZeroElse(hn::Le(p, hn::Zero(d)), p); });
    case ElementOp::relu_backward_:
      return use([](D d, V p, V q) { return hn::IfThenElseZero(hn::Gt(q, hn::Zero(d)), p); });
    case ElementOp::round_: return use([](D, V p) { return hn::Round(p); });
    case ElementOp::sigmoid_: return use([](D d, V p) { return sigmoid_of(d, p); });
    case ElementOp::sign_:
      return use([](D d, V p) {
        return hn::IfThenElse(hn::IsNaN(p), p,
                              hn::Sub(truth(d, hn::Gt(p, hn::Zero(d))), truth(d, hn::Lt(p, hn::Zero(d)))));
      });
    case ElementOp::sin_: return use([](float p) { return std::sin(p); });
    case ElementOp::sinh_: return use([](float p) { return std::sinh(p); });
    case ElementOp::sqrt_: return use([](D, V p) { return hn::Sqrt(p); });
    case ElementOp::sub_: return use([](D, V p, V q) { return hn::Sub(p, q); });
    case ElementOp::tan_: return use([](float p) { return std::tan(p); });
    case ElementOp::tanh_: return use([](D d, V p) { return tanh_of(d, p); });
    case ElementOp::trunc_: return use([](D, V p) { return hn::Trunc(p); });
    case ElementOp::where_: break;
  }
  return use([](D d, V p, V q, V r) { return hn::IfThenElse(hn::Ne(p, hn::Zero(d)), q, r); });
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
