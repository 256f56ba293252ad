// native:gru_backward - dh_t += g_t; the gradients of the three gates before their nonlinearity;
// dh_{t-1} = z dh_t + U^T (d_r, d_z, r d_n).
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/gru_backward.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_GRU_BACKWARD
#define PERCEPT_NATIVE_GRU_BACKWARD
namespace percept::native {

/// The op's tensors; the weight is packed. dh holds what comes from behind the step at hand; `through` is
/// room for the gradients of U h + b, a row a sequence.
struct GruGradientTensors {
  const float *grad, *gates, *recalled, *previous, *weight;
  float *input_grad, *dh, *through;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct GruBackwardCell {
  GruGradientTensors p;
  std::int64_t width;

  float* hidden_grad(std::int64_t n) const { return p.dh + n * width; }
  void skip(std::int64_t row) const { std::fill_n(p.input_grad + row * 3 * width, 3 * width, 0.0f); }
  const float* deltas(const Reader& reader) const {
    each_vector_of_units(
        width, [&](auto access, std::int64_t j) HWY_ATTR { units(access, reader.row, reader.n, j); });
    return p.through + reader.n * 3 * width;
  }
  template <class Access>
  HWY_INLINE void units(Access access, std::int64_t row, std::int64_t sequence, std::int64_t j) const {
    const V one = hn::Set(D(), 1.0f);
    const float* gates = p.gates + row * 3 * width + j;
    const V r = access.load(gates), z = access.load(gates + width), n = access.load(gates + 2 * width);
    const V recalled = access.load(p.recalled + row * width + j);
    const V before = access.load(p.previous + row * width + j);
    float* dh = p.dh + sequence * width + j;
    const V h_bar = hn::Add(access.load(dh), access.load(p.grad + row * width + j));
    const V dn = hn::Mul(hn::Mul(h_bar, hn::Sub(one, z)), tanh_slope(n));
    const V dz = hn::Mul(hn::Mul(h_bar, hn::Sub(before, n)), sigmoid_slope(z));
    const V dr = hn::Mul(hn::Mul(dn, recalled), sigmoid_slope(r));
    float *delta = p.input_grad + row * 3 * width + j, *through = p.through + sequence * 3 * width + j;
    access.store(dr, delta), access.store(dz, delta + width), access.store(dn, delta + 2 * width);
    access.store(dr, through), access.store(dz, through + width);
    access.store(hn::Mul(dn, r), through + 2 * width);
    access.store(hn::Mul(h_bar, z), dh);
  }
};

void GruBackwardPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last,
                     float* packed) {
  pack_units(weight, 3 * hidden, hidden, first, last, packed);
}
void GruGoBack(const Sequences& s, std::int64_t first, std::int64_t last, const GruGradientTensors& p) {
  go_back(s, first, last, p.weight, 3 * s.hidden, GruBackwardCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(GruBackwardPack);
HWY_EXPORT(GruGoBack);

namespace {

class GruBackwardKernel final : public RecurrentKernel {
 public:
  explicit GruBackwardKernel(const Node& node)
      : RecurrentKernel(node, 5, node.attributes.as<RecurrentOptions>().reverse) {
    scratch_bytes = std::size_t(packed_size() + s_.batch * 3 * s_.hidden) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(GruBackwardPack);
    auto go_back = HWY_DYNAMIC_DISPATCH(GruGoBack);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float *packed = static_cast<float*>(scratch), *through = packed + packed_size();
    GruGradientTensors p{in(0), in(2), in(3), in(4), packed, out(0), out(1), through};
    Sequences s = with_lengths(inputs[6]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(5), s.hidden, first, last, packed); });
    std::copy_n(in(1), s.batch * s.hidden, p.dh);
    each_group([&](std::int64_t first, std::int64_t last) { go_back(s, first, last, p); });
  }
};

}  // namespace
}  // namespace native

KernelOffer make_native_gru_backward(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::GruBackwardKernel>(request.node);
}

}  // namespace percept
#endif  // HWY_ONCE
