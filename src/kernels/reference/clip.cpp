// y = x held between low and high; NaN stays NaN
#include "percept/ops/elementwise.hpp"
#include "reference.hpp"

namespace percept {

void reference_clip(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<ClipOptions>();
  map_number(in, out, [o]<class T>(T x) {
    return double(x) < o.low ? T(o.low) : double(x) > o.high ? T(o.high) : x;
  });
}

}  // namespace percept
