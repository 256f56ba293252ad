#include "percept/nn/penalty.hpp"

#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"

namespace percept::nn {
namespace {

template <class Size>
Value total(const std::vector<Value>& values, Size size) {
  Value sum;
  for (Value value : values) {
    Value term = reduce_sum(size(value));
    sum = sum ? sum + term : term;
  }
  return sum;
}

}  // namespace

Value l1_penalty(const std::vector<Value>& values) {
  return total(values, [](Value p) { return abs(p); });
}

Value l2_penalty(const std::vector<Value>& values) {
  return total(values, [](Value p) { return 0.5 * p * p; });
}

}  // namespace percept::nn
