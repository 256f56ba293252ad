#include "percept/train/checkpoint.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "percept/base/random.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::train {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "percept checkpoint 1";

Problem damaged(const std::string& name, const char* id) {
  return Problem(id).about(name).with_hint("train.checkpoint.hint");
}

}  // namespace

std::string checkpoint_checksum(const io::Safetensors& contents) {
  std::string all;
  for (const auto& [name, tensor] : contents.tensors) {
    std::string_view bytes(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
    all += fmt::format("{} {} {:016x}\n", name, to_string(tensor), hash_of(bytes));
  }
  for (const auto& [key, value] : contents.metadata)
    if (key != "checksum") all += fmt::format("{} {} {}\n", key, value.size(), value);
  return fmt::format("{:016x}", hash_of(all));
}

Result<> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  io::Safetensors contents{.tensors = checkpoint.state.tensors};
  contents.metadata = {{"format", kFormat},
                       {"recipe", checkpoint.recipe},
                       {"progress", to_json(checkpoint.state.progress)},
                       {"sizes", json(checkpoint.sizes).dump()}};
  contents.metadata["checksum"] = checkpoint_checksum(contents);
  return io::write_safetensors(path, contents);
}

namespace {

Result<Checkpoint> taken_apart(Result<io::Safetensors> contents, const std::string& name) {
  if (!contents) return std::move(contents).problem();
  auto& metadata = contents->metadata;
  if (metadata["format"] != kFormat) return damaged(name, "train.checkpoint.none");
  if (metadata["checksum"] != checkpoint_checksum(*contents))
    return damaged(name, "train.checkpoint.checksum");
  Result<Progress> progress = parse_progress(metadata["progress"], name);
  if (!progress) return std::move(progress).problem();
  Checkpoint checkpoint{.state = {std::move(contents->tensors), *std::move(progress)},
                        .recipe = metadata["recipe"]};
  if (!io::is_shallow_json(metadata["sizes"])) return damaged(name, "train.checkpoint.progress");
  try {
    json sizes = json::parse(metadata["sizes"]);
    for (const auto& [file, size] : sizes.get_ref<const json::object_t&>())
      checkpoint.sizes[file] = size.get_ref<const json::number_unsigned_t&>();
  } catch (const json::exception&) {
    return damaged(name, "train.checkpoint.progress");
  }
  return checkpoint;
}

}  // namespace

Result<Checkpoint> read_checkpoint(const std::filesystem::path& path) {
  return taken_apart(io::read_safetensors(path), path.string());
}

Result<Checkpoint> parse_checkpoint(std::span<const std::byte> bytes, const std::string& name) {
  return taken_apart(io::parse_safetensors(bytes, name), name);
}

}  // namespace percept::train
