// Elements of [N, C, ...] with their channel.
#pragma once

#include "reference.hpp"

namespace percept {

/// Calls f(i, c) for every element i in row-major order, c its channel.
template <class F>
void each_channel(const Shape& shape, F&& f) {
  std::int64_t places = shape.elements(2, shape.rank()), i = 0;
  for (std::int64_t n = 0; n < shape[0]; ++n)
    for (std::int64_t c = 0; c < shape[1]; ++c)
      for (std::int64_t p = 0; p < places; ++p) f(i++, std::size_t(c));
}

}  // namespace percept
