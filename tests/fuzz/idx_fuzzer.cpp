// IDX, plain or gzipped: MNIST's pictures and labels.
#include "fuzz/target.hpp"
#include "percept/io/gzip.hpp"
#include "percept/io/idx.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  return accepted(io::is_gzip(bytes) ? io::parse_idx_gz(bytes, "images-idx3-ubyte.gz")
                                     : io::parse_idx(bytes, "images-idx3-ubyte"));
}

const Registration registration("idx", parse);

}  // namespace
}  // namespace percept::fuzz
