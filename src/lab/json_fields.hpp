// Structs with `fields` from and to JSON, for .cpp files.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "percept/base/problem.hpp"
#include "percept/base/spelling.hpp"
#include "percept/lab/playground.hpp"

namespace percept::lab {

using Json = nlohmann::ordered_json;

[[noreturn]] inline void wrong_type(const std::string& field, const char* wanted) {
  throw Error(Problem("lab.type", {{"field", field}, {"wanted", "@" + std::string(wanted)}}).at(field));
}

/// A visitor that fills the fields of a struct from an object; what the object lacks keeps its value. Throws
/// `Error` (lab.type, lab.unknown_field) that names the field. `longest`: bytes of a text.
class JsonReader {
 public:
  JsonReader(const Json& object, std::string prefix, std::size_t longest = 1000)
      : object_(object), prefix_(std::move(prefix)), longest_(longest) {
    if (!object.is_object())
      wrong_type(prefix_.substr(0, prefix_.size() - !prefix_.empty()), "lab.type.object");
  }

  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    names_.emplace_back(name);
    if (auto found = object_.find(name); found != object_.end())
      take(*found, prefix_ + std::string(name), value);
  }

  /// To be called last: finds what the struct does not name.
  void require_no_others() const {
    for (const auto& [name, value] : object_.items())
      if (std::find(names_.begin(), names_.end(), name) == names_.end())
        throw Error(unknown_word(Problem("lab.unknown_field", {{"field", (prefix_ + name).substr(0, 200)}}),
                                 name, names_, prefix_)
                        .at((prefix_ + name).substr(0, 200)));
  }

 private:
  template <class T>
  void take(const Json& json, const std::string& field, T& value) {
    if constexpr (requires(JsonReader reader) { value.fields(reader); }) {
      JsonReader inner(json, field + ".", longest_);
      value.fields(inner);
      inner.require_no_others();
    } else {
      read(json, field, value);
    }
  }
  void read(const Json& json, const std::string& field, bool& value) {
    if (!json.is_boolean()) wrong_type(field, "lab.type.bool");
    value = json.get<bool>();
  }
  void read(const Json& json, const std::string& field, double& value) {
    if (!json.is_number()) wrong_type(field, "lab.type.number");
    value = json.get<double>();
  }
  void read(const Json& json, const std::string& field, std::int64_t& value) {
    double number = 0;
    read(json, field, number);
    if (number != std::floor(number) || std::abs(number) > 0x1p53) wrong_type(field, "lab.type.whole");
    value = std::int64_t(number);
  }
  void read(const Json& json, const std::string& field, std::string& value) {
    if (!json.is_string() || json.get_ref<const std::string&>().size() > longest_)
      wrong_type(field, "lab.type.text");
    value = json.get<std::string>();
  }
  void read(const Json& json, const std::string&, Json& value) { value = json; }
  template <class T>
  void read(const Json& json, const std::string& field, std::optional<T>& value) {
    if (json.is_null()) return value.reset();
    take(json, field, value.emplace());
  }
  template <class T>
  void read(const Json& json, const std::string& field, std::vector<T>& value) {
    if (!json.is_array() || json.size() > std::size_t(kMostPoints)) wrong_type(field, "lab.type.list");
    value.clear();
    for (std::size_t i = 0; i < json.size(); ++i)
      take(json[i], field + "." + std::to_string(i), value.emplace_back());
  }

  const Json& object_;
  std::string prefix_;
  std::size_t longest_;
  std::vector<std::string> names_;
};

/// A visitor that writes them. A message becomes its words in both languages; what is no finite number, null.
struct JsonWriter {
  Json object = Json::object();

  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    object[std::string(name)] = written(value);
  }

  template <class T>
  static Json written(T& value) {
    if constexpr (requires(JsonWriter writer) { value.fields(writer); }) {
      JsonWriter inner;
      value.fields(inner);
      return std::move(inner.object);
    } else {
      return value;
    }
  }
  static Json written(double& value) { return std::isfinite(value) ? Json(value) : Json(); }
  static Json written(Message& message) {
    return {{"en", render(message, Language::english)}, {"fr", render(message, Language::french)}};
  }
  static Json written(JsonValue& value) { return Json::parse(value.text, nullptr, false); }
  template <class... T>
  static Json written(std::variant<T...>& value) {
    return std::visit([](auto& held) { return Json(held); }, value);
  }
  template <class T>
  static Json written(std::optional<T>& value) {
    return value ? written(*value) : Json();
  }
  template <class T>
  static Json written(std::vector<T>& list) {
    Json array = Json::array();
    for (T& element : list) array.push_back(written(element));
    return array;
  }
};

}  // namespace percept::lab
