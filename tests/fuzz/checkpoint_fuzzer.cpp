// last.ckpt, a training that goes on. Behind its checksum the parsers of the metadata wait, so each file is
// also given with the checksum that its contents should have.
#include "fuzz/target.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/train/checkpoint.hpp"

namespace percept::fuzz {
namespace {

void parse_with_checksum(Input bytes) {
  Result<io::Safetensors> contents = io::parse_safetensors(bytes, "last.ckpt");
  if (!contents) return;
  contents->metadata["checksum"] = train::checkpoint_checksum(*contents);
  if (Result<io::Bytes> sealed = io::format_safetensors(*contents))
    accepted(train::parse_checkpoint(*sealed, "last.ckpt"));
}

bool parse(Input bytes) {
  parse_with_checksum(bytes);
  return accepted(train::parse_checkpoint(bytes, "last.ckpt"));
}

const Registration registration("checkpoint", parse);

}  // namespace
}  // namespace percept::fuzz
