// percept train --variants: a recipe beside the variants that it names.
#pragma once

#include "call.hpp"

namespace percept::cli {

/// Trains the recipe and each of its variants, and says how each does on what it learnt from and on the test
/// examples: one table.
int train_variants(const Call& call, const std::string& recipe, const std::vector<std::string>& overrides,
                   const std::string& runs);

}  // namespace percept::cli
