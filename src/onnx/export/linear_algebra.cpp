// Products of matrices.
#include "percept/ops/linear_algebra.hpp"

#include <numeric>

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

std::optional<Translation> linear(const Node& node, const Context&) {
  return single(node.inputs, [](Writer& w, const Names& in) {
    return w.node("Gemm", in, {{"transB", std::int64_t(1)}});
  });
}

// Without a broadcast of the axes in front, which MatMul makes by itself.
Value unstacked(Value value) {
  Value narrow = unbroadcast(value);
  const Shape &from = narrow.shape(), &to = value.shape();
  return from.rank() >= 2 && from[-1] == to[-1] && from[-2] == to[-2] ? narrow : value;
}

bool reaches(const Shape& shape, const Shape& wanted) {
  for (int axis = 3; axis <= wanted.rank(); ++axis)
    if (axis > shape.rank() || shape[-axis] != wanted[-axis]) return false;
  return true;
}

std::string transposed(Writer& w, const std::string& x, int rank) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(rank));
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[std::size_t(rank) - 1], order[std::size_t(rank) - 2]);
  return w.node("Transpose", {x}, {{"perm", order}});
}

std::optional<Translation> matmul(const Node& node, const Context&) {
  auto o = node.attributes.as<MatmulOptions>();
  Value a = node.inputs[0], b = node.inputs[1];
  if (reaches(a.shape(), node.outputs[0].shape)) b = unstacked(b);
  if (reaches(b.shape(), node.outputs[0].shape)) a = unstacked(a);
  return single({a, b}, [=](Writer& w, const Names& in) {
    if (a.shape().rank() == 2 && b.shape().rank() == 2 && (o.transpose_a || o.transpose_b))
      return w.node("Gemm", in,
                    {{"transA", std::int64_t(o.transpose_a)}, {"transB", std::int64_t(o.transpose_b)}});
    return w.node("MatMul", {o.transpose_a ? transposed(w, in[0], a.shape().rank()) : in[0],
                             o.transpose_b ? transposed(w, in[1], b.shape().rank()) : in[1]});
  });
}

}  // namespace

Table linear_algebra_table() {
  static const Entry table[] = {{"linear", linear}, {"matmul", matmul}};
  return table;
}

}  // namespace percept::onnx::exporting
