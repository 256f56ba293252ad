// What a training begins with: the weights that `init.from` names.
#pragma once

#include "percept/recipe/network.hpp"

namespace percept::recipe {

/// Loads them by name into the store of the net for images of that shape, but for what `init.skip` lets begin
/// afresh; does nothing where `init.from` is empty. What was loaded goes to the log. Throws `Error`, with the
/// recipe's line, where they are not there or do not fit.
void initialize_from(ParameterStore& store, const Recipe& recipe, const train::Net& net, const Shape& image,
                     const std::filesystem::path& runs);

}  // namespace percept::recipe
