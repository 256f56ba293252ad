// An npz is a zip whose entries are NAME.npy.
#include <algorithm>

#include "percept/io/npy.hpp"
#include "zip.hpp"

namespace percept::io {
namespace {

constexpr std::uint64_t kMaxFile = 64 * kGibibyte;
constexpr std::uint64_t kMaxRatio = 64;
constexpr std::string_view kEnding = ".npy";

Result<Arrays> parse(std::span<const std::byte> bytes, const std::string& name) {
  Result<std::vector<ZipEntry>> entries = zip_entries(bytes, std::max(kGibibyte, kMaxRatio * bytes.size()));
  if (!entries) return std::move(entries).problem();
  Arrays arrays;
  for (const ZipEntry& entry : *entries) {
    if (!entry.name.ends_with(kEnding)) return Problem("io.npz_entry", {{"entry", entry.name}});
    Result<Bytes> contents = unzip(bytes, entry);
    if (!contents) return std::move(contents).problem();
    Result<Tensor> array = parse_npy(*contents, name + ":" + entry.name);
    if (!array) return std::move(array).problem();
    arrays.emplace(entry.name.substr(0, entry.name.size() - kEnding.size()), *std::move(array));
  }
  return arrays;
}

}  // namespace

Result<Arrays> parse_npz(std::span<const std::byte> bytes, const std::string& name) {
  Result<Arrays> arrays = parse(bytes, name);
  if (arrays || arrays.problem().hint) return arrays;
  return std::move(arrays).problem().about(name).with_hint("io.npz.hint");
}

Result<Arrays> read_npz(const std::filesystem::path& path) {
  Result<Bytes> bytes = read_file(path, kMaxFile);
  if (!bytes) return std::move(bytes).problem();
  return parse_npz(*bytes, path.string());
}

Result<Bytes> format_npz(const Arrays& arrays, Packing packing) {
  ZipWriter zip;
  for (const auto& [name, tensor] : arrays)
    if (Result<> added =
            zip.add(name + std::string(kEnding), format_npy(tensor), packing == Packing::deflate);
        !added)
      return std::move(added).problem().with_hint("io.zip_write_too_large.hint");
  return std::move(zip).finish();
}

Result<> write_npz(const std::filesystem::path& path, const Arrays& arrays, Packing packing) {
  Result<Bytes> bytes = format_npz(arrays, packing);
  if (!bytes) return Problem(bytes.problem()).about(path.string());
  return write_file(path, *bytes);
}

}  // namespace percept::io
