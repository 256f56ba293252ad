// native:gru - r, z = sigmoid(x + U h + b), n = tanh(x_n + r (U_n h + b_n)), h' = (1 - z) n + z h.
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/gru.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_GRU
#define PERCEPT_NATIVE_GRU
namespace percept::native {

/// The op's tensors; the weight is packed.
struct GruTensors {
  const float *input, *weight, *bias, *first_hidden;
  float *output, *gates, *recalled;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct GruCell {
  GruTensors p;
  std::int64_t width;

  const float* hidden(std::int64_t row, std::int64_t n) const {
    return state_at(p.output, p.first_hidden, row, n, width);
  }
  void skip(std::int64_t row) const {
    std::fill_n(p.output + row * width, width, 0.0f);
    std::fill_n(p.recalled + row * width, width, 0.0f);
    std::fill_n(p.gates + row * 3 * width, 3 * width, 0.0f);
  }
  template <class Access>
  HWY_INLINE void units(Access access, const Reader& reader, std::int64_t j, const float* sums) const {
    const D d;
    const float* x = p.input + reader.row * 3 * width + j;
    auto input = [&](int k) HWY_ATTR { return access.load(x + k * width); };
    auto recalled = [&](int k) HWY_ATTR {  // U h + b
      return hn::Add(hn::LoadU(d, sums + k * std::int64_t(hn::Lanes(d))),
                     access.load(p.bias + k * width + j));
    };
    const V r = sigmoid_of(d, hn::Add(input(0), recalled(0)));
    const V z = sigmoid_of(d, hn::Add(input(1), recalled(1)));
    const V m = recalled(2), n = tanh_of(d, hn::MulAdd(r, m, input(2)));
    const V before = access.load(hidden(reader.before, reader.n) + j);
    const V h = hn::MulAdd(z, before, hn::NegMulAdd(z, n, n));
    float* gates = p.gates + reader.row * 3 * width + j;
    access.store(r, gates), access.store(z, gates + width), access.store(n, gates + 2 * width);
    access.store(m, p.recalled + reader.row * width + j);
    access.store(h, p.output + reader.row * width + j);
  }
};

void GruPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last, float* packed) {
  pack_gates<3>(weight, hidden, first, last, packed);
}
void GruRead(const Sequences& s, std::int64_t first, std::int64_t last, const GruTensors& p) {
  read_sequences<3>(s, first, last, p.weight, GruCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(GruPack);
HWY_EXPORT(GruRead);

namespace {

class GruKernel final : public RecurrentKernel {
 public:
  explicit GruKernel(const Node& node)
      : RecurrentKernel(node, 1, node.attributes.as<RecurrentOptions>().reverse) {
    scratch_bytes = std::size_t(packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(GruPack);
    auto read = HWY_DYNAMIC_DISPATCH(GruRead);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float* packed = static_cast<float*>(scratch);
    GruTensors p{in(0), packed, in(2), in(3), out(0), out(2), out(3)};
    Sequences s = with_lengths(inputs[4]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(1), s.hidden, first, last, packed); });
    each_group([&](std::int64_t first, std::int64_t last) {
      read(s, first, last, p);
      copy_last(s, first, last, p.output, p.first_hidden, out(1));
    });
  }
};

}  // namespace
}  // namespace native

KernelOffer make_native_gru(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::GruKernel>(request.node);
}

}  // namespace percept
#endif  // HWY_ONCE
