// The JSON header of a safetensors file, and nothing else that JSON can say.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/tensor/dtype.hpp"

namespace percept::io {

struct SafetensorsEntry {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::array<std::uint64_t, 2> offsets{};  // of the bytes behind the header: [begin, end)
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  // in the order of the file
  std::map<std::string, std::string> metadata;
};

/// Parses the header: an object of `{"dtype": text, "shape": [...], "data_offsets": [begin, end]}`, each key
/// once, and of `__metadata__`, an object of texts. `name` names the file in problems.
Result<SafetensorsHeader> parse_safetensors_header(std::string_view json, const std::string& name);

/// F32, I64, BOOL, ...: nullopt and an empty name for what the other side lacks.
std::optional<DType> dtype_of_safetensors(std::string_view name);
std::string_view safetensors_name_of(DType dtype);
/// The place of a dtype in the order of the format's own library: a later one is written first.
int safetensors_rank_of(DType dtype);

}  // namespace percept::io
