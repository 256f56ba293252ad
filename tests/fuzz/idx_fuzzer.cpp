// IDX, plain or gzipped: MNIST's pictures and labels.
#include "fuzz/target.hpp"
#include "percept/io/gzip.hpp"
#include "percept/io/idx.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  if (!io::is_gzip(bytes)) return accepted(io::parse_idx(bytes, "images-idx3-ubyte"));
  Result<io::Bytes> unpacked = io::gunzip(bytes, io::kGibibyte, "images-idx3-ubyte.gz");
  if (!unpacked) return refused(unpacked.problem());
  return accepted(io::parse_idx(*unpacked, "images-idx3-ubyte.gz"));
}

const Registration registration("idx", parse);

}  // namespace
}  // namespace percept::fuzz
