// y = x P(X <= x) for a normal X. Hendrycks and Gimpel 2016
#include <cmath>
#include <numbers>

#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {
namespace {

constexpr double kRoot2OverPi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;

}  // namespace

void reference_gelu(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<GeluOptions>()]<class T>(T x) {
    T bent = o.tanh ? std::tanh(T(kRoot2OverPi) * (x + T(0.044715) * x * x * x))
                    : std::erf(x / std::numbers::sqrt2_v<T>);
    return T(0.5) * x * (1 + bent);
  });
}

}  // namespace percept
