// Zip archives, as far as numpy's need them: stored and deflated entries, zip64, no encryption, one part.
//
// A file is its entries (a local header, a name, the bytes), then the directory (a header an entry, which
// says again what it is and where it stands), then the end record, which says where the directory is.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "percept/io/files.hpp"

namespace percept::io {

struct ZipEntry {
  std::string name;
  int method = 0;  // 0 stored, 8 deflate
  std::uint32_t crc = 0;
  std::uint64_t packed = 0, size = 0;  // bytes in the file, bytes unpacked
  std::uint64_t header = 0;            // where its local header begins
  std::uint64_t begin = 0;             // where its bytes begin
};

/// The entries in the order of the directory. They lie within the file, before the directory, none over
/// another, each name once; together they unpack to at most `limit` bytes, and none to more than deflate can
/// make of its packed bytes. Problems have neither subject nor hint yet.
Result<std::vector<ZipEntry>> zip_entries(std::span<const std::byte> bytes, std::uint64_t limit);
/// The bytes of an entry of `zip_entries`, held to its checksum.
Result<Bytes> unzip(std::span<const std::byte> bytes, const ZipEntry& entry);

/// Builds an archive in memory, without times, so that equal contents give equal bytes.
class ZipWriter {
 public:
  /// Problem where the archive would need zip64, which is not written.
  Result<> add(const std::string& name, std::span<const std::byte> contents, bool packed);
  Bytes finish() &&;

 private:
  Bytes bytes_, directory_;
  std::size_t count_ = 0;
};

}  // namespace percept::io
