// y[i_order[0], ...] = x[i_0, ...]
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_transpose(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto order = node.attributes.as<TransposeOptions>().order;
  std::vector<std::int64_t> strides = strides_of(in[0].shape), index(order.size());
  with_number(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) {
      std::int64_t from = 0;
      for (std::size_t a = 0; a < order.size(); ++a) from += index[a] * strides[std::size_t(order[a])];
      out[0].as<T>()[i] = in[0].as<T>()[from];
      for (int a = int(order.size()) - 1; a >= 0 && ++index[std::size_t(a)] == out[0].shape[a]; --a)
        index[std::size_t(a)] = 0;
    }
  });
}

}  // namespace percept
