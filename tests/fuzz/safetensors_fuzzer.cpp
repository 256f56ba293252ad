// safetensors: weights. What was read can be written, and is then read again as it was.
#include "fuzz/target.hpp"
#include "percept/io/safetensors.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<io::Safetensors> contents = io::parse_safetensors(bytes, "model.safetensors");
  if (!contents) return refused(contents.problem());
  Result<io::Bytes> written = io::format_safetensors(*contents);
  if (!written) return true;  // longer, in the form that is written, than a header may be
  Result<io::Safetensors> again = io::parse_safetensors(*written, "again.safetensors");
  require(again && again->metadata == contents->metadata && again->tensors.size() == contents->tensors.size(),
          "what was written is not what was read");
  return true;
}

const Registration registration("safetensors", parse);

}  // namespace
}  // namespace percept::fuzz
