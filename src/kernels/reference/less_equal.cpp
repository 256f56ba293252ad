// y = [a <= b]
#include "reference.hpp"

namespace percept {

void reference_less_equal(const Node&, std::span<const View> in, std::span<const View> out) {
  compare(in, out, [](auto a, auto b) { return a <= b; });
}

}  // namespace percept
