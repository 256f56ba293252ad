// native:elementwise - any chain of elementwise ops in one pass over the memory. Elements are taken in blocks
// that stay in the first cache; each instruction is one SIMD loop over a block.
#include <algorithm>
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

template <class F>
void each(const float* a, const float* b, float* y, std::size_t n, F f) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(f(d, hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, y + i);
  if (i == n) return;
  const auto rest = hn::FirstN(d, n - i);
  hn::BlendedStore(f(d, hn::MaskedLoad(rest, d, a + i), hn::MaskedLoad(rest, d, b + i)), rest, d, y + i);
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

// One instruction over a block. Unary ops read `a` twice: the second load is free.
void Run(ElementOp op, const float* a, const float* b, float* y, std::size_t n) {
  switch (op) {
    case ElementOp::add: return each(a, b, y, n, [](D, V p, V q) { return hn::Add(p, q); });
    case ElementOp::sub: return each(a, b, y, n, [](D, V p, V q) { return hn::Sub(p, q); });
    case ElementOp::mul: return each(a, b, y, n, [](D, V p, V q) { return hn::Mul(p, q); });
    case ElementOp::div: return each(a, b, y, n, [](D, V p, V q) { return hn::Div(p, q); });
    case ElementOp::neg: return each(a, a, y, n, [](D, V p, V) { return hn::Neg(p); });
    case ElementOp::exp: return each(a, a, y, n, [](D d, V p, V) { return exp_of(d, p); });
    case ElementOp::log: return each(a, a, y, n, [](D d, V p, V) { return log_of(d, p); });
    case ElementOp::relu:  // written so that NaN stays NaN
      return each(a, a, y, n, [](D d, V p, V) { return hn::IfThenZeroElse(hn::Le(p, hn::Zero(d)), p); });
    case ElementOp::relu_backward:
      return each(a, b, y, n, [](D d, V p, V q) { return hn::IfThenElseZero(hn::Gt(q, hn::Zero(d)), p); });
    case ElementOp::sigmoid:
      return each(a, a, y, n, [](D d, V p, V) {
        const V one = hn::Set(d, 1.0f);
        return hn::Div(one, hn::Add(one, exp_of(d, hn::Neg(p))));
      });
    case ElementOp::tanh: return each(a, a, y, n, [](D d, V p, V) { return hn::Tanh(d, p); });
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
    // A scalar needs a block filled with it, a result a block of its own, unless it goes straight to an
    // output.
    for (std::size_t i = 0; i < e_.input_is_scalar.size(); ++i)
      if (e_.input_is_scalar[i]) place_[i] = blocks_++;
    first_constant_ = int(e_.input_is_scalar.size());
    for (std::size_t i = 0; i < e_.constants.size(); ++i)
      place_[std::size_t(first_constant_) + i] = blocks_++;
    int last_read = -1;  // the last instruction that reads an input from memory
    for (int i = 0; i < int(e_.code.size()); ++i)
      for (int operand : {e_.code[std::size_t(i)].a, e_.code[std::size_t(i)].b})
        if (operand >= 0 && operand < first_constant_ && place_[std::size_t(operand)] < 0) last_read = i;
    for (int i = 0; i < int(e_.code.size()); ++i) {
      int result = e_.code[std::size_t(i)].result;
      auto output = std::find(e_.outputs.begin(), e_.outputs.end(), result);
      // An output may be an input's own memory: nothing is written there before all inputs are read.
      if (output != e_.outputs.end() && i >= last_read)
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
    for (std::size_t i = 0; i < e_.input_is_scalar.size(); ++i)
      if (e_.input_is_scalar[i])
        std::fill_n(blocks + place_[i] * kBlock, filled, *static_cast<const float*>(inputs[i]));
    for (std::size_t i = 0; i < e_.constants.size(); ++i)
      std::fill_n(blocks + place_[std::size_t(first_constant_) + i] * kBlock, filled, e_.constants[i]);
    for (std::int64_t at = begin; at < end; at += kBlock) {
      auto n = std::size_t(std::min(kBlock, end - at));
      auto where = [&](int operand) -> float* {
        auto k = std::size_t(operand);
        if (place_[k] >= 0) return blocks + place_[k] * kBlock;
        return static_cast<float*>(output_[k] >= 0 ? outputs[output_[k]] : inputs[k]) + at;
      };
      for (const Instruction& i : e_.code)
        run_block(i.op, where(i.a), where(i.b < 0 ? i.a : i.b), where(i.result), n);
      for (std::size_t o = 0; o < e_.outputs.size(); ++o)
        if (output_[std::size_t(e_.outputs[o])] != int(o))
          std::memcpy(static_cast<float*>(outputs[o]) + at, where(e_.outputs[o]), n * sizeof(float));
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
  Layout layout = expression->keeps_zero() ? followed_layout(request) : Layout();
  auto elements = std::int64_t(layout.bytes(type) / sizeof(float));
  auto scalars = expression->input_is_scalar;
  auto kernel = std::make_unique<native::ElementwiseKernel>(std::move(*expression), elements);
  for (bool scalar : scalars) kernel->input_layouts.push_back(scalar ? Layout() : layout);
  kernel->output_layouts.assign(request.node.outputs.size(), layout);
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
