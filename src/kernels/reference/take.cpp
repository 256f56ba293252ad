// y[o, i, n] = x[o, indices[i], n]; zeros for an index outside
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_take(const Node& node, std::span<const View> in, std::span<const View> out) {
  AlongAxis along(in[0].shape, node.attributes.as<TakeOptions>().axis);
  std::int64_t count = in[1].size();
  std::memset(out[0].data, 0, std::size_t(out[0].size()) * size_of(out[0].dtype));
  with_integer(in[1], [&]<class I>(I) {
    for (std::int64_t o = 0; o < along.outer; ++o)
      for (std::int64_t i = 0; i < count; ++i)
        if (std::int64_t k = position(in[1].as<I>()[i], along.size); k >= 0)
          copy_elements(out[0], (o * count + i) * along.inner, in[0], (o * along.size + k) * along.inner,
                        along.inner);
  });
}

}  // namespace percept
