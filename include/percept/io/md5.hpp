// MD5 (RFC 1321). The checksums that are published beside data sets are MD5: it tells a damaged download from
// a whole one. It is no guard against an attacker, who can make two files with one sum.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "percept/base/result.hpp"

namespace percept::io {

class Md5 {
 public:
  void add(std::span<const std::byte> bytes);
  /// 32 hexadecimal digits of all that was added.
  std::string hex() const;

 private:
  void add_block(const std::byte* block);
  void finish();

  std::array<std::uint32_t, 4> state_ = {0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u};
  std::array<std::byte, 64> block_{};
  std::uint64_t size_ = 0;
};

/// Of a file of any size.
Result<std::string> md5_of_file(const std::filesystem::path& path);

}  // namespace percept::io
