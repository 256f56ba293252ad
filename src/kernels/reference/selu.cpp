// y = 1.0507 elu(x) with alpha = 1.6733. Klambauer et al. 2017
#include <cmath>

#include "reference.hpp"

namespace percept {
namespace {

constexpr double kScale = 1.0507009873554804934193349852946, kAlpha = 1.6732632423543772848170429916717;

}  // namespace

void reference_selu(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(T(kScale) * (x > 0 ? x : T(kAlpha) * std::expm1(x))); });
}

}  // namespace percept
