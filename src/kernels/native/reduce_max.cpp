// native:reduce_max - the input seen as [outer, kept, inner], largest over outer and inner.
#include <algorithm>
#include <limits>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/reduction.hpp"
#include "reduction.hpp"

namespace percept {
namespace {

// NaN where one of the two is.
float larger(float a, float b) { return b > a || b != b ? b : a; }

class ReduceMaxKernel final : public Kernel {
 public:
  explicit ReduceMaxKernel(native::Reduction r) : r_(r) {}

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    const float* x = static_cast<const float*>(inputs[0]);
    float* y = static_cast<float*>(outputs[0]);
    std::int64_t grain = 1 + 16384 / std::max<std::int64_t>(r_.outer * r_.inner, 1);
    parallel_for(r_.kept, grain, [&](std::int64_t begin, std::int64_t end) {
      std::fill(y + begin, y + end, -std::numeric_limits<float>::infinity());
      for (std::int64_t o = 0; o < r_.outer; ++o)
        for (std::int64_t k = begin; k < end; ++k) {
          const float* from = x + (o * r_.kept + k) * r_.inner;
          float largest = y[k];
          for (std::int64_t i = 0; i < r_.inner; ++i) largest = larger(largest, from[i]);
          y[k] = largest;
        }
    });
  }

 private:
  native::Reduction r_;
};

}  // namespace

KernelOffer make_native_reduce_max(const KernelRequest& request) {
  const Node& node = request.node;
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  auto reduction = native::reduction_of(node.inputs[0].shape(), node.attributes.as<ReduceOptions>().axes);
  if (!reduction) return Message("kernels.scattered_axes");
  return std::make_unique<ReduceMaxKernel>(*reduction);
}

}  // namespace percept
