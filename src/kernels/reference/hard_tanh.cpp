// y = x held between low and high, -1 and 1 unless said otherwise
#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_hard_tanh(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<HardTanhOptions>()]<class T>(T x) {
    return T(double(x) < o.low ? T(o.low) : double(x) > o.high ? T(o.high) : x);
  });
}

}  // namespace percept
