// A text file that grows line by line, and can be cut back to where it was.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "percept/base/result.hpp"

namespace percept::io {

/// Not thread-safe.
class AppendFile {
 public:
  /// Makes the file, or goes on at its end; where `keep` is given its first bytes are kept and the rest is
  /// cut off (a shorter file is kept whole).
  static Result<AppendFile> open(const std::filesystem::path& path, std::optional<std::uint64_t> keep = {});
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&& other) noexcept;
  ~AppendFile();

  /// Hands the text to the system in one piece; what was written of it is taken back where that fails.
  Result<> append(std::string_view text);
  /// Survives a loss of power from here on.
  Result<> sync();
  std::uint64_t size() const { return size_; }

 private:
  AppendFile(std::filesystem::path path, int file, std::uint64_t size);
  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace percept::io
