// y_i = draw i of the stream (counter's seed, node's name), at the counter's run
#include "percept/ops/random.hpp"
#include "reference.hpp"

namespace percept {

void reference_random_uniform(const Node& node, std::span<const View> in, std::span<const View> out) {
  const auto* counter = in[0].as<std::int64_t>();
  RandomStream stream(std::uint64_t(counter[0]), node.attributes.as<RandomOptions>().stream,
                      std::uint64_t(counter[1]));
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<T>()[i] = T(stream.uniform(std::uint64_t(i)));
  });
}

}  // namespace percept
