// The kernel of an image filter as it is typed: a name, or rows of numbers.
#include "fuzz/target.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<lab::Matrix> kernel = lab::parse_kernel(text_of(bytes));
  if (!kernel) return refused(kernel.problem());
  require(kernel->numbers.size() == std::size_t(kernel->rows * kernel->columns), "a matrix is full");
  Result<lab::Matrix> again = lab::parse_kernel(lab::format_matrix(*kernel));
  require(again && *again == *kernel, "what was written is the same matrix");
  return true;
}

const Registration registration("matrix", parse);

}  // namespace
}  // namespace percept::fuzz
