// Products of matrices.
#include <cmath>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// alpha A B + beta C; with B [out, in] transposed it is a linear layer.
Value general_product(C& c) {
  Value a = c.real(0), b = c.real(1), bias = c.has(2) ? c.real(2) : Value();
  double alpha = c.float_of("alpha", 1), beta = c.float_of("beta", 1);
  bool transpose_a = c.int_of("transA") != 0, transpose_b = c.int_of("transB") != 0;
  bool layer = !transpose_a && transpose_b && alpha == 1 && a.shape().rank() == 2 &&
               (!bias || (beta == 1 && b.shape().rank() == 2 && bias.shape() == Shape{b.shape()[0]}));
  if (layer) return linear(a, b, bias);
  Value y = matmul(a, b, {transpose_a, transpose_b});
  if (alpha != 1) y = y * alpha;
  if (!bias) return y;
  return y + (beta != 1 ? bias * beta : bias);
}

// By Gaussian elimination with the largest pivot of each column.
double determinant(std::vector<double> m, std::int64_t n) {
  double product = 1;
  auto at = [&](std::int64_t i, std::int64_t j) -> double& { return m[std::size_t(i * n + j)]; };
  for (std::int64_t k = 0; k < n; ++k) {
    std::int64_t pivot = k;
    for (std::int64_t i = k + 1; i < n; ++i)
      if (std::abs(at(i, k)) > std::abs(at(pivot, k))) pivot = i;
    if (at(pivot, k) == 0) return 0;
    if (pivot != k) {
      for (std::int64_t j = 0; j < n; ++j) std::swap(at(k, j), at(pivot, j));
      product = -product;
    }
    product *= at(k, k);
    for (std::int64_t i = k + 1; i < n; ++i) {
      double factor = at(i, k) / at(k, k);
      for (std::int64_t j = k; j < n; ++j) at(i, j) -= factor * at(k, j);
    }
  }
  return product;
}

Value determinants(C& c) {
  Tensor x = c.known(0);
  int rank = x.shape().rank();
  if (rank < 2 || x.shape()[-1] != x.shape()[-2]) throw Error(Problem("onnx.square"));
  std::int64_t n = x.shape()[-1];
  Tensor out(x.dtype(), Shape(std::vector<std::int64_t>(x.shape().begin(), x.shape().end() - 2)));
  for (std::int64_t i = 0; i < out.size(); ++i) {
    std::vector<double> matrix;
    for (std::int64_t j = 0; j < n * n; ++j) matrix.push_back(x.at(i * n * n + j));
    out.set(i, determinant(std::move(matrix), n));
  }
  return c.constant(std::move(out));
}

}  // namespace

void add_matrices(Mappings& m) {
  m.add("MatMul", [](C& c) { return matmul(c.real(0), c.real(1)); });
  m.add("Gemm", general_product);
  m.add("Einsum", [](C& c) {
    std::vector<Value> inputs;
    for (int i = 0; i < c.inputs(); ++i) inputs.push_back(c.real(i));
    return einsum(c.text_of("equation"), inputs);
  });
  m.add("Det", determinants);
}

}  // namespace percept::onnx
