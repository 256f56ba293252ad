// last.ckpt: all that a training is, in one file from which it goes on as if it had not stopped.
//
// A safetensors file: the tensors of the store by path, the optimiser's among them, and in its metadata the
// progress, the recipe, and a checksum of everything.
#pragma once

#include <filesystem>
#include <span>

#include "percept/io/safetensors.hpp"
#include "percept/train/trainer.hpp"

namespace percept::train {

struct Checkpoint {
  State state;
  std::string recipe;  // its resolved text
  /// Bytes that the run's growing files had then: a run that goes on cuts them back to it.
  std::map<std::string, std::uint64_t> sizes;
};

/// All or nothing: where it fails, the checkpoint before stands untouched.
Result<> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
/// A problem where the file is damaged in any way.
Result<Checkpoint> read_checkpoint(const std::filesystem::path& path);
Result<Checkpoint> parse_checkpoint(std::span<const std::byte> bytes, const std::string& name);
/// What the metadata's "checksum" must be: of the names, types, shapes and bytes of the tensors, and of the
/// other metadata.
std::string checkpoint_checksum(const io::Safetensors& contents);

}  // namespace percept::train
