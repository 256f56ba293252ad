#include "percept/io/idx.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "byte_order.hpp"
#include "percept/base/checked.hpp"
#include "percept/io/gzip.hpp"
#include "zlib_stream.hpp"

namespace percept::io {
namespace {

constexpr std::size_t kMagic = 4, kMaxRank = 8;

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

Problem IdxReader::problem(const char* id, std::vector<Argument> arguments, const char* hint,
                           std::uint64_t byte) const {
  return Problem(id, std::move(arguments))
      .about(name_)
      .with_hint(hint)
      .at(name_ + " byte " + std::to_string(byte));
}

// As far as it is known: the magic number says how many sizes follow.
std::size_t IdxReader::header_bytes() const {
  return header_.size() < kMagic ? kMagic : kMagic + 4 * std::to_integer<std::size_t>(header_[3]);
}

// Called with the magic number, and again with the sizes.
Result<> IdxReader::read_header() {
  auto byte = [&](std::size_t at) { return std::to_integer<std::uint64_t>(header_[at]); };
  if (byte(0) != 0 || byte(1) != 0) return problem("io.not_idx", {}, "io.not_idx.hint", 0);
  std::optional<DType> dtype = dtype_of_code(unsigned(byte(2)));
  if (!dtype) return problem("io.idx_type", {{"code", byte(2)}}, "io.not_idx.hint", 2);
  std::size_t rank = byte(3);
  if (rank == 0 || rank > kMaxRank)
    return problem("io.idx_rank", {{"rank", rank}, {"most", kMaxRank}}, "io.not_idx.hint", 3);
  if (header_.size() == kMagic) return Done{};

  std::vector<std::int64_t> dims;
  for (std::size_t at = kMagic; at < header_.size(); at += 4)
    dims.push_back(std::int64_t(byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3)));
  std::optional<std::int64_t> product = checked_product(dims, std::int64_t(size_of(*dtype)));
  if (!product) return problem("io.idx_overflow", {}, "io.damaged.hint", kMagic);
  promised_ = std::uint64_t(*product);
  if (promised_ <= most_) tensor_.emplace(*dtype, Shape(std::move(dims)));
  return Done{};
}

Result<> IdxReader::take(std::span<const std::byte> piece) {
  while (header_.size() < header_bytes() && !piece.empty()) {
    std::size_t count = std::min(header_bytes() - header_.size(), piece.size());
    header_.insert(header_.end(), piece.begin(), piece.begin() + std::ptrdiff_t(count));
    piece = piece.subspan(count);
    taken_ += count;
    if (header_.size() == kMagic || header_.size() == header_bytes())
      if (auto read = read_header(); !read) return read;
  }
  if (tensor_ && taken_ - header_.size() < promised_ && !piece.empty()) {
    std::uint64_t at = taken_ - header_.size();
    std::memcpy(tensor_->raw() + at, piece.data(),
                std::size_t(std::min<std::uint64_t>(promised_ - at, piece.size())));
  }
  taken_ += piece.size();
  return Done{};
}

Result<Tensor> IdxReader::finish() {
  std::uint64_t wanted = header_bytes() + promised_;
  if (taken_ < wanted || !tensor_)
    return problem("io.idx_truncated", {{"have", taken_}, {"want", wanted}}, "io.truncated.hint", taken_);
  if (taken_ > wanted)
    return problem("io.idx_trailing", {{"extra", taken_ - wanted}, {"want", wanted}}, "io.damaged.hint",
                   wanted);
  reverse_each({tensor_->raw(), tensor_->bytes()}, size_of(tensor_->dtype()));
  return *std::move(tensor_);
}

Result<Tensor> parse_idx(std::span<const std::byte> bytes, const std::string& name) {
  IdxReader reader(name, bytes.size());
  if (auto taken = reader.take(bytes); !taken) return std::move(taken).problem();
  return reader.finish();
}

Result<Tensor> parse_idx_gz(std::span<const std::byte> bytes, const std::string& name) {
  IdxReader reader(name, std::min(kGibibyte, kDeflateRatio * bytes.size()));
  auto take = [&](std::span<const std::byte> piece) { return reader.take(piece); };
  if (auto unpacked = gunzip(bytes, kGibibyte, name, take); !unpacked) return std::move(unpacked).problem();
  return reader.finish();
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
  std::copy_n(tensor.raw(), tensor.bytes(), bytes.data() + header);
  reverse_each(std::span(bytes).subspan(header), size_of(tensor.dtype()));
  return bytes;
}

}  // namespace percept::io
