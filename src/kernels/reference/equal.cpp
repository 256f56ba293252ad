// y = [a = b]
#include "reference.hpp"

namespace percept {

void reference_equal(const Node&, std::span<const View> in, std::span<const View> out) {
  with_number(in[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<bool>()[i] = in[0].as<T>()[i] == in[1].as<T>()[i];
  });
}

}  // namespace percept
