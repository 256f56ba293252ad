// gzip (RFC 1952), in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "percept/io/files.hpp"

namespace percept::io {

/// True where the bytes begin as gzip does: 1F 8B.
bool is_gzip(std::span<const std::byte> bytes);

/// The bytes within: one or more members, padding zeros allowed behind them, at most `limit` in all (a small
/// file can hold a thousand times its size). `name` names the file in problems.
Result<Bytes> gunzip(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& name);

/// The same piece by piece, none of which is kept; a problem that `take` gives ends it.
using TakePiece = std::function<Result<>(std::span<const std::byte>)>;
Result<> gunzip(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& name,
                const TakePiece& take);

/// One member, without name or time, so that equal bytes give equal bytes.
Bytes gzip(std::span<const std::byte> bytes);

}  // namespace percept::io
