// y = x moved by bound towards 0, and 0 where that would pass it
#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_soft_shrink(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<ShrinkOptions>()]<class T>(T x) {
    return T(x - (x < T(-o.bound) ? T(-o.bound) : x > T(o.bound) ? T(o.bound) : x));
  });
}

}  // namespace percept
