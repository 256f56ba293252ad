// safetensors: u64 length of the header, little-endian; the header, JSON; then the tensors' bytes, without
// holes.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

struct Safetensors {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// The largest header, as in the format's own library.
inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;

/// Accepts what the format's own library accepts of dtypes F64 F32 F16 BF16 I64 I32 I16 I8 U64 U32 U16 U8
/// BOOL, and nothing looser: tensors must cover the data exactly, keys be unique, booleans be 0 or 1.
Result<Safetensors> read_safetensors(const std::filesystem::path& path);
Result<Safetensors> parse_safetensors(std::span<const std::byte> bytes, const std::string& name);

/// Equal contents give equal bytes: tensors stand in the order of the format's own library (wide types first,
/// then by name, so that each is aligned), the header is padded with spaces to a multiple of 8.
Result<Bytes> format_safetensors(const Safetensors& contents);
Result<> write_safetensors(const std::filesystem::path& path, const Safetensors& contents);

}  // namespace percept::io
