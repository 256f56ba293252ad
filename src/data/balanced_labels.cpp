#include "balanced_labels.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "percept/base/random.hpp"

namespace percept::data {

Tensor balanced_labels(std::int64_t count, std::uint64_t seed, std::string_view path) {
  Tensor labels(DType::i64, {count});
  auto values = labels.data<std::int64_t>();
  for (std::int64_t begin = 0; begin < count; begin += 10) {
    RandomSequence random(RandomStream(seed, path, std::uint64_t(begin / 10)));
    std::array<std::int64_t, 10> order{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (std::uint32_t k = 9; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
    for (std::int64_t i = begin; i < std::min(count, begin + 10); ++i)
      values[std::size_t(i)] = order[std::size_t(i - begin)];
  }
  return labels;
}

}  // namespace percept::data
