#include "percept/io/idx.hpp"

#include <algorithm>
#include <optional>

#include "byte_order.hpp"
#include "percept/base/checked.hpp"

namespace percept::io {
namespace {

constexpr std::size_t kMaxRank = 8;

struct Type {
  unsigned code;
  DType dtype;
};
constexpr Type kTypes[] = {{0x08, DType::u8},  {0x09, DType::i8},  {0x0B, DType::i16},
                           {0x0C, DType::i32}, {0x0D, DType::f32}, {0x0E, DType::f64}};

std::optional<DType> dtype_of_code(unsigned code) {
  for (const Type& type : kTypes)
    if (type.code == code) return type.dtype;
  return std::nullopt;
}

}  // namespace

Result<Tensor> parse_idx(std::span<const std::byte> bytes, const std::string& name) {
  auto problem = [&](const char* id, std::vector<Argument> arguments, const char* hint, std::size_t byte) {
    return Problem(id, std::move(arguments))
        .about(name)
        .with_hint(hint)
        .at(name + " byte " + std::to_string(byte));
  };
  auto truncated = [&](std::uint64_t wanted) {
    return problem("io.idx_truncated", {{"have", bytes.size()}, {"want", wanted}}, "io.truncated.hint",
                   bytes.size());
  };
  auto byte = [&](std::size_t at) { return std::to_integer<std::uint64_t>(bytes[at]); };

  if (bytes.size() < 4) return truncated(4);
  if (byte(0) != 0 || byte(1) != 0) return problem("io.not_idx", {}, "io.not_idx.hint", 0);
  std::optional<DType> dtype = dtype_of_code(unsigned(byte(2)));
  if (!dtype) return problem("io.idx_type", {{"code", byte(2)}}, "io.not_idx.hint", 2);
  std::size_t rank = byte(3);
  if (rank == 0 || rank > kMaxRank)
    return problem("io.idx_rank", {{"rank", rank}, {"most", kMaxRank}}, "io.not_idx.hint", 3);

  std::size_t header = 4 + 4 * rank;
  if (bytes.size() < header) return truncated(header);
  std::vector<std::int64_t> dims;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    std::size_t at = 4 + 4 * axis;
    std::uint64_t dim = byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
    dims.push_back(std::int64_t(dim));
  }
  std::optional<std::int64_t> product = checked_product(dims, std::int64_t(size_of(*dtype)));
  if (!product) return problem("io.idx_overflow", {}, "io.damaged.hint", 4);
  auto size = std::uint64_t(*product);
  if (bytes.size() < header + size) return truncated(header + size);
  if (bytes.size() > header + size)
    return problem("io.idx_trailing", {{"extra", bytes.size() - header - size}, {"want", header + size}},
                   "io.damaged.hint", std::size_t(header + size));
  Tensor tensor(*dtype, Shape(std::move(dims)));
  copy_reversed(bytes.subspan(header), tensor.raw(), size_of(*dtype));
  return tensor;
}

Bytes encode_idx(const Tensor& tensor) {
  auto type =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](Type t) { return t.dtype == tensor.dtype(); });
  auto rank = std::size_t(tensor.shape().rank());
  bool fits = type != std::end(kTypes) && rank >= 1 && rank <= kMaxRank;
  for (std::int64_t dim : tensor.shape()) fits &= dim >> 32 == 0;
  if (!fits) throw Error(Problem("io.idx_unfit", {{"have", to_string(tensor)}}));
  Bytes bytes = {std::byte(0), std::byte(0), std::byte(type->code), std::byte(rank)};
  for (std::int64_t dim : tensor.shape())
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(std::byte(dim >> shift));
  std::size_t header = bytes.size();
  bytes.resize(header + tensor.bytes());
  copy_reversed({tensor.raw(), tensor.bytes()}, bytes.data() + header, size_of(tensor.dtype()));
  return bytes;
}

}  // namespace percept::io
