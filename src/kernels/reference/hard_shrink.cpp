// y = x where |x| > bound, else 0
#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_hard_shrink(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<ShrinkOptions>()]<class T>(T x) {
    return T(x > T(o.bound) || x < T(-o.bound) || x != x ? x : T(0));
  });
}

}  // namespace percept
