// zlib's streams, owned.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>

#include "percept/io/files.hpp"

namespace percept::io {

/// What zlib takes for the kind of a stream, each with a window of 32 KiB.
enum class Wrapper { gzip = 15 + 16, none = -15 };

// zlib counts in 32 bits: longer buffers are handed over in pieces.
inline uInt piece(std::size_t bytes) { return uInt(std::min(bytes, std::size_t(1) << 30)); }

inline constexpr std::uint64_t kDeflateRatio = 1032;  // no bits of deflate give more

inline Bytef* writable(const std::byte* bytes) {
  return reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes));
}

struct Inflater {
  explicit Inflater(Wrapper wrapper) {
    if (inflateInit2(&stream, int(wrapper)) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
  z_stream stream{};
};

/// The bytes, packed.
Bytes deflate_all(std::span<const std::byte> bytes, Wrapper wrapper);

}  // namespace percept::io
