// y = x, element by element in row-major order
#include <cstring>

#include "reference.hpp"

namespace percept {

void reference_reshape(const Node&, std::span<const View> in, std::span<const View> out) {
  std::memcpy(out[0].data, in[0].data, std::size_t(out[0].size()) * size_of(out[0].dtype));
}

}  // namespace percept
