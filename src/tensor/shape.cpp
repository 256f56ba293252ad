#include "percept/tensor/shape.hpp"

#include <sstream>

#include "percept/base/checked.hpp"
#include "percept/base/problem.hpp"

namespace percept {
namespace {

std::int64_t multiplied(std::int64_t product, std::int64_t size, const Shape& shape) {
  std::optional<std::int64_t> next = checked_multiply(product, size);
  if (!next || *next > kMostCounted) throw Error(Problem("tensor.too_large", {{"shape", to_string(shape)}}));
  return *next;
}

}  // namespace

std::int64_t Shape::elements() const { return elements(0, rank()); }

std::int64_t Shape::elements(int from, int to) const {
  std::int64_t product = 1;
  for (int axis = from; axis < to; ++axis) product = multiplied(product, dims_[std::size_t(axis)], *this);
  return product;
}

std::string to_string(const Shape& shape) {
  std::string out = "[";
  for (int axis = 0; axis < shape.rank(); ++axis) out += (axis ? ", " : "") + std::to_string(shape[axis]);
  return out + "]";
}

std::string to_string(const Shape& shape, std::string_view axes) {
  std::vector<std::string> names;
  std::istringstream words{std::string(axes)};
  for (std::string name; words >> name;) names.push_back(name);
  if (int(names.size()) != shape.rank()) return to_string(shape);
  std::string out = "[";
  for (int axis = 0; axis < shape.rank(); ++axis)
    out += (axis ? " " : "") + names[std::size_t(axis)] + "=" + std::to_string(shape[axis]);
  return out + "]";
}

std::vector<std::int64_t> strides_of(const Shape& shape) {
  std::vector<std::int64_t> strides(std::size_t(shape.rank()));
  std::int64_t stride = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    strides[std::size_t(axis)] = stride;
    stride = multiplied(stride, shape[axis], shape);
  }
  return strides;
}

}  // namespace percept
