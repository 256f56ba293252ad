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

/// Copies elements of `width` bytes, the bytes of each reversed.
inline void copy_reversed(std::span<const std::byte> from, std::byte* to, std::size_t width) {
  if (width == 1) {
    if (!from.empty()) std::memcpy(to, from.data(), from.size());
    return;
  }
  for (std::size_t at = 0; at < from.size(); at += width)
    std::reverse_copy(from.begin() + std::ptrdiff_t(at), from.begin() + std::ptrdiff_t(at + width), to + at);
}

}  // namespace percept::io
