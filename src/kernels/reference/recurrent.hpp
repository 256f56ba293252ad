// What the recurrent reference kernels share: the order of the steps, and the product with the weight.
#pragma once

#include <algorithm>
#include <cmath>

#include "reference.hpp"

namespace percept {

/// Calls f(row, n) for every step of every sequence in the order of reading: `row` counts in [T N], n is the
/// sequence. Steps behind a sequence's end are left out. Backward goes in the other order.
template <class F>
void each_step(const View& steps, const View& lengths, bool reverse, F&& f) {
  std::int64_t count = steps.shape[0], batch = steps.shape[1];
  for (std::int64_t k = 0; k < count; ++k) {
    std::int64_t t = reverse ? count - 1 - k : k;
    for (std::int64_t n = 0; n < batch; ++n)
      if (t < lengths.as<std::int64_t>()[n]) f(t * batch + n, n);
  }
}

/// y_i = sum_k w[i, k] h_k
template <class T>
T row_product(const T* weight, const T* h, std::int64_t i, std::int64_t width) {
  T sum = 0;
  for (std::int64_t k = 0; k < width; ++k) sum += weight[i * width + k] * h[k];
  return sum;
}

/// h_k += sum_i w[i, k] d_i, `rows` rows from `weight` on.
template <class T>
void add_transposed_product(const T* weight, const T* d, std::int64_t rows, T* h, std::int64_t width) {
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t k = 0; k < width; ++k) h[k] += weight[i * width + k] * d[i];
}

template <class T>
T logistic(T x) {
  return 1 / (1 + std::exp(-x));
}

inline void clear(const View& view) {
  std::memset(view.data, 0, std::size_t(view.size()) * size_of(view.dtype));
}

}  // namespace percept
