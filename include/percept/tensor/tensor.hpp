// A tensor: dense row-major bytes with a shape and a type of element. It does no arithmetic.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "percept/base/problem.hpp"
#include "percept/tensor/dtype.hpp"
#include "percept/tensor/shape.hpp"

namespace percept {

/// Bytes aligned to 64, shared by the tensors that view them.
class Buffer {
 public:
  static constexpr std::size_t kAlignment = 64;
  /// Uninitialised; throws std::bad_alloc where the machine has not that many.
  explicit Buffer(std::size_t bytes);
  std::byte* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(std::byte* bytes) const;
  };
  std::unique_ptr<std::byte, Free> data_;
  std::size_t size_;
};

/// Copies of a Tensor share its bytes (`clone` copies them). Thread safety: as for a shared array.
class Tensor {
 public:
  Tensor() : Tensor(DType::f32, Shape{0}) {}
  /// Uninitialised elements. Throws where the size overflows.
  Tensor(DType dtype, Shape shape);

  static Tensor zeros(DType dtype, Shape shape);
  /// Every element `value`, converted to `dtype`.
  static Tensor full(DType dtype, Shape shape, double value);
  template <class T>
    requires std::is_arithmetic_v<T>
  static Tensor scalar(T value) {
    return from<T>(Shape{}, std::span<const T>(&value, 1));
  }
  /// A copy of `values` in row-major order; throws where their number is not that of the shape.
  template <class T>
  static Tensor from(Shape shape, std::span<const T> values) {
    Tensor tensor(dtype_of<T>, std::move(shape));
    tensor.require_count(values.size());
    std::copy(values.begin(), values.end(), tensor.template data<T>().begin());
    return tensor;
  }
  template <class T>
  static Tensor from(Shape shape, std::initializer_list<T> values) {
    return from<T>(std::move(shape), std::span<const T>(values.begin(), values.size()));
  }

  DType dtype() const { return dtype_; }
  const Shape& shape() const { return shape_; }
  std::int64_t size() const { return elements_; }  // elements
  std::size_t bytes() const { return std::size_t(elements_) * size_of(dtype_); }

  /// The elements; throws where T is not the dtype.
  template <class T>
  std::span<T> data() {
    require_dtype(dtype_of<T>);
    return {reinterpret_cast<T*>(raw()), std::size_t(elements_)};
  }
  template <class T>
  std::span<const T> data() const {
    require_dtype(dtype_of<T>);
    return {reinterpret_cast<const T*>(raw()), std::size_t(elements_)};
  }
  std::byte* raw() { return buffer_->data() + offset_; }
  const std::byte* raw() const { return buffer_->data() + offset_; }

  /// The one element of a one-element tensor, as a number; throws where there are more or none.
  double item() const;
  /// The element at row-major position `index`, as a number.
  double at(std::int64_t index) const;
  void set(std::int64_t index, double value);

  /// The same bytes seen with another shape of as many elements.
  Tensor reshape(Shape shape) const;
  /// Rows [begin, end) of the first axis, sharing the bytes.
  Tensor rows(std::int64_t begin, std::int64_t end) const;
  Tensor clone() const;
  /// A copy with every element converted (f32 to i64 truncates toward zero; to bool: not zero).
  Tensor to(DType dtype) const;

 private:
  void require_dtype(DType wanted) const;
  void require_count(std::size_t values) const;

  DType dtype_;
  Shape shape_;
  std::int64_t elements_;
  std::size_t offset_ = 0;  // bytes
  std::shared_ptr<Buffer> buffer_;
};

/// `f32[64, 1, 28, 28]`.
std::string to_string(const Tensor& tensor);

}  // namespace percept
