// Fills the fields of a struct from a TOML table; every fault is thrown with its place.
#pragma once

#include <toml++/toml.h>

#include <map>
#include <string>
#include <vector>

#include "percept/recipe/recipe.hpp"

namespace percept::recipe {

/// What reading one recipe shares: the file's name, the overrides by key, and the places found.
struct Sources {
  std::string file;
  std::map<std::string, std::string> overrides;
  std::map<std::string, std::string> places;

  std::string place(const std::string& field, const toml::node& node) const;
};

/// A visitor for `fields`. After it, `require_no_others` finds what the struct does not name.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string prefix, Sources& sources)
      : table_(table), prefix_(std::move(prefix)), sources_(sources) {}

  template <class T>
  void operator()(std::string_view key, T& value, std::string_view) {
    names_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (!node) return;
    std::string field = prefix_ + std::string(key);
    sources_.places[field] = sources_.place(field, *node);
    if constexpr (requires { value.fields(*this); }) {
      TableReader inner(require_table(*node, field), field + ".", sources_);
      value.fields(inner);
      inner.require_no_others();
    } else {
      read(*node, field, value);
    }
  }

  void require_no_others() const;

 private:
  const toml::table& require_table(const toml::node& node, const std::string& field) const;
  [[noreturn]] void wrong_type(const toml::node& node, const std::string& field, const char* wanted) const;
  template <class T>
  void read_list(const toml::node& node, const std::string& field, std::vector<T>& value);

  void read(const toml::node& node, const std::string& field, std::string& value);
  void read(const toml::node& node, const std::string& field, std::int64_t& value);
  void read(const toml::node& node, const std::string& field, double& value);
  void read(const toml::node& node, const std::string& field, bool& value);
  void read(const toml::node& node, const std::string& field, LayerFields& value);
  void read(const toml::node& node, const std::string& field, Variant& value);
  void read(const toml::node& node, const std::string& field, std::vector<std::string>& value);
  void read(const toml::node& node, const std::string& field, std::vector<std::int64_t>& value);
  void read(const toml::node& node, const std::string& field, std::vector<LayerFields>& value);
  void read(const toml::node& node, const std::string& field, std::vector<Variant>& value);

  const toml::table& table_;
  std::string prefix_;
  Sources& sources_;
  std::vector<std::string> names_;
};

}  // namespace percept::recipe
