// native:elementwise - any chain of elementwise ops in one pass over the memory. Elements are taken in blocks
// that stay in the first cache; each instruction is one SIMD loop over a block.
#include <algorithm>
#include <cstring>

#include "expression.hpp"
#include "percept/base/threads.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/elementwise.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "element_formulas-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// y_i = f(x_i ...) of one, two or three tensors, a vector at a time; the last, partial one masked. A formula
// of numbers is computed one by one.
template <class F, class... X>
void each(float* y, std::size_t n, F f, const X*... x) {
  if constexpr (is_of_numbers<F>) {
    for (std::size_t i = 0; i < n; ++i) y[i] = f(x[i]...);
  } else {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) hn::StoreU(f(d, hn::LoadU(d, x + i)...), d, y + i);
    if (i == n) return;
    const auto rest = hn::FirstN(d, n - i);
    hn::BlendedStore(f(d, hn::MaskedLoad(rest, d, x + i)...), rest, d, y + i);
  }
}

// One instruction over a block; operands that it does not take are null.
void Run(ElementOp op, const float* a, const float* b, const float* c, float* y, std::size_t n) {
  with_formula(op, [&]<class F>(F f) {
    if constexpr (operands_of<F> == 1) each(y, n, f, a);
    if constexpr (operands_of<F> == 2) each(y, n, f, a, b);
    if constexpr (operands_of<F> == 3) each(y, n, f, a, b, c);
  });
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
    in_place = true;
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
