// Bytes in the order that a file asks for. The host is little-endian.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace percept::io {

/// The number whose `size` bytes begin at `at`, little-endian. Requires that they are there.
inline std::uint64_t little_endian(std::span<const std::byte> bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int i = size - 1; i >= 0; --i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + std::size_t(i)]);
  return value;
}

/// Reverses the bytes of each element of `width` bytes.
inline void reverse_each(std::span<std::byte> elements, std::size_t width) {
  if (width == 1) return;
  for (auto at = elements.begin(); at != elements.end(); at += std::ptrdiff_t(width))
    std::reverse(at, at + std::ptrdiff_t(width));
}

}  // namespace percept::io
