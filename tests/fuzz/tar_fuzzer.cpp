// tar: data sets as they are published. A damaged header is refused for its sum, so each archive is also
// given with the sums that its headers should have.
#include <cstdio>
#include <cstring>

#include "fuzz/target.hpp"
#include "percept/io/files.hpp"
#include "percept/io/tar.hpp"

namespace percept::fuzz {
namespace {

// Of every block: whether one is a header or content depends on the sizes before it.
io::Bytes with_sums(Input bytes) {
  io::Bytes archive(bytes.begin(), bytes.end());
  for (std::size_t at = 0; at + 512 <= archive.size(); at += 512) {
    if (std::memcmp(archive.data() + at + 257, "ustar", 5) != 0) continue;
    std::memset(archive.data() + at + 148, ' ', 8);
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i) sum += std::to_integer<unsigned>(archive[at + i]);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    std::memcpy(archive.data() + at + 148, digits, 7);
  }
  return archive;
}

bool parse(Input bytes) {
  accepted(io::parse_tar(with_sums(bytes), "data.tar"));
  return accepted(io::parse_tar(bytes, "data.tar"));
}

const Registration registration("tar", parse);

}  // namespace
}  // namespace percept::fuzz
