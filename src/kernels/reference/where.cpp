// y = a where the condition holds, else b
#include "reference.hpp"

namespace percept {

void reference_where(const Node&, std::span<const View> in, std::span<const View> out) {
  with_number(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<T>()[i] = in[0].as<bool>()[i] ? in[1].as<T>()[i] : in[2].as<T>()[i];
  });
}

}  // namespace percept
