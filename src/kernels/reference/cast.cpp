// y = x as another type
#include "reference.hpp"

namespace percept {

void reference_cast(const Node&, std::span<const View> in, std::span<const View> out) {
  with_number(in[0], [&]<class From>(From) {
    with_number(out[0], [&]<class To>(To) {
      for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) out[0].as<To>()[i] = To(in[0].as<From>()[i]);
    });
  });
}

}  // namespace percept
