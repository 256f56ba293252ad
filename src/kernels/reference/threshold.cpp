// y = x where x > threshold, else value
#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_threshold(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<ThresholdOptions>()]<class T>(T x) {
    return T(x <= T(o.threshold) ? T(o.value) : x);
  });
}

}  // namespace percept
