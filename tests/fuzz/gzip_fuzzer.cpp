// gzip: data sets as they are published. The limit is small, so that it is met.
#include "fuzz/target.hpp"
#include "percept/io/gzip.hpp"

namespace percept::fuzz {
namespace {

constexpr std::uint64_t kLimit = 1 << 20;

bool parse(Input bytes) {
  Result<io::Bytes> unpacked = io::gunzip(bytes, kLimit, "data.gz");
  if (!unpacked) return refused(unpacked.problem());
  require(unpacked->size() <= kLimit, "more bytes than the limit allows");
  return true;
}

const Registration registration("gzip", parse);

}  // namespace
}  // namespace percept::fuzz
