#include "percept/graph/attributes.hpp"

#include <fmt/format.h>

namespace percept {

std::string to_string(const AttributeValue& value) {
  struct Visitor {
    std::string operator()(bool v) { return v ? "true" : "false"; }
    std::string operator()(std::int64_t v) { return std::to_string(v); }
    std::string operator()(double v) { return fmt::format("{}", v); }
    std::string operator()(const std::string& v) { return "'" + v + "'"; }
    std::string operator()(const std::vector<std::int64_t>& v) { return to_string(Shape(v)); }
    std::string operator()(DType v) { return std::string(name_of(v)); }
    std::string operator()(const Tensor& v) {
      return v.size() == 1 && (is_float(v.dtype()) || is_integer(v.dtype())) ? fmt::format("{:.9g}", v.item())
                                                                             : to_string(v);
    }
    std::string operator()(const std::shared_ptr<const Graph>&) { return "graph"; }
  };
  return std::visit(Visitor(), value);
}

bool equal(const AttributeValue& a, const AttributeValue& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&]<class T>(const T& left) {
        const T& right = std::get<T>(b);
        if constexpr (std::is_same_v<T, Tensor>)
          return left.raw() == right.raw() && left.shape() == right.shape() && left.dtype() == right.dtype();
        else
          return left == right;
      },
      a);
}

const AttributeValue* Attributes::find(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.name == name) return &entry.value;
  return nullptr;
}

bool Attributes::operator==(const Attributes& other) const {
  if (entries_.size() != other.entries_.size()) return false;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].name != other.entries_[i].name || !equal(entries_[i].value, other.entries_[i].value))
      return false;
  return true;
}

}  // namespace percept
