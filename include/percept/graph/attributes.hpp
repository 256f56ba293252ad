// Typed attributes: an op's options struct names its fields once, and from that come the schema with defaults
// and docs, the printing, the comparison and the reading back.
//
//     struct SoftmaxOptions {
//       std::int64_t axis = -1;
//       template <class V> void fields(V& v) { v("axis", axis, "axis that sums to one"); }
//     };
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept {

class Graph;

/// Two sizes, height and width; one number means both.
struct Extent2d {
  std::int64_t h = 0, w = 0;
  constexpr Extent2d(std::int64_t both = 0) : h(both), w(both) {}
  constexpr Extent2d(std::int64_t h, std::int64_t w) : h(h), w(w) {}
  bool operator==(const Extent2d&) const = default;
};

/// Rows and columns added around an image; one number means all four sides, two mean height and width.
struct Padding2d {
  std::int64_t top = 0, left = 0, bottom = 0, right = 0;
  constexpr Padding2d(std::int64_t all = 0) : top(all), left(all), bottom(all), right(all) {}
  constexpr Padding2d(std::int64_t h, std::int64_t w) : top(h), left(w), bottom(h), right(w) {}
  constexpr Padding2d(std::int64_t top, std::int64_t left, std::int64_t bottom, std::int64_t right)
      : top(top), left(left), bottom(bottom), right(right) {}
  bool operator==(const Padding2d&) const = default;
};

using AttributeValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>, DType,
                                    Tensor, std::shared_ptr<const Graph>>;

std::string to_string(const AttributeValue& value);
/// Equal in kind and content; tensors and graphs are equal only to themselves.
bool equal(const AttributeValue& a, const AttributeValue& b);

namespace detail {

inline AttributeValue to_attribute(bool v) { return v; }
inline AttributeValue to_attribute(std::int64_t v) { return v; }
inline AttributeValue to_attribute(double v) { return v; }
inline AttributeValue to_attribute(DType v) { return v; }
inline AttributeValue to_attribute(const std::string& v) { return v; }
inline AttributeValue to_attribute(const std::vector<std::int64_t>& v) { return v; }
inline AttributeValue to_attribute(const Shape& v) { return v.dims(); }
inline AttributeValue to_attribute(const Tensor& v) { return v; }
inline AttributeValue to_attribute(const std::shared_ptr<const Graph>& v) { return v; }
inline AttributeValue to_attribute(const Extent2d& v) { return std::vector<std::int64_t>{v.h, v.w}; }
inline AttributeValue to_attribute(const Padding2d& v) {
  return std::vector<std::int64_t>{v.top, v.left, v.bottom, v.right};
}

template <class T>
void from_attribute(const AttributeValue& a, T& v) {
  v = std::get<T>(a);
}
inline void from_attribute(const AttributeValue& a, Shape& v) {
  v = Shape(std::get<std::vector<std::int64_t>>(a));
}
inline void from_attribute(const AttributeValue& a, Extent2d& v) {
  const auto& s = std::get<std::vector<std::int64_t>>(a);
  v = {s[0], s[1]};
}
inline void from_attribute(const AttributeValue& a, Padding2d& v) {
  const auto& s = std::get<std::vector<std::int64_t>>(a);
  v = {s[0], s[1], s[2], s[3]};
}

}  // namespace detail

struct NoOptions {
  template <class V>
  void fields(V&) {}
  bool operator==(const NoOptions&) const = default;
};

/// The attributes of one node: names and values in the order of the op's options struct.
class Attributes {
 public:
  struct Entry {
    std::string_view name;  // static storage: the literal in the options struct
    AttributeValue value;
  };

  Attributes() = default;
  template <class Options>
  static Attributes of(Options options) {
    Attributes attributes;
    auto visit = [&](std::string_view name, auto& field, std::string_view) {
      attributes.entries_.push_back({name, detail::to_attribute(field)});
    };
    options.fields(visit);
    return attributes;
  }

  template <class Options>
  Options as() const {
    Options options;
    std::size_t i = 0;
    auto visit = [&](std::string_view, auto& field, std::string_view) {
      detail::from_attribute(entries_[i++].value, field);
    };
    options.fields(visit);
    return options;
  }

  const std::vector<Entry>& entries() const { return entries_; }
  const AttributeValue* find(std::string_view name) const;
  bool operator==(const Attributes& other) const;

 private:
  std::vector<Entry> entries_;
};

}  // namespace percept
