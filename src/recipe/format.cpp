// From a Recipe back to TOML.
#include <fmt/format.h>

#include "percept/recipe/recipe.hpp"

namespace percept::recipe {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + "\"";
}

std::string written(const std::string& value) { return quoted(value); }
std::string written(std::int64_t value) { return std::to_string(value); }
std::string written(bool value) { return value ? "true" : "false"; }
std::string written(double value) {
  std::string text = fmt::format("{}", value);
  return text.find_first_of(".en") == text.npos ? text + ".0" : text;
}
std::string written(const LayerFields& layer);

template <class T>
std::string written(const std::vector<T>& list) {
  std::string out;
  for (const T& element : list) out += (out.empty() ? "" : ", ") + written(element);
  return fmt::format("[{}]", out);
}

std::string written(const LayerFields& layer) {
  if (layer.id.empty() && layer.from.empty()) return quoted(layer.op);
  std::string out = "{ ";
  if (!layer.id.empty()) out += "id = " + quoted(layer.id) + ", ";
  out += "op = " + quoted(layer.op);
  if (!layer.from.empty()) out += ", from = " + written(layer.from);
  return out + " }";
}

// Plain fields, and tables within [sections] in one line.
struct Fields {
  std::vector<std::string> lines;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    if constexpr (requires { value.fields(*this); }) {
      Fields inner;
      value.fields(inner);
      lines.push_back(fmt::format("{} = {{ {} }}", name, fmt::join(inner.lines, ", ")));
    } else {
      // What was left out and has no value to write stays out.
      if constexpr (requires { value.empty(); })
        if (value.empty()) return;
      lines.push_back(fmt::format("{} = {}", name, written(value)));
    }
  }
};

struct Sections {
  std::string text;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    if constexpr (requires { value.fields(*this); }) {
      Fields fields;
      value.fields(fields);
      if (!fields.lines.empty()) text += fmt::format("\n[{}]\n{}\n", name, fmt::join(fields.lines, "\n"));
    } else {
      text += fmt::format("{} = {}\n", name, written(value));
    }
  }
};

struct Listing {
  std::map<std::string, std::string>& found;
  std::string prefix;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    std::string field = prefix + std::string(name);
    if constexpr (requires { value.fields(*this); }) {
      Listing inner{found, field + "."};
      value.fields(inner);
    } else {
      found[field] = written(value);
    }
  }
};

}  // namespace

std::map<std::string, std::string> list_fields(Recipe recipe) {
  std::map<std::string, std::string> found;
  Listing listing{found, ""};
  recipe.fields(listing);
  return found;
}

std::string format_recipe(Recipe recipe) {
  Sections sections;
  recipe.fields(sections);
  return std::move(sections.text);
}

}  // namespace percept::recipe
