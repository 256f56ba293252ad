// native:linear - y = x W^T + b for a few rows x: every weight is read once or a few times, so nothing is
// gained by bringing W into another order first, and the time is that of reading it.
#include <algorithm>
#include <memory>
#include <type_traits>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/linear.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// y[o] = sum over k of x[k] w[o][k], for R neighbouring outputs o.
template <int R>
HWY_INLINE void products(std::int64_t inner, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                         const float* bias, float* y) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  V sums[R];
  for (int r = 0; r < R; ++r) sums[r] = hn::Zero(d);
  for (std::int64_t k = 0; k < inner; k += lanes)
    with_access(inner - k, [&](auto access) HWY_ATTR {
      const V factor = access.load(x + k);
      for (int r = 0; r < R; ++r) sums[r] = hn::MulAdd(factor, access.load(w + r * inner + k), sums[r]);
    });
  for (int r = 0; r < R; ++r) y[r] = hn::GetLane(hn::SumOfLanes(d, sums[r])) + (bias ? bias[r] : 0);
}

// Outputs `first` to `last` of all rows; the weights of R outputs stay in the cache meanwhile.
void LinearOutputs(std::int64_t rows, std::int64_t inner, std::int64_t outer, std::int64_t first,
                   std::int64_t last, const float* x, const float* w, const float* bias, float* y) {
  for (std::int64_t o = first; o < last;) {
    auto take = [&]<int R>(std::integral_constant<int, R>) HWY_ATTR {
      for (std::int64_t n = 0; n < rows; ++n)
        products<R>(inner, x + n * inner, w + o * inner, bias ? bias + o : nullptr, y + n * outer + o);
      o += R;
    };
    if (last - o >= 8)
      take(std::integral_constant<int, 8>());
    else
      take(std::integral_constant<int, 1>());
  }
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(LinearOutputs);

namespace {

// More rows use each weight often enough for a product of matrices.
constexpr std::int64_t kMostRows = 4;

class LinearKernel final : public Kernel {
 public:
  LinearKernel(const Shape& x, const Shape& w, bool bias)
      : rows_(x[0]), inner_(x[1]), outer_(w[0]), bias_(bias) {}

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    auto outputs_of = HWY_DYNAMIC_DISPATCH(LinearOutputs);
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    parallel_for(outer_, 1 + 64 * 1024 / (rows_ * inner_), [&](std::int64_t first, std::int64_t last) {
      outputs_of(rows_, inner_, outer_, first, last, in(0), in(1), bias_ ? in(2) : nullptr,
                 static_cast<float*>(outputs[0]));
    });
  }

 private:
  std::int64_t rows_, inner_, outer_;
  bool bias_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_linear(const KernelRequest& request) {
  const Node& node = request.node;
  const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  if (x.elements() == 0 || w.elements() == 0) return Message("kernels.empty");
  if (x[0] > native::kMostRows) return Message("kernels.many_rows", {{"most", native::kMostRows}});
  return std::make_unique<native::LinearKernel>(x, w, node.inputs.size() > 2 && node.inputs[2]);
}

}  // namespace percept
#endif  // HWY_ONCE
