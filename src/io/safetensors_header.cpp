#include "safetensors_header.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace percept::io {
namespace {

using Json = nlohmann::json;

struct Row {
  DType dtype;
  std::string_view name;
};
// In the order of the enumeration of the format's own library.
constexpr Row kRows[] = {{DType::boolean, "BOOL"}, {DType::u8, "U8"},   {DType::i8, "I8"},
                         {DType::i16, "I16"},      {DType::u16, "U16"}, {DType::f16, "F16"},
                         {DType::bf16, "BF16"},    {DType::i32, "I32"}, {DType::u32, "U32"},
                         {DType::f32, "F32"},      {DType::f64, "F64"}, {DType::i64, "I64"},
                         {DType::u64, "U64"}};

constexpr std::size_t kMaxRank = 64;
constexpr std::string_view kMetadata = "__metadata__";

/// Takes the events of the JSON parser and stops at the first that the format does not allow: so nesting is
/// three deep at most, and what is not allowed is never stored.
class HeaderReader : public nlohmann::json_sax<Json> {
 public:
  SafetensorsHeader header;
  std::optional<Problem> problem;

  bool null() override { return unexpected(); }
  bool boolean(bool) override { return unexpected(); }
  bool number_integer(std::int64_t) override { return unexpected(); }
  bool number_float(double, const std::string&) override { return unexpected(); }
  bool binary(Json::binary_t&) override { return unexpected(); }

  bool number_unsigned(std::uint64_t number) override {
    if (place_ == Place::shape) {
      if (entry().shape.size() == kMaxRank)
        return fail("io.safetensors_rank", {{"tensor", entry().name}, {"most", kMaxRank}});
      return entry().shape.push_back(number), true;
    }
    if (place_ == Place::offsets && offsets_ < 2) return entry().offsets[offsets_++] = number, true;
    return unexpected();
  }

  bool string(std::string& text) override {
    if (place_ == Place::metadata) return header.metadata[key_] = std::move(text), true;
    if (place_ == Place::entry && key_ == "dtype") return entry().dtype = std::move(text), true;
    return unexpected();
  }

  bool start_object(std::size_t) override {
    if (place_ == Place::outside) return place_ = Place::top, true;
    if (place_ != Place::top) return unexpected();
    if (key_ == kMetadata) return place_ = Place::metadata, true;
    header.entries.push_back({.name = key_});
    keys_.clear();
    offsets_ = 0;
    return place_ = Place::entry, true;
  }

  bool key(std::string& key) override {
    bool repeated = place_ == Place::top        ? !names_.insert(key).second
                    : place_ == Place::metadata ? header.metadata.contains(key)
                                                : !keys_.insert(key).second;
    if (repeated) return fail("io.safetensors_duplicate", {{"key", key}});
    bool known = place_ != Place::entry || key == "dtype" || key == "shape" || key == "data_offsets";
    if (!known) return fail("io.safetensors_key", {{"tensor", entry().name}, {"key", key}});
    return key_ = std::move(key), true;
  }

  bool end_object() override {
    if (place_ == Place::entry && (keys_.size() != 3 || offsets_ != 2))
      return fail("io.safetensors_incomplete", {{"tensor", entry().name}});
    return place_ = place_ == Place::top ? Place::outside : Place::top, true;
  }

  bool start_array(std::size_t) override {
    if (place_ == Place::entry && key_ == "shape") return place_ = Place::shape, true;
    if (place_ == Place::entry && key_ == "data_offsets") return place_ = Place::offsets, true;
    return unexpected();
  }

  bool end_array() override { return place_ = Place::entry, true; }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return fail("io.safetensors_json", {{"position", position}});
  }

 private:
  enum class Place { outside, top, metadata, entry, shape, offsets };

  SafetensorsEntry& entry() { return header.entries.back(); }
  bool unexpected() { return fail("io.safetensors_unexpected", {{"key", key_}}); }
  bool fail(const char* id, std::vector<Argument> arguments) {
    if (!problem) problem = Problem(id, std::move(arguments));
    return false;
  }

  Place place_ = Place::outside;
  std::string key_;
  std::set<std::string> names_, keys_;  // of the file; of the entry being read
  std::size_t offsets_ = 0;
};

}  // namespace

Result<SafetensorsHeader> parse_safetensors_header(std::string_view json, const std::string& name) {
  auto located = [&](Problem problem) {
    return std::move(problem).about(name).with_hint("io.safetensors.hint");
  };
  // The JSON parser skips a byte order mark and takes a zero for the end: neither is in the format.
  if (json.empty() || json.front() != '{' || json.find('\0') != json.npos)
    return located(Problem("io.safetensors_json", {{"position", 0}})).at(name + " byte 8");
  HeaderReader reader;
  if (!Json::sax_parse(json.begin(), json.end(), &reader)) return located(std::move(*reader.problem));
  return std::move(reader.header);
}

std::optional<DType> dtype_of_safetensors(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.dtype;
  return std::nullopt;
}

std::string_view safetensors_name_of(DType dtype) {
  int rank = safetensors_rank_of(dtype);
  return rank < 0 ? std::string_view() : kRows[rank].name;
}

int safetensors_rank_of(DType dtype) {
  for (int rank = 0; rank < int(std::size(kRows)); ++rank)
    if (kRows[rank].dtype == dtype) return rank;
  return -1;
}

}  // namespace percept::io
