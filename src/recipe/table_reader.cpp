#include "table_reader.hpp"

#include <algorithm>

#include "faults.hpp"

namespace percept::recipe {
namespace {

std::string name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return text("recipe.type.table");
    case toml::node_type::array: return text("recipe.type.list");
    case toml::node_type::string: return text("recipe.type.text");
    case toml::node_type::integer: return text("recipe.type.integer");
    case toml::node_type::floating_point: return text("recipe.type.fraction");
    case toml::node_type::boolean: return text("recipe.type.boolean");
    default: return text("recipe.type.date");
  }
}

// What could stand there instead.
std::string example_of(const std::string& wanted) {
  if (wanted == "recipe.type.integer") return "3";
  if (wanted == "recipe.type.number") return "0.1";
  if (wanted == "recipe.type.list") return "[...]";
  if (wanted == "recipe.type.table") return "{ ... }";
  if (wanted == "recipe.type.boolean") return "true";
  if (wanted == "recipe.type.layer") return "\"relu\"";
  return "\"...\"";
}

}  // namespace

// A field that was overridden stands in the call, with all that is within it; the others in the file.
std::string Sources::place(const std::string& field, const toml::node& node) const {
  for (const auto& [key, word] : overrides)
    if (field == key || field.starts_with(key + ".")) return word;
  auto line = node.source().begin.line;
  return line ? file + ":" + std::to_string(line) : file;
}

void TableReader::require_no_others() const {
  for (const auto& [key, node] : table_) {
    std::string name(key.str());
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) continue;
    std::string field = prefix_ + name;
    throw Error(unknown("field", name, names_, prefix_).at(sources_.place(field, node)));
  }
}

const toml::table& TableReader::require_table(const toml::node& node, const std::string& field) const {
  if (!node.is_table()) wrong_type(node, field, "recipe.type.table");
  return *node.as_table();
}

void TableReader::wrong_type(const toml::node& node, const std::string& field, const char* wanted) const {
  throw Error(
      Problem("recipe.type", {{"field", field}, {"wanted", text(wanted)}, {"actual", name_of(node.type())}})
          .with_hint("recipe.type.hint", {{"field", field}, {"example", example_of(wanted)}})
          .at(sources_.place(field, node)));
}

template <class T>
void TableReader::read_list(const toml::node& node, const std::string& field, std::vector<T>& value) {
  const toml::array* array = node.as_array();
  if (!array) wrong_type(node, field, "recipe.type.list");
  value.clear();
  for (const toml::node& element : *array) {
    std::string name = field + "." + std::to_string(value.size() + 1);
    sources_.places[name] = sources_.place(name, element);
    read(element, name, value.emplace_back());
  }
}

void TableReader::read(const toml::node& node, const std::string& field, std::string& value) {
  if (!node.is_string()) wrong_type(node, field, "recipe.type.text");
  value = node.as_string()->get();
}

void TableReader::read(const toml::node& node, const std::string& field, std::int64_t& value) {
  if (!node.is_integer()) wrong_type(node, field, "recipe.type.integer");
  value = node.as_integer()->get();
}

void TableReader::read(const toml::node& node, const std::string& field, double& value) {
  if (!node.is_number()) wrong_type(node, field, "recipe.type.number");
  value = node.is_integer() ? double(node.as_integer()->get()) : node.as_floating_point()->get();
}

void TableReader::read(const toml::node& node, const std::string& field, bool& value) {
  if (!node.is_boolean()) wrong_type(node, field, "recipe.type.boolean");
  value = node.as_boolean()->get();
}

void TableReader::read(const toml::node& node, const std::string& field, LayerFields& value) {
  if (node.is_string()) return read(node, field, value.op);
  if (!node.is_table()) wrong_type(node, field, "recipe.type.layer");
  TableReader inner(*node.as_table(), field + ".", sources_);
  value.fields(inner);
  inner.require_no_others();
}

void TableReader::read(const toml::node& node, const std::string& field, Variant& value) {
  TableReader inner(require_table(node, field), field + ".", sources_);
  value.fields(inner);
  inner.require_no_others();
}

void TableReader::read(const toml::node& node, const std::string& field, std::vector<std::string>& value) {
  read_list(node, field, value);
}
void TableReader::read(const toml::node& node, const std::string& field, std::vector<std::int64_t>& value) {
  read_list(node, field, value);
}
void TableReader::read(const toml::node& node, const std::string& field, std::vector<LayerFields>& value) {
  read_list(node, field, value);
}
void TableReader::read(const toml::node& node, const std::string& field, std::vector<Variant>& value) {
  read_list(node, field, value);
}

}  // namespace percept::recipe
