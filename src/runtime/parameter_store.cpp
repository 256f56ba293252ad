#include "percept/runtime/parameter_store.hpp"

#include <cstring>

namespace percept {

ParameterStore::Entry& ParameterStore::ensure(const Parameter& parameter) {
  if (Entry* entry = find(parameter.path)) {
    if (entry->parameter.type != parameter.type)
      throw Error(Problem("graph.parameter_differs", {{"path", parameter.path},
                                                      {"first", to_string(entry->parameter.type)},
                                                      {"now", to_string(parameter.type)}})
                      .with_hint("graph.parameter_differs.hint"));
    return *entry;
  }
  Tensor value = Tensor::zeros(parameter.type.dtype, parameter.type.shape);
  if (parameter.initialize) parameter.initialize(value, RandomStream(seed_, parameter.path));
  return entries_.emplace(parameter.path, Entry{parameter, std::move(value), 1}).first->second;
}

ParameterStore::Entry* ParameterStore::find(std::string_view path) {
  auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}
const ParameterStore::Entry* ParameterStore::find(std::string_view path) const {
  auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}

void ParameterStore::set(std::string_view path, const Tensor& value) {
  Entry* entry = find(path);
  if (!entry) throw Error(Problem("runtime.no_parameter", {{"path", path}}));
  if (entry->value.dtype() != value.dtype() || entry->value.shape() != value.shape())
    throw Error(Problem("runtime.parameter_type", {{"path", path}})
                    .operand({"parameter", std::string(path), to_string(entry->value)})
                    .operand({"value", "", to_string(value)}));
  std::memcpy(entry->value.raw(), value.raw(), value.bytes());
  ++entry->version;
}

std::map<std::string, Tensor> ParameterStore::snapshot() const {
  std::map<std::string, Tensor> copies;
  for (const auto& [path, entry] : entries_) copies.emplace(path, entry.value.clone());
  return copies;
}

}  // namespace percept
