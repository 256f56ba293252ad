// native:lstm - (i, f, g, o) = x_t + W h_{t-1} through sigmoid, sigmoid, tanh, sigmoid; c_t = f c_{t-1} + i
// g, h_t = o tanh c_t.
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/lstm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_LSTM
#define PERCEPT_NATIVE_LSTM
namespace percept::native {

/// The op's tensors; the weight is packed.
struct LstmTensors {
  const float *input, *weight, *first_hidden, *first_cell;
  float *output, *gates, *cells;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct LstmCell {
  LstmTensors p;
  std::int64_t width;

  const float* hidden(std::int64_t row, std::int64_t n) const {
    return state_at(p.output, p.first_hidden, row, n, width);
  }
  void skip(std::int64_t row) const {
    std::fill_n(p.output + row * width, width, 0.0f);
    std::fill_n(p.cells + row * width, width, 0.0f);
    std::fill_n(p.gates + row * 4 * width, 4 * width, 0.0f);
  }
  template <class Access>
  HWY_INLINE void units(Access access, const Reader& r, std::int64_t j, const float* sums) const {
    const D d;
    const float* x = p.input + r.row * 4 * width + j;
    const float* before = state_at(p.cells, p.first_cell, r.before, r.n, width) + j;
    auto gate = [&](int k) HWY_ATTR {
      return hn::Add(access.load(x + k * width), hn::LoadU(d, sums + k * std::int64_t(hn::Lanes(d))));
    };
    const V i = sigmoid_of(d, gate(0)), f = sigmoid_of(d, gate(1)), g = tanh_of(d, gate(2)),
            o = sigmoid_of(d, gate(3));
    const V c = hn::MulAdd(f, access.load(before), hn::Mul(i, g)), h = hn::Mul(o, tanh_of(d, c));
    float* gates = p.gates + r.row * 4 * width + j;
    access.store(i, gates), access.store(f, gates + width);
    access.store(g, gates + 2 * width), access.store(o, gates + 3 * width);
    access.store(c, p.cells + r.row * width + j);
    access.store(h, p.output + r.row * width + j);
  }
};

void LstmPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last,
              float* packed) {
  pack_gates<4>(weight, hidden, first, last, packed);
}
void LstmRead(const Sequences& s, std::int64_t first, std::int64_t last, const LstmTensors& p) {
  read_sequences<4>(s, first, last, p.weight, LstmCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(LstmPack);
HWY_EXPORT(LstmRead);

namespace {

class LstmKernel final : public RecurrentKernel {
 public:
  explicit LstmKernel(const Node& node)
      : RecurrentKernel(node, 1, node.attributes.as<RecurrentOptions>().reverse) {
    scratch_bytes = std::size_t(packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(LstmPack);
    auto read = HWY_DYNAMIC_DISPATCH(LstmRead);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float* packed = static_cast<float*>(scratch);
    LstmTensors p{in(0), packed, in(2), in(3), out(0), out(3), out(4)};
    Sequences s = with_lengths(inputs[4]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(1), s.hidden, first, last, packed); });
    each_group([&](std::int64_t first, std::int64_t last) {
      read(s, first, last, p);
      copy_last(s, first, last, p.output, p.first_hidden, out(1));
      copy_last(s, first, last, p.cells, p.first_cell, out(2));
    });
  }
};

}  // namespace
}  // namespace native

KernelOffer make_native_lstm(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::LstmKernel>(request.node);
}

}  // namespace percept
#endif  // HWY_ONCE
