// Choice by name among the config structs of a variant, each of which says its own, kName.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace percept::optim {

/// Calls f with a default of each alternative until it gives true.
template <class Variant, std::size_t i = 0, class F>
bool any_alternative(F&& f) {
  if constexpr (i < std::variant_size_v<Variant>)
    return f(std::variant_alternative_t<i, Variant>()) || any_alternative<Variant, i + 1>(std::forward<F>(f));
  else
    return false;
}

/// Makes `config` the default of that name, unless it is of that kind already; false where there is none.
template <class Variant>
bool choose(Variant& config, const std::string& name) {
  return any_alternative<Variant>([&](auto any) {
    if (name != any.kName) return false;
    if (!std::holds_alternative<decltype(any)>(config)) config = any;
    return true;
  });
}

template <class Variant>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  any_alternative<Variant>([&](auto any) { return names.emplace_back(any.kName), false; });
  return names;
}

}  // namespace percept::optim
