// Formulas of features, x1^2 or sin(x1) * x2, read as graph.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "percept/graph/graph.hpp"

namespace percept::recipe {

/// The value of a formula, of the shape of its variables:
///
///     sum     = product { ("+" | "-") product }
///     product = factor { ("*" | "/") factor }
///     factor  = ["-"] power
///     power   = atom [ "^" ( ["-"] NUMBER | factor ) ]
///     atom    = NUMBER | VARIABLE | "pi" | "e" | FUNCTION "(" sum ")" | "(" sum ")"
///
/// Throws `Error` (recipe.formula.*) that shows the place, where it is none.
Value formula_value(std::string_view formula, const std::vector<std::pair<std::string, Value>>& variables);

/// The names of the functions.
std::vector<std::string> formula_functions();

}  // namespace percept::recipe
