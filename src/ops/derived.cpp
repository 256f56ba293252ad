// Functions of one formula over the elementwise ops and the reductions.
#include <algorithm>
#include <numbers>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"
#include "reduction_rules.hpp"

namespace percept {

Value square(Value x, Location at) { return mul(x, x, at); }
Value rsqrt(Value x, Location at) { return reciprocal(sqrt(x, at), at); }
Value reciprocal(Value x, Location at) { return div(number_like(x, 1), x, at); }
Value log2(Value x, Location at) { return mul(log(x, at), number_like(x, std::numbers::log2e), at); }
Value log10(Value x, Location at) { return mul(log(x, at), number_like(x, std::numbers::log10e), at); }

Value norm(Value x, ReduceOptions options, Location at) {
  return sqrt(reduce_sum(square(x, at), std::move(options), at), at);
}

// Halving: the first half times the second, until one is left; unlike y / x its gradient is right at zeros
// too.
Value reduce_prod(Value x, ReduceOptions options, Location at) {
  int rank = x.shape().rank();
  std::vector<std::int64_t> axes = checked_axes(x, options.axes, "reduce_prod", at);
  if (options.axes.empty())
    for (int a = 0; a < rank; ++a) axes.push_back(a);
  Shape kept = with_ones(x.shape(), axes);
  if (x.shape().elements() == 0) x = fill(x.graph(), {x.dtype(), kept, 1}, at);
  for (std::int64_t axis : axes)
    while (x.shape()[int(axis)] > 1) {
      std::int64_t n = x.shape()[int(axis)], half = n / 2;
      Value product = mul(slice(x, {.axis = axis, .end = half}, at),
                          slice(x, {.axis = axis, .begin = half, .end = 2 * half}, at), at);
      x = n % 2 == 0 ? product : concat({product, slice(x, {.axis = axis, .begin = n - 1}, at)}, axis, at);
    }
  if (options.keep) return x;
  std::vector<std::int64_t> dims;
  for (int a = 0; a < rank; ++a)
    if (!std::count(axes.begin(), axes.end(), a)) dims.push_back(kept[a]);
  return reshape(x, Shape(std::move(dims)), at);
}

}  // namespace percept
