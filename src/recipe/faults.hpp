// Problems that several parts of reading a recipe have.
#pragma once

#include <string>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept::recipe {

/// "there is no layer 'cnov'", with the nearest of `known` and the list of them. The catalogue holds the
/// first line as recipe.unknown.KIND, with {name}, which is `prefix` + `word`.
Problem unknown(const std::string& kind, const std::string& word, const std::vector<std::string>& known,
                const std::string& prefix = "");

}  // namespace percept::recipe
