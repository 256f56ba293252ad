// native:elementwise - any chain of elementwise ops in one pass over the memory. Elements are taken in blocks
// that stay in the first cache; each instruction is one SIMD loop over a block.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "expression.hpp"
#include "percept/base/threads.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/elementwise.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// y_i = f(x_i ...) of one, two or three tensors, a vector at a time; the last, partial one masked.
template <class F, class... X>
void each_vector(float* y, std::size_t n, F f, const X*... x) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(f(d, hn::LoadU(d, x + i)...), d, y + i);
  if (i == n) return;
  const auto rest = hn::FirstN(d, n - i);
  hn::BlendedStore(f(d, hn::MaskedLoad(rest, d, x + i)...), rest, d, y + i);
}

template <class F>
void each(const float* a, float* y, std::size_t n, F f) {
  each_vector(y, n, f, a);
}
template <class F>
void each(const float* a, const float* b, float* y, std::size_t n, F f) {
  each_vector(y, n, f, a, b);
}
template <class F>
void each(const float* a, const float* b, const float* c, float* y, std::size_t n, F f) {
  each_vector(y, n, f, a, b, c);
}

// What Highway has no function for, one number at a time.
template <class F>
void one_by_one(const float* a, float* y, std::size_t n, F f) {
  for (std::size_t i = 0; i < n; ++i) y[i] = f(a[i]);
}

// A bool is 1 or 0.
template <class M>
V truth(D d, M mask) {
  return hn::IfThenElseZero(mask, hn::Set(d, 1.0f));
}

// Highway's functions are exact to about an ulp on ordinary numbers; these say what they leave open.
V exp_of(D d, V x) {
  const V largest = hn::Set(d, 88.7228394f);  // ln of the largest float
  const V y = hn::IfThenElse(hn::Gt(x, largest), hn::Set(d, std::numeric_limits<float>::infinity()),
                             hn::Exp(d, hn::Min(x, largest)));
  return hn::IfThenElse(hn::IsNaN(x), x, y);
}

V log_of(D d, V x) {
  const V infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  V y = hn::IfThenElse(hn::Eq(x, infinity), x, hn::Log(d, x));
  y = hn::IfThenElse(hn::Eq(x, hn::Zero(d)), hn::Neg(infinity), y);
  return hn::IfThenElse(hn::Ge(x, hn::Zero(d)), y, hn::Set(d, std::numeric_limits<float>::quiet_NaN()));
}

