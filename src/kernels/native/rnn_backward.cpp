// native:rnn_backward - d_t = (dh_t + g_t) f'_t with f' = 1 - h^2 of tanh, [h > 0] of relu;
// dh_{t-1} = W^T d_t.
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/rnn_backward.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_RNN_BACKWARD
#define PERCEPT_NATIVE_RNN_BACKWARD
namespace percept::native {

/// The op's tensors; the weight is packed. dh holds what comes from behind the step at hand.
struct RnnGradientTensors {
  const float *grad, *output, *weight;
  float *input_grad, *dh;
  bool relu;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct RnnBackwardCell {
  RnnGradientTensors p;
  std::int64_t width;

  float* hidden_grad(std::int64_t n) const { return p.dh + n * width; }
  void skip(std::int64_t row) const { std::fill_n(p.input_grad + row * width, width, 0.0f); }
  const float* deltas(const Reader& r) const {
    each_vector_of_units(width, [&](auto access, std::int64_t j) HWY_ATTR { units(access, r.row, r.n, j); });
    return p.input_grad + r.row * width;
  }
  template <class Access>
  HWY_INLINE void units(Access access, std::int64_t row, std::int64_t n, std::int64_t j) const {
    const D d;
    const V y = access.load(p.output + row * width + j);
    float* dh = p.dh + n * width + j;
    const V h_bar = hn::Add(access.load(dh), access.load(p.grad + row * width + j));
    const V slope = p.relu ? hn::IfThenElseZero(hn::Gt(y, hn::Zero(d)), hn::Set(d, 1.0f)) : tanh_slope(y);
    access.store(hn::Mul(h_bar, slope), p.input_grad + row * width + j);
    access.store(hn::Zero(d), dh);
  }
};

void RnnBackwardPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last,
                     float* packed) {
  pack_units(weight, hidden, hidden, first, last, packed);
}
void RnnGoBack(const Sequences& s, std::int64_t first, std::int64_t last, const RnnGradientTensors& p) {
  go_back(s, first, last, p.weight, s.hidden, RnnBackwardCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(RnnBackwardPack);
HWY_EXPORT(RnnGoBack);

namespace {

class RnnBackwardKernel final : public RecurrentKernel {
 public:
  RnnBackwardKernel(const Node& node, const RnnOptions& o)
      : RecurrentKernel(node, 3, o.reverse), relu_(o.nonlinearity == "relu") {
    scratch_bytes = std::size_t(packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(RnnBackwardPack);
    auto go_back = HWY_DYNAMIC_DISPATCH(RnnGoBack);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float* packed = static_cast<float*>(scratch);
    RnnGradientTensors p{in(0), in(2), packed, out(0), out(1), relu_};
    Sequences s = with_lengths(inputs[4]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(3), s.hidden, first, last, packed); });
    std::copy_n(in(1), s.batch * s.hidden, p.dh);
    each_group([&](std::int64_t first, std::int64_t last) { go_back(s, first, last, p); });
  }

 private:
  bool relu_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_rnn_backward(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::RnnBackwardKernel>(request.node, request.node.attributes.as<RnnOptions>());
}

}  // namespace percept
#endif  // HWY_ONCE
