// A convolution as a product with its patches: im2col.
#pragma once

#include "percept/lab/filter_stage.hpp"

namespace percept::lab {

/// Y = P w + bias: a row of P for each pixel of the output, the patch that it sees, and w the kernel read row
/// by row. Of one channel of a picture f32 [C, H, W]; gives f32 [rows, taps]. Throws `Error` where the stage
/// is no convolution, or a transposed one, or does not fit.
Tensor im2col_of(const FilterStage& stage, const Tensor& planes, std::int64_t channel);

struct PatchMatrix {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> numbers, kernel, output;
  double bias = 0;
  template <class V>
  void fields(V& v) {
    v("rows", rows, "a row for each pixel of the output: its patch");
    v("columns", columns, "a column for each number of the kernel");
    v("numbers", numbers, "row by row");
    v("kernel", kernel, "read row by row");
    v("output", output, "each row times the kernel, and the bias");
    v("bias", bias, "");
  }
};

}  // namespace percept::lab
