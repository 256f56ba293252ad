// whether x is no number (0 / 0)
#include "reference.hpp"

namespace percept {

void reference_is_nan(const Node&, std::span<const View> in, std::span<const View> out) {
  with_float(in[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) {
      T x = in[0].as<T>()[i];
      out[0].as<bool>()[i] = x != x;
    }
  });
}

}  // namespace percept
