// Whole files: read with a limit, written so that nobody ever sees half of one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::io {

using Bytes = std::vector<std::byte>;

inline constexpr std::uint64_t kGibibyte = std::uint64_t(1) << 30;

/// The bytes of a file (or pipe), at most `limit`.
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t limit = kGibibyte);
/// The same into `buffer`, which grows where it must and never shrinks, so that one serves many files: the
/// part of it that the file filled.
Result<std::span<const std::byte>> read_file(const std::filesystem::path& path, std::uint64_t limit,
                                             Bytes& buffer);
/// The first bytes of a file, `most` or all, likewise.
Result<std::span<const std::byte>> read_start(const std::filesystem::path& path, std::size_t most,
                                              Bytes& buffer);

/// Replaces the file by `bytes`, all or nothing: a temporary file in the same folder, fsync, rename, fsync of
/// the folder. On failure the old file stands untouched and no temporary one stays. A device or pipe is
/// written to directly; a symbolic link is replaced, not followed.
Result<> write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
Result<> write_file(const std::filesystem::path& path, std::string_view text);

/// Gives a file, written and synced, another name in its folder, lasting: rename, fsync of the folder. What
/// had that name is replaced.
Result<> move_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace percept::io
