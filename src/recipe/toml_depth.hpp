// How deep a TOML text would nest, told before it is parsed: tables are destroyed by recursion, so that a
// megabyte of "a.a.a.a" would use up the stack.
#pragma once

#include <optional>
#include <string_view>

namespace percept::recipe {

inline constexpr int kMostTomlBrackets = 16, kMostTomlParts = 64;

/// The line of the first bracket that stands within more than kMostTomlBrackets - 1 others, or of the first
/// key of more than kMostTomlParts parts; nothing where there is none.
std::optional<int> deep_toml_line(std::string_view text);

}  // namespace percept::recipe
