// What a kernel sees of a tensor: type, shape, bytes. It owns nothing.
#pragma once

#include "percept/tensor/tensor.hpp"

namespace percept {

struct View {
  DType dtype = DType::f32;
  Shape shape;
  void* data = nullptr;

  View() = default;
  View(DType dtype, Shape shape, void* data) : dtype(dtype), shape(std::move(shape)), data(data) {}
  explicit View(Tensor& tensor) : View(tensor.dtype(), tensor.shape(), tensor.raw()) {}

  explicit operator bool() const { return data != nullptr; }  // false: an optional input that is absent
  std::int64_t size() const { return shape.elements(); }
  template <class T>
  T* as() const {
    return static_cast<T*>(data);
  }
};

}  // namespace percept
