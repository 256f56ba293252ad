// native:rnn - h_t = f(x_t + W h_{t-1}), f = tanh or relu.
#include <algorithm>

#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/rnn.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "recurrent-inl.hpp"

#ifndef PERCEPT_NATIVE_RNN
#define PERCEPT_NATIVE_RNN
namespace percept::native {

/// The op's tensors; the weight is packed.
struct RnnTensors {
  const float *input, *weight, *first_hidden;
  float* output;
  bool relu;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

struct RnnCell {
  RnnTensors p;
  std::int64_t width;

  const float* hidden(std::int64_t row, std::int64_t n) const {
    return state_at(p.output, p.first_hidden, row, n, width);
  }
  void skip(std::int64_t row) const { std::fill_n(p.output + row * width, width, 0.0f); }
  template <class Access>
  HWY_INLINE void units(Access access, const Reader& r, std::int64_t j, const float* sums) const {
    const D d;
    const V a = hn::Add(access.load(p.input + r.row * width + j), hn::LoadU(d, sums));
    const V h = p.relu ? hn::IfThenZeroElse(hn::Le(a, hn::Zero(d)), a) : tanh_of(d, a);
    access.store(h, p.output + r.row * width + j);
  }
};

void RnnPack(const float* weight, std::int64_t hidden, std::int64_t first, std::int64_t last, float* packed) {
  pack_gates<1>(weight, hidden, first, last, packed);
}
void RnnRead(const Sequences& s, std::int64_t first, std::int64_t last, const RnnTensors& p) {
  read_sequences<1>(s, first, last, p.weight, RnnCell{p, s.hidden});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(RnnPack);
HWY_EXPORT(RnnRead);

namespace {

class RnnKernel final : public RecurrentKernel {
 public:
  RnnKernel(const Node& node, const RnnOptions& o)
      : RecurrentKernel(node, 1, o.reverse), relu_(o.nonlinearity == "relu") {
    scratch_bytes = std::size_t(packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto pack = HWY_DYNAMIC_DISPATCH(RnnPack);
    auto read = HWY_DYNAMIC_DISPATCH(RnnRead);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    auto out = [&](int i) { return static_cast<float*>(outputs[i]); };
    float* packed = static_cast<float*>(scratch);
    RnnTensors p{in(0), packed, in(2), out(0), relu_};
    Sequences s = with_lengths(inputs[3]);
    each_units([&](std::int64_t first, std::int64_t last) { pack(in(1), s.hidden, first, last, packed); });
    each_group([&](std::int64_t first, std::int64_t last) {
      read(s, first, last, p);
      copy_last(s, first, last, p.output, p.first_hidden, out(1));
    });
  }

 private:
  bool relu_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_rnn(const KernelRequest& request) {
  if (auto why = native::recurrent_refusal(request.node)) return *why;
  return std::make_unique<native::RnnKernel>(request.node, request.node.attributes.as<RnnOptions>());
}

}  // namespace percept
#endif  // HWY_ONCE
