#include "percept/io/safetensors.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>

#include "percept/base/checked.hpp"
#include "percept/base/utf8.hpp"
#include "safetensors_header.hpp"

namespace percept::io {
namespace {

constexpr std::uint64_t kMaxFile = 64 * kGibibyte;

// Offsets, sizes and the values of booleans: all that can be wrong with one tensor by itself.
Result<Tensor> make_tensor(const SafetensorsEntry& entry, std::span<const std::byte> data) {
  std::optional<DType> dtype = dtype_of_safetensors(entry.dtype);
  if (!dtype) return Problem("io.safetensors_dtype", {{"tensor", entry.name}, {"dtype", entry.dtype}});
  auto [begin, end] = entry.offsets;
  if (begin > end || end > data.size())
    return Problem("io.safetensors_offsets", {{"tensor", entry.name},
                                              {"begin", std::to_string(begin)},
                                              {"end", std::to_string(end)},
                                              {"size", data.size()}});
  std::optional<std::int64_t> product = checked_product(entry.shape, std::int64_t(size_of(*dtype)));
  if (!product) return Problem("io.safetensors_overflow", {{"tensor", entry.name}});
  auto size = std::uint64_t(*product);
  Shape shape(std::vector<std::int64_t>(entry.shape.begin(), entry.shape.end()));
  if (size != end - begin)
    return Problem("io.safetensors_size", {{"tensor", entry.name},
                                           {"type", std::string(name_of(*dtype)) + to_string(shape)},
                                           {"need", size},
                                           {"have", end - begin}});
  std::span<const std::byte> bytes = data.subspan(begin, size);
  if (*dtype == DType::boolean &&
      std::any_of(bytes.begin(), bytes.end(), [](std::byte b) { return b > std::byte(1); }))
    return Problem("io.safetensors_boolean", {{"tensor", entry.name}});
  Tensor tensor(*dtype, std::move(shape));
  if (!bytes.empty()) std::memcpy(tensor.raw(), bytes.data(), bytes.size());
  return tensor;
}

// Laid end to end in the order of their offsets, the tensors must be the data: no overlap, no hole, nothing
// behind.
std::optional<Problem> check_layout(const SafetensorsHeader& header, std::uint64_t size) {
  std::vector<const SafetensorsEntry*> sorted;
  for (const SafetensorsEntry& entry : header.entries) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->offsets < b->offsets; });
  std::uint64_t at = 0;
  for (const SafetensorsEntry* entry : sorted) {
    if (entry->offsets[0] != at)
      return Problem(entry->offsets[0] < at ? "io.safetensors_overlap" : "io.safetensors_hole",
                     {{"tensor", entry->name}, {"begin", entry->offsets[0]}, {"expected", at}});
    at = entry->offsets[1];
  }
  if (at != size) return Problem("io.safetensors_trailing", {{"extra", size - at}});
  return std::nullopt;
}

// A name or a text that the file could not give back.
std::optional<Problem> check_contents(const Safetensors& contents) {
  for (const auto& [name, tensor] : contents.tensors) {
    if (safetensors_rank_of(tensor.dtype()) < 0)
      return Problem("io.safetensors_dtype", {{"tensor", name}, {"dtype", name_of(tensor.dtype())}});
    if (name == "__metadata__" || !is_utf8(name)) return Problem("io.safetensors_name", {{"name", name}});
  }
  for (const auto& [key, value] : contents.metadata)
    if (!is_utf8(key) || !is_utf8(value)) return Problem("io.safetensors_name", {{"name", key}});
  return std::nullopt;
}

}  // namespace

Result<Safetensors> parse_safetensors(std::span<const std::byte> bytes, const std::string& name) {
  auto located = [&](Problem problem) {
    return std::move(problem).about(name).with_hint("io.safetensors.hint");
  };
  if (bytes.size() < 8)
    return Problem("io.safetensors_short", {{"have", bytes.size()}})
        .about(name)
        .with_hint("io.truncated.hint");
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) length |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
  if (length > kMaxSafetensorsHeader || length > bytes.size() - 8)
    return located(Problem("io.safetensors_length",
                           {{"length", std::to_string(length)}, {"have", bytes.size() - 8}}))
        .at(name + " byte 0");
  std::string_view json(reinterpret_cast<const char*>(bytes.data()) + 8, std::size_t(length));
  Result<SafetensorsHeader> header = parse_safetensors_header(json, name);
  if (!header) return std::move(header).problem();

  std::span<const std::byte> data = bytes.subspan(8 + std::size_t(length));
  // Offsets first, so that many tensors cannot name the same bytes and fill the memory with copies.
  for (const SafetensorsEntry& entry : header->entries)
    if (entry.offsets[0] > entry.offsets[1] || entry.offsets[1] > data.size())
      return located(make_tensor(entry, data).problem());
  if (std::optional<Problem> problem = check_layout(*header, data.size()))
    return located(std::move(*problem));
  Safetensors contents;
  for (const SafetensorsEntry& entry : header->entries) {
    Result<Tensor> tensor = make_tensor(entry, data);
    if (!tensor) return located(std::move(tensor).problem());
    contents.tensors.emplace(entry.name, *std::move(tensor));
  }
  contents.metadata = std::move(header->metadata);
  return contents;
}

Result<Safetensors> read_safetensors(const std::filesystem::path& path) {
  Result<Bytes> bytes = read_file(path, kMaxFile);
  if (!bytes) return std::move(bytes).problem();
  return parse_safetensors(*bytes, path.string());
}

Result<Bytes> format_safetensors(const Safetensors& contents) {
  if (std::optional<Problem> problem = check_contents(contents)) return std::move(*problem);
  using Item = const std::pair<const std::string, Tensor>*;
  std::vector<Item> items;
  for (const auto& item : contents.tensors) items.push_back(&item);
  std::stable_sort(items.begin(), items.end(), [](Item a, Item b) {
    return safetensors_rank_of(a->second.dtype()) > safetensors_rank_of(b->second.dtype());
  });

  // Appended to as the list that it is: its operator[] would search from the front each time.
  nlohmann::ordered_json::object_t header;
  if (!contents.metadata.empty()) header.emplace_back("__metadata__", contents.metadata);
  std::uint64_t size = 0;
  for (Item item : items) {
    const Tensor& tensor = item->second;
    nlohmann::ordered_json entry = {{"dtype", safetensors_name_of(tensor.dtype())},
                                    {"shape", tensor.shape().dims()},
                                    {"data_offsets", {size, size + tensor.bytes()}}};
    header.emplace_back(item->first, std::move(entry));
    size += tensor.bytes();
  }
  std::string json = nlohmann::ordered_json(std::move(header)).dump();
  json.append((8 - json.size() % 8) % 8, ' ');
  if (json.size() > kMaxSafetensorsHeader)
    return Problem("io.safetensors_length", {{"length", json.size()}, {"have", kMaxSafetensorsHeader}});

  Bytes bytes;
  bytes.reserve(8 + json.size() + size);
  for (int i = 0; i < 8; ++i) bytes.push_back(std::byte(json.size() >> (8 * i) & 0xFF));
  auto text = std::as_bytes(std::span(json));
  bytes.insert(bytes.end(), text.begin(), text.end());
  for (Item item : items)
    bytes.insert(bytes.end(), item->second.raw(), item->second.raw() + item->second.bytes());
  return bytes;
}

Result<> write_safetensors(const std::filesystem::path& path, const Safetensors& contents) {
  Result<Bytes> bytes = format_safetensors(contents);
  if (!bytes) return Problem(bytes.problem()).about(path.string());
  return write_file(path, *bytes);
}

}  // namespace percept::io
