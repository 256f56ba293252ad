// npy: one array. What was read can be written, and is then read again as it was.
#include "fuzz/target.hpp"
#include "percept/io/npy.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<Tensor> array = io::parse_npy(bytes, "array.npy");
  if (!array) return refused(array.problem());
  Result<Tensor> again = io::parse_npy(io::format_npy(*array), "again.npy");
  require(again && again->dtype() == array->dtype() && again->shape() == array->shape(),
          "what was written is not what was read");
  return true;
}

const Registration registration("npy", parse);

}  // namespace
}  // namespace percept::fuzz
