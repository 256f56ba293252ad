// PNG: the size from the header alone, then the picture, which must be of that size. A damaged chunk is
// refused for its checksum, so each picture is also given with the checksums that its chunks should have.
#include <zlib.h>

#include "fuzz/target.hpp"
#include "io/codec.hpp"

namespace percept::fuzz {
namespace {

constexpr std::size_t kSignature = 8, kFrame = 12;  // length, type and checksum around a chunk

std::uint32_t big_endian(const io::Bytes& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
  return value;
}

io::Bytes with_checksums(Input bytes) {
  io::Bytes file(bytes.begin(), bytes.end());
  for (std::size_t at = kSignature; at + kFrame <= file.size();) {
    std::size_t length = big_endian(file, at);
    if (length > file.size() - at - kFrame) break;
    uLong crc = crc32(0, reinterpret_cast<const Bytef*>(file.data() + at + 4), uInt(length + 4));
    for (int i = 0; i < 4; ++i) file[at + length + 8 + std::size_t(i)] = std::byte(crc >> (24 - 8 * i));
    at += length + kFrame;
  }
  return file;
}

bool decode(Input bytes) {
  Result<Shape> shape = io::png_shape(bytes, "picture.png");
  Result<Tensor> picture = io::decode_png(bytes, "picture.png");
  if (!shape) refused(shape.problem());
  if (!picture) return refused(picture.problem());
  require(shape && *shape == picture->shape(), "the header told another size");
  return true;
}

bool parse(Input bytes) {
  decode(with_checksums(bytes));
  return decode(bytes);
}

const Registration registration("png", parse);

}  // namespace
}  // namespace percept::fuzz
