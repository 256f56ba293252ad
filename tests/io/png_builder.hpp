// PNG files made by hand, so that any part of one can be wrong: chunks with their CRC-32, pixels in stored
// blocks.
#pragma once

#include <cstdint>
#include <string>

namespace percept {

inline std::string big_endian(std::uint32_t value) {
  return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

inline std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = ~0u;
  for (unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

inline std::string png_chunk(const std::string& type, const std::string& data) {
  return big_endian(std::uint32_t(data.size())) + type + data + big_endian(crc32_of(type + data));
}

/// A zlib stream of one stored block: at most 65,535 bytes.
inline std::string zlib_stored(const std::string& data) {
  std::uint32_t a = 1, b = 0;
  for (unsigned char byte : data) a = (a + byte) % 65521, b = (b + a) % 65521;
  auto size = std::uint16_t(data.size());
  auto low_high = [](std::uint16_t x) { return std::string{char(x), char(x >> 8)}; };
  return "\x78\x01\x01" + low_high(size) + low_high(std::uint16_t(~size)) + data + big_endian(b << 16 | a);
}

inline const std::string kPngSignature = "\x89PNG\r\n\x1A\n";

inline std::string png_header(std::uint32_t width, std::uint32_t height, int depth, int colour,
                              int interlace = 0) {
  return png_chunk("IHDR", big_endian(width) + big_endian(height) + char(depth) + char(colour) + '\0' + '\0' +
                               char(interlace));
}

/// `rows` holds, for each row, its filter byte and its packed pixels; `extra` are chunks before the pixels.
inline std::string make_png(const std::string& header, const std::string& rows,
                            const std::string& extra = "") {
  return kPngSignature + header + extra + png_chunk("IDAT", zlib_stored(rows)) + png_chunk("IEND", "");
}

}  // namespace percept
