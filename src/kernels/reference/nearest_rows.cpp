// y[n] = the k rows m with the smallest sum_i (x[n, i] - p[m, i])^2, in their order
#include <vector>

#include "nearest.hpp"
#include "percept/ops/nearest.hpp"
#include "reference.hpp"

namespace percept {

void reference_nearest_rows(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t k = node.attributes.as<NearestOptions>().k, size = in[0].shape[1], rows = in[1].shape[0];
  with_float(in[0], [&]<class X>(X) {
    with_number(in[1], [&]<class P>(P) {
      for (std::int64_t n = 0; n < in[0].shape[0]; ++n) {
        std::vector<Neighbour> nearest(static_cast<std::size_t>(k));
        for (std::int64_t m = 0; m < rows; ++m)
          offer(nearest.data(), k,
                {squared_distance(in[0].as<X>() + n * size, in[1].as<P>() + m * size, size), m});
        for (std::int64_t j = 0; j < k; ++j)
          out[0].as<std::int64_t>()[n * k + j] = nearest[std::size_t(j)].row;
      }
    });
  });
}

}  // namespace percept
