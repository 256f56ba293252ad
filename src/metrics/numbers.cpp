#include "numbers.hpp"

namespace percept::metrics {
namespace {

const Tensor& whole(const Tensor& tensor) {
  if (is_integer(tensor.dtype()) || tensor.dtype() == DType::boolean) return tensor;
  throw Error(Problem("metrics.whole", {{"labels", to_string(tensor)}}));
}

}  // namespace

WholeNumbers::WholeNumbers(const Tensor& tensor)
    : wide(whole(tensor).to(DType::i64)), values(std::as_const(wide).data<std::int64_t>()) {}

void require_rows(const Tensor& scores, const Tensor& labels) {
  const Shape &s = scores.shape(), &l = labels.shape();
  if (s.rank() != 2 || l.rank() != 1 || s[0] != l[0] || !is_float(scores.dtype()))
    throw Error(Problem("metrics.rows", {{"scores", to_string(scores)}, {"labels", to_string(labels)}}));
}

void require_same_shape(const Tensor& a, const Tensor& b) {
  if (a.shape() != b.shape())
    throw Error(Problem("metrics.same_shape", {{"a", to_string(a)}, {"b", to_string(b)}}));
}

}  // namespace percept::metrics
