// y_j = the sum of x_i for i <= j (i < j: exclusive), from the end where reversed
#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_cumsum(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<CumsumOptions>();
  AlongAxis along(in[0].shape, o.axis);
  with_float(out[0], [&]<class T>(T) {
    along.each_row([&](std::int64_t base, std::int64_t) {
      T sum = 0;
      for (std::int64_t j = 0; j < along.size; ++j) {
        std::int64_t i = base + (o.reverse ? along.size - 1 - j : j) * along.inner;
        T before = sum;
        sum += in[0].as<T>()[i];
        out[0].as<T>()[i] = o.exclusive ? before : sum;
      }
    });
  });
}

}  // namespace percept
