// Whole numbers whose sums and products are checked: the sizes that a file claims multiply to anything.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <utility>

namespace percept {

/// Nothing where T has no room for the result.
template <std::integral T>
constexpr std::optional<T> checked_add(T a, T b) {
  T sum{};
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}
template <std::integral T>
constexpr std::optional<T> checked_multiply(T a, T b) {
  T product{};
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

/// More than any machine holds, and so little that a sum of thousands of such sizes does not overflow.
inline constexpr std::int64_t kMostCounted = std::int64_t(1) << 48;

/// `factor` times all of `dims`: the elements of a shape, or with the size of one as the factor its bytes.
/// Nothing where a size is negative or the product is beyond kMostCounted. So it is, too, where other axes
/// multiply beyond it beside an empty one: no honest file has such a shape.
template <class Dims>
constexpr std::optional<std::int64_t> checked_product(const Dims& dims, std::int64_t factor = 1) {
  bool empty = false;
  for (auto dim : dims) {
    if (!std::in_range<std::int64_t>(dim) || dim < 0) return std::nullopt;
    empty |= dim == 0;
    std::optional<std::int64_t> product = checked_multiply(factor, dim == 0 ? 1 : std::int64_t(dim));
    if (!product || *product > kMostCounted) return std::nullopt;
    factor = *product;
  }
  return empty ? 0 : factor;
}

}  // namespace percept
