// What the reference kernels share: dispatch on the type of float, and the loop over one axis.
#pragma once

#include <cstdint>
#include <cstring>

#include "percept/kernels/reference.hpp"

namespace percept {

/// Calls f(T()) with T the float type of the view.
template <class F>
void with_float(const View& view, F&& f) {
  view.dtype == DType::f64 ? f(double()) : f(float());
}

template <class F>
void with_integer(const View& view, F&& f) {
  switch (view.dtype) {
    case DType::i8: return f(std::int8_t());
    case DType::i16: return f(std::int16_t());
    case DType::i32: return f(std::int32_t());
    case DType::u8: return f(std::uint8_t());
    case DType::u16: return f(std::uint16_t());
    case DType::u32: return f(std::uint32_t());
    case DType::u64: return f(std::uint64_t());
    case DType::boolean: return f(bool());
    default: return f(std::int64_t());
  }
}

template <class F>
void with_number(const View& view, F&& f) {
  view.dtype == DType::f32 || view.dtype == DType::f64 ? with_float(view, f) : with_integer(view, f);
}

/// y_i = f(x_i).
template <class F>
void map(std::span<const View> in, std::span<const View> out, F&& f) {
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) out[0].as<T>()[i] = f(in[0].as<T>()[i]);
  });
}

/// The same, of whole numbers too; not of bools.
template <class F>
void map_number(std::span<const View> in, std::span<const View> out, F&& f) {
  with_number(out[0], [&]<class T>(T) {
    if constexpr (!std::is_same_v<T, bool>)
      for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) out[0].as<T>()[i] = f(in[0].as<T>()[i]);
  });
}

/// y_i = f(a_i, b_i), of floats.
template <class F>
void zip_float(std::span<const View> in, std::span<const View> out, F&& f) {
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<T>()[i] = f(in[0].as<T>()[i], in[1].as<T>()[i]);
  });
}

/// y_i = whether f(a_i, b_i), of any type of number.
template <class F>
void compare(std::span<const View> in, std::span<const View> out, F&& f) {
  with_number(in[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<bool>()[i] = f(in[0].as<T>()[i], in[1].as<T>()[i]);
  });
}

/// y_i = f(a_i, b_i), of any type of number.
template <class F>
void zip(std::span<const View> in, std::span<const View> out, F&& f) {
  with_number(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<T>()[i] = f(in[0].as<T>()[i], in[1].as<T>()[i]);
  });
}

/// A tensor seen as [outer, size, inner] around one axis: element j of row (o, i) is at base + j * inner.
struct AlongAxis {
  std::int64_t outer, size, inner;
  AlongAxis(const Shape& shape, std::int64_t axis) {
    int a = int(axis < 0 ? axis + shape.rank() : axis);
    outer = shape.elements(0, a);
    size = shape[a];
    inner = shape.elements(a + 1, shape.rank());
  }
  template <class F>
  void each_row(F&& f) const {
    for (std::int64_t o = 0; o < outer; ++o)
      for (std::int64_t i = 0; i < inner; ++i) f(o * size * inner + i, o * inner + i);
  }
};

/// Calls f(i, k) for every element i of a shape in row-major order, k the element it belongs to where `axes`
/// are folded.
template <class F>
void each_folded(const Shape& shape, const std::vector<std::int64_t>& axes, F&& f) {
  Shape kept = shape;
  for (std::int64_t axis : axes) kept[int(axis)] = 1;
  std::vector<std::int64_t> strides = strides_of(kept), index(std::size_t(kept.rank()));
  for (std::int64_t i = 0, n = shape.elements(); i < n; ++i) {
    std::int64_t to = 0;
    for (int a = 0; a < kept.rank(); ++a)
      if (kept[a] != 1) to += index[std::size_t(a)] * strides[std::size_t(a)];
    f(i, to);
    for (int a = kept.rank() - 1; a >= 0 && ++index[std::size_t(a)] == shape[a]; --a)
      index[std::size_t(a)] = 0;
  }
}

/// The position that an index means on an axis of that size; -1 where it lies outside.
template <class I>
std::int64_t position(I index, std::int64_t size) {
  auto k = std::int64_t(index);
  if (k < 0) k += size;
  return k >= 0 && k < size ? k : -1;
}

/// Copies a run of elements of any type.
inline void copy_elements(const View& to, std::int64_t at, const View& from, std::int64_t begin,
                          std::int64_t count) {
  std::size_t size = size_of(to.dtype);
  std::memcpy(to.as<std::byte>() + std::size_t(at) * size, from.as<std::byte>() + std::size_t(begin) * size,
              std::size_t(count) * size);
}

}  // namespace percept
