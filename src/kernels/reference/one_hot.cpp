// y[..., c] = [c = labels[...]]
#include "reference.hpp"

namespace percept {

void reference_one_hot(const Node&, std::span<const View> in, std::span<const View> out) {
  std::int64_t classes = out[0].shape[-1];
  with_integer(in[0], [&]<class L>(L) {
    with_number(out[0], [&]<class T>(T) {
      for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
        out[0].as<T>()[i] = T(std::int64_t(in[0].as<L>()[i / classes]) == i % classes);
    });
  });
}

}  // namespace percept
