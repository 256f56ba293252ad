// y = a and b
#include "reference.hpp"

namespace percept {

void reference_logical_and(const Node&, std::span<const View> in, std::span<const View> out) {
  compare(in, out, [](bool a, bool b) { return a && b; });
}

}  // namespace percept
