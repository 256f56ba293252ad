// Products of matrices by parts, for kernels that make more of them than a matrix: see native/matmul.cpp.
#pragma once

#include <cstdint>

namespace percept::native {

/// Where element (i, j) of a factor stands: data[i * row + j * column].
struct Strided {
  const float* data;
  std::int64_t row, column;
};

/// A part of a product: rows of y by columns of y, over all k.
struct Product {
  std::int64_t rows, inner, columns;
  Strided a;
  const float* b;
  std::int64_t b_row;    // from k to k + 1
  std::int64_t b_group;  // from one column of vectors to the next
  const float* bias;     // of the columns, or null
  float* y;
  std::int64_t y_row;
};

/// On the calling thread. Every element is the sum over k in order, beginning with the bias.
void multiply(const Product& product);
/// The numbers that a column of vectors is wide, to which b is packed: [column of vectors][k][number].
std::int64_t product_width();

}  // namespace percept::native
