// The extents of a tensor: a list of sizes, outermost first. A scalar has none.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace percept {

class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<std::int64_t> dims) : dims_(dims) {}
  explicit Shape(std::vector<std::int64_t> dims) : dims_(std::move(dims)) {}

  int rank() const { return int(dims_.size()); }
  /// The size along `axis`; a negative axis counts from the end. Requires -rank <= axis < rank.
  std::int64_t operator[](int axis) const { return dims_[std::size_t(axis < 0 ? axis + rank() : axis)]; }
  std::int64_t& operator[](int axis) { return dims_[std::size_t(axis < 0 ? axis + rank() : axis)]; }
  /// The number of elements: the product of the sizes, 1 for a scalar. Throws where no machine holds as many.
  std::int64_t elements() const;
  /// The product of the sizes of the axes [from, to).
  std::int64_t elements(int from, int to) const;

  const std::vector<std::int64_t>& dims() const { return dims_; }
  auto begin() const { return dims_.begin(); }
  auto end() const { return dims_.end(); }
  bool operator==(const Shape&) const = default;

 private:
  std::vector<std::int64_t> dims_;
};

/// `[64, 1, 28, 28]`.
std::string to_string(const Shape& shape);
/// `[N=64 C=1 H=28 W=28]`, given the axes' names `"N C H W"`; without names where their number differs.
std::string to_string(const Shape& shape, std::string_view axes);
/// The shape with the strides, in elements, of a dense row-major tensor.
std::vector<std::int64_t> strides_of(const Shape& shape);

}  // namespace percept
