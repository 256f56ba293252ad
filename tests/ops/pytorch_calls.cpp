// To add a case: its line in one of these files, its line in tools/goldens/op_cases, and
// tools/goldens/ops.py run.
#include "ops/pytorch_calls.hpp"

namespace percept::proof {
namespace {

template <class... T>
Values outputs_of(T... values) {
  return {values...};
}
Values outputs_of(Values values) { return values; }
Values outputs_of(Sorted sorted) { return {sorted.values, sorted.positions}; }
Values outputs_of(Normalized made) { return {made.output, made.mean, made.variance}; }
Values outputs_of(MaxPool2d pooled) { return {pooled.output, pooled.indices}; }

}  // namespace

const std::vector<PytorchCall>& pytorch_calls() {
  static const std::vector<PytorchCall> all = [] {
    std::vector<PytorchCall> calls;
#define CALL(name, ...)                                                                        \
  calls.push_back({name, []([[maybe_unused]] Graph& graph, [[maybe_unused]] const Values& x) { \
                     return outputs_of(__VA_ARGS__);                                           \
                   }});
#include "ops/pytorch_activation.inc"
#include "ops/pytorch_arrangement.inc"
#include "ops/pytorch_convolution.inc"
#include "ops/pytorch_ctc.inc"
#include "ops/pytorch_elementwise.inc"
#include "ops/pytorch_linear_algebra.inc"
#include "ops/pytorch_normalization.inc"
#include "ops/pytorch_pooling.inc"
#include "ops/pytorch_reduction.inc"
#include "ops/pytorch_resampling.inc"
#undef CALL
    return calls;
  }();
  return all;
}

}  // namespace percept::proof
