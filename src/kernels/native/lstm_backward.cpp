// native:lstm_backward - dh_t += g_t, dc_t += dh_t o (1 - tanh^2 c_t); d_t, the gradients of the four gates
// before their nonlinearity; dc_{t-1} = dc_t f, dh_{t-1} = W^T d_t.
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/lstm_backward.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_LSTM_BACKWARD
#define PERCEPT_NATIVE_LSTM_BACKWARD
namespace percept::native {

/// The op's tensors; the weight is packed. dh and dc hold what comes from behind the step at hand.
struct LstmGradientTensors {
  const float *grad, *gates, *cells, *previous_cells, *weight;
  float *input_grad, *dh, *dc;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct LstmBackwardCell {
  LstmGradientTensors p;
  std::int64_t width;

  float* hidden_grad(std::int64_t n) const { return p.dh + n * width; }
  void skip(std::int64_t row) const { std::fill_n(p.input_grad + row * 4 * width, 4 * width, 0.0f); }
  const float* deltas(const Reader& r) const {
    each_vector_of_units(width, [&](auto access, std::int64_t j) HWY_ATTR { units(access, r.row, r.n, j); });
    return p.input_grad + r.row * 4 * width;
  }
  template <class Access>
  HWY_INLINE void units(Access access, std::int64_t row, std::int64_t n, std::int64_t j) const {
    const D d;
    const float* gates = p.gates + row * 4 * width + j;
    const V i = access.load(gates), f = access.load(gates + width), g = access.load(gates + 2 * width),
            o = access.load(gates + 3 * width);
    const V before = access.load(p.previous_cells + row * width + j);
    const V bent = tanh_of(d, access.load(p.cells + row * width + j));
    float *dh = p.dh + n * width + j, *dc = p.dc + n * width + j;
    const V h_bar = hn::Add(access.load(dh), access.load(p.grad + row * width + j));
    const V c_bar = hn::MulAdd(hn::Mul(h_bar, o), tanh_slope(bent), access.load(dc));
    float* delta = p.input_grad + row * 4 * width + j;
    access.store(hn::Mul(hn::Mul(c_bar, g), sigmoid_slope(i)), delta);
    access.store(hn::Mul(hn::Mul(c_bar, before), sigmoid_slope(f)), delta + width);
    access.store(hn::Mul(hn::Mul(c_bar, i), tanh_slope(g)), delta + 2 * width);
    access.store(hn::Mul(hn::Mul(h_bar, bent), sigmoid_slope(o)), delta + 3 * width);
    access.store(hn::Mul(c_bar, f), dc);
    access.store(hn::Zero(d), dh);
  }
};

void LstmBackwardPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last,
                      float* packed) {
  pack_units(weight, 4 * hidden, hidden, first, last, packed);
}
void LstmGoBack(const Sequences& s, std::int64_t first, std::int64_t last, const LstmGradientTensors& p) {
  go_back(s, first, last, p.weight, 4 * s.hidden, LstmBackwardCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(LstmBackwardPack);
HWY_EXPORT(LstmGoBack);

namespace {

class LstmBackwardKernel final : public RecurrentKernel {
 public:
  explicit LstmBackwardKernel(const Node& node)
      : RecurrentKernel(node, 6, node.attributes.as<RecurrentOptions>().reverse) {
    scratch_bytes = std::size_t(packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(LstmBackwardPack);
    auto go_back = HWY_DYNAMIC_DISPATCH(LstmGoBack);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float* packed = static_cast<float*>(scratch);
    LstmGradientTensors p{in(0), in(3), in(4), in(5), packed, out(0), out(1), out(2)};
    Sequences s = with_lengths(inputs[7]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(6), s.hidden, first, last, packed); });
    std::copy_n(in(1), s.batch * s.hidden, p.dh);
    std::copy_n(in(2), s.batch * s.hidden, p.dc);
    each_group([&](std::int64_t first, std::int64_t last) { go_back(s, first, last, p); });
  }
};

}  // namespace
}  // namespace native

KernelOffer make_native_lstm_backward(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::LstmBackwardKernel>(request.node);
}

}  // namespace percept
#endif  // HWY_ONCE
