// y[i, j] = sum_k a[i, k] b[k, j], for each matrix of the stack
#include "percept/ops/linear_algebra.hpp"
#include "reference.hpp"

namespace percept {

void reference_matmul(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto [transpose_a, transpose_b] = node.attributes.as<MatmulOptions>();
  std::int64_t rows = out[0].shape[-2], columns = out[0].shape[-1];
  std::int64_t inner = in[0].shape[transpose_a ? -2 : -1];
  std::int64_t stack = out[0].shape.elements(0, out[0].shape.rank() - 2);
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t s = 0; s < stack; ++s) {
      const T* a = in[0].as<T>() + s * rows * inner;
      const T* b = in[1].as<T>() + s * inner * columns;
      T* y = out[0].as<T>() + s * rows * columns;
      for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < columns; ++j) {
          T sum = 0;
          for (std::int64_t k = 0; k < inner; ++k)
            sum += (transpose_a ? a[k * rows + i] : a[i * inner + k]) *
                   (transpose_b ? b[j * inner + k] : b[k * columns + j]);
          y[i * columns + j] = sum;
        }
    }
  });
}

}  // namespace percept
