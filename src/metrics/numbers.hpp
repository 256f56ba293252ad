// Tensors read as plain numbers, whatever their types.
#pragma once

#include <utility>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

struct Numbers {
  explicit Numbers(const Tensor& tensor)
      : wide(tensor.to(DType::f64)), values(std::as_const(wide).data<double>()) {}
  Tensor wide;
  std::span<const double> values;
};

/// Throws `Error` where the tensor holds neither whole numbers nor bools.
struct WholeNumbers {
  explicit WholeNumbers(const Tensor& tensor);
  Tensor wide;
  std::span<const std::int64_t> values;
};

/// Throw `Error`: unless the scores are floats [N, C] and the labels [N]; unless the two have one shape.
void require_rows(const Tensor& scores, const Tensor& labels);
void require_same_shape(const Tensor& a, const Tensor& b);

}  // namespace percept::metrics
