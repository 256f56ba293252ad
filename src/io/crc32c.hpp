// CRC-32C (Castagnoli), polynomial 0x1EDC6F41 with its bits reflected, as in RFC 3720.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace percept::io {

std::uint32_t crc32c(std::span<const std::byte> bytes);

}  // namespace percept::io
