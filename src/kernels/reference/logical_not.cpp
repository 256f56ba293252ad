// y = not x
#include "reference.hpp"

namespace percept {

void reference_logical_not(const Node&, std::span<const View> in, std::span<const View> out) {
  for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) out[0].as<bool>()[i] = !in[0].as<bool>()[i];
}

}  // namespace percept