// One instruction over a block; operands that it does not take are null. Comparisons are
// written so that NaN stays NaN. `cast` is to bool: from bool nothing is to be done.
void Run(ElementOp op, const float* a, const float* b, const float* c, float* y, std::size_t n) {
  switch (op) {
    case ElementOp::abs_: return each(a, y, n, [](D, V p) { return hn::Abs(p); });
    case ElementOp::acos_: return one_by_one(a, y, n, [](float p) { return std::acos(p); });
    case ElementOp::acosh_: return one_by_one(a, y, n, [](float p) { return std::acosh(p); });
    case ElementOp::add_: return each(a, b, y, n, [](D, V p, V q) { return hn::Add(p, q); });
    case ElementOp::asin_: return one_by_one(a, y, n, [](float p) { return std::asin(p); });
    case ElementOp::asinh_: return one_by_one(a, y, n, [](float p) { return std::asinh(p); });
    case ElementOp::atan_: return one_by_one(a, y, n, [](float p) { return std::atan(p); });
    case ElementOp::atanh_: return one_by_one(a, y, n, [](float p) { return std::atanh(p); });
    case ElementOp::cast_: return each(a, y, n, [](D d, V p) { return truth(d, hn::Ne(p, hn::Zero(d))); });
    case ElementOp::ceil_: return each(a, y, n, [](D, V p) { return hn::Ceil(p); });
    case ElementOp::cos_: return one_by_one(a, y, n, [](float p) { return std::cos(p); });
    case ElementOp::cosh_: return one_by_one(a, y, n, [](float p) { return std::cosh(p); });
    case ElementOp::div_: return each(a, b, y, n, [](D, V p, V q) { return hn::Div(p, q); });
    case ElementOp::equal_: return each(a, b, y, n, [](D d, V p, V q) { return truth(d, hn::Eq(p, q)); });
    case ElementOp::erf_: return one_by_one(a, y, n, [](float p) { return std::erf(p); });
    case ElementOp::exp_: return each(a, y, n, [](D d, V p) { return exp_of(d, p); });
    case ElementOp::expm1_: return one_by_one(a, y, n, [](float p) { return std::expm1(p); });
    case ElementOp::floor_: return each(a, y, n, [](D, V p) { return hn::Floor(p); });
    case ElementOp::is_inf_: return each(a, y, n, [](D d, V p) { return truth(d, hn::IsInf(p)); });
    case ElementOp::is_nan_: return each(a, y, n, [](D d, V p) { return truth(d, hn::IsNaN(p)); });
    case ElementOp::less_: return each(a, b, y, n, [](D d, V p, V q) { return truth(d, hn::Lt(p, q)); });
    case ElementOp::less_equal_:
      return each(a, b, y, n, [](D d, V p, V q) { return truth(d, hn::Le(p, q)); });
    case ElementOp::log_: return each(a, y, n, [](D d, V p) { return log_of(d, p); });
    case ElementOp::log1p_: return one_by_one(a, y, n, [](float p) { return std::log1p(p); });
    case ElementOp::logical_and_: return each(a, b, y, n, [](D, V p, V q) { return hn::Mul(p, q); });
    case ElementOp::logical_not_: return each(a, y, n, [](D d, V p) { return hn::Sub(hn::Set(d, 1.0f), p); });
    case ElementOp::logical_or_: return each(a, b, y, n, [](D, V p, V q) { return hn::Max(p, q); });
    case ElementOp::logical_xor_:
      return each(a, b, y, n, [](D d, V p, V q) { return truth(d, hn::Ne(p, q)); });
    case ElementOp::maximum_:
      return each(a, b, y, n,
                  [](D, V p, V q) { return hn::IfThenElse(hn::Or(hn::Gt(p, q), hn::IsNaN(p)), p, q); });
    case ElementOp::minimum_:
      return each(a, b, y, n,
                  [](D, V p, V q) { return hn::IfThenElse(hn::Or(hn::Lt(p, q), hn::IsNaN(p)), p, q); });
    case ElementOp::mul_: return each(a, b, y, n, [](D, V p, V q) { return hn::Mul(p, q); });
    case ElementOp::neg_: return each(a, y, n, [](D, V p) { return hn::Neg(p); });
    case ElementOp::pow_:
      for (std::size_t i = 0; i < n; ++i) y[i] = std::pow(a[i], b[i]);
      return;
    case ElementOp::relu_:
      return each(a, y, n, [](D d, V p) { return hn::IfThenZeroElse(hn::Le(p, hn::Zero(d)), p); });
    case ElementOp::relu_backward_:
      return each(a, b, y, n, [](D d, V p, V q) { return hn::IfThenElseZero(hn::Gt(q, hn::Zero(d)), p); });
    case ElementOp::round_: return each(a, y, n, [](D, V p) { return hn::Round(p); });
    case ElementOp::sigmoid_:
      return each(a, y, n, [](D d, V p) {
        return hn::Div(hn::Set(d, 1.0f), hn::Add(hn::Set(d, 1.0f), exp_of(d, hn::Neg(p))));
      });
    case ElementOp::sign_:
      return each(a, y, n, [](D d, V p) {
        return hn::IfThenElse(hn::IsNaN(p), p,
                              hn::Sub(truth(d, hn::Gt(p, hn::Zero(d))), truth(d, hn::Lt(p, hn::Zero(d)))));
      });
    case ElementOp::sin_: return one_by_one(a, y, n, [](float p) { return std::sin(p); });
    case ElementOp::sinh_: return one_by_one(a, y, n, [](float p) { return std::sinh(p); });
    case ElementOp::sqrt_: return each(a, y, n, [](D, V p) { return hn::Sqrt(p); });
    case ElementOp::sub_: return each(a, b, y, n, [](D, V p, V q) { return hn::Sub(p, q); });
    case ElementOp::tan_: return one_by_one(a, y, n, [](float p) { return std::tan(p); });
    case ElementOp::tanh_: return each(a, y, n, [](D d, V p) { return hn::Tanh(d, p); });
    case ElementOp::trunc_: return each(a, y, n, [](D, V p) { return hn::Trunc(p); });
    case ElementOp::where_:
      return each(a, b, c, y, n,
                  [](D d, V p, V q, V r) { return hn::IfThenElse(hn::Ne(p, hn::Zero(d)), q, r); });
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(Run);

namespace {

constexpr std::int64_t kBlock = 512;        // elements: 2 KiB an operand
constexpr std::int64_t kGrain = 16 * 1024;  // elements worth a thread

class ElementwiseKernel final : public Kernel {
 public:
  ElementwiseKernel(Expression expression, std::int64_t elements)
      : e_(std::move(expression)), elements_(elements), place_(std::size_t(e_.operands), -1),
        output_(std::size_t(e_.operands), -1) {
    // A scalar needs a block filled with it, a bool one to be turned into numbers in, a result one of its
    // own, unless it goes straight to an output.
    for (std::size_t i = 0; i < e_.input_is_scalar.size(); ++i)
      if (e_.input_is_scalar[i] || e_.input_is_bool[i]) place_[i] = blocks_++;
    first_constant_ = int(e_.input_is_scalar.size());
    for (std::size_t i = 0; i < e_.constants.size(); ++i)
      place_[std::size_t(first_constant_) + i] = blocks_++;
    int last_read = -1;  // the last instruction that reads an input from memory
    for (int i = 0; i < int(e_.code.size()); ++i) {
      const Instruction& code = e_.code[std::size_t(i)];
      for (int operand : {code.a, code.b, code.c})
        if (operand >= 0 && operand < first_constant_ && place_[std::size_t(operand)] < 0) last_read = i;
    }
    for (int i = 0; i < int(e_.code.size()); ++i) {
      int result = e_.code[std::size_t(i)].result;
      auto output = std::find(e_.outputs.begin(), e_.outputs.end(), result);
      // An output may be an input's own memory: nothing is written there before all inputs are read.
      if (output != e_.outputs.end() && i >= last_read &&
          !e_.output_is_bool[std::size_t(output - e_.outputs.begin())])
        output_[std::size_t(result)] = int(output - e_.outputs.begin());
      else
        place_[std::size_t(result)] = blocks_++;
    }
    threads_ = thread_count();
    scratch_bytes = std::size_t(blocks_ * kBlock * threads_) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto run_block = HWY_DYNAMIC_DISPATCH(Run);
    std::int64_t parts = std::clamp<std::int64_t>(elements_ / kGrain, 1, threads_);
    parallel_for(parts, 1, [&](std::int64_t first_part, std::int64_t last_part) {
      for (std::int64_t part = first_part; part < last_part; ++part)
        run_range(run_block, inputs, outputs, static_cast<float*>(scratch) + part * blocks_ * kBlock,
                  elements_ * part / parts, elements_ * (part + 1) / parts);
    });
  }

 private:
  template <class RunBlock>
  void run_range(RunBlock run_block, void* const* inputs, void* const* outputs, float* blocks,
                 std::int64_t begin, std::int64_t end) const {
    std::int64_t filled = std::min(kBlock, end - begin);
    auto block = [&](std::size_t operand) { return blocks + place_[operand] * kBlock; };
    for (std::size_t i = 0; i < e_.input_is_scalar.size(); ++i)
      if (e_.input_is_scalar[i])
        std::fill_n(block(i), filled,
                    e_.input_is_bool[i] ? float(*static_cast<const bool*>(inputs[i]))
                                        : *static_cast<const float*>(inputs[i]));
    for (std::size_t i = 0; i < e_.constants.size(); ++i)
      std::fill_n(block(std::size_t(first_constant_) + i), filled, e_.constants[i]);
    for (std::int64_t at = begin; at < end; at += kBlock) {
      auto n = std::size_t(std::min(kBlock, end - at));
      for (std::size_t i = 0; i < e_.input_is_bool.size(); ++i)
        if (e_.input_is_bool[i] && !e_.input_is_scalar[i])
          std::copy_n(static_cast<const bool*>(inputs[i]) + at, n, block(i));
      auto where = [&](int operand) -> float* {
        auto k = std::size_t(operand);
        if (place_[k] >= 0) return block(k);
        return static_cast<float*>(output_[k] >= 0 ? outputs[output_[k]] : inputs[k]) + at;
      };
      for (const Instruction& i : e_.code)
        run_block(i.op, where(i.a), i.b < 0 ? nullptr : where(i.b), i.c < 0 ? nullptr : where(i.c),
                  where(i.result), n);
      for (std::size_t o = 0; o < e_.outputs.size(); ++o) {
        const float* made = where(e_.outputs[o]);
        if (e_.output_is_bool[o])
          std::transform(made, made + n, static_cast<bool*>(outputs[o]) + at, [](float x) { return x != 0; });
        else if (output_[std::size_t(e_.outputs[o])] != int(o))
          std::memcpy(static_cast<float*>(outputs[o]) + at, made, n * sizeof(float));
      }
    }
  }

  Expression e_;
  std::int64_t elements_;
  std::vector<int> place_;   // by operand: its block in scratch; -1: in memory
  std::vector<int> output_;  // by operand: the output it is written to directly; -1: none
  int first_constant_ = 0, blocks_ = 0, threads_ = 1;
};

}  // namespace
}  // namespace native

KernelOffer make_native_elementwise(const KernelRequest& request) {
  Message why;
  std::optional<native::Expression> expression = native::expression_of(request.node, why);
  if (!expression) return why;
  const ValueType& type = request.node.outputs[0];
  bool floats = std::ranges::none_of(expression->input_is_bool, std::identity()) &&
                std::ranges::none_of(expression->output_is_bool, std::identity());
  Layout layout = floats && expression->keeps_zero() ? followed_layout(request) : Layout();
  std::int64_t elements =
      layout.plain() ? type.shape.elements() : std::int64_t(layout.bytes(type) / sizeof(float));
  auto scalars = expression->input_is_scalar;
  auto kernel = std::make_unique<native::ElementwiseKernel>(std::move(*expression), elements);
  for (bool scalar : scalars) kernel->input_layouts.push_back(scalar ? Layout() : layout);
  kernel->output_layouts.assign(request.node.outputs.size(), layout);
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
