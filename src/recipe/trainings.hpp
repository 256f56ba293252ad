// The losses, optimisers and schedules that a recipe can name.
#pragma once

#include "percept/recipe/training.hpp"

namespace percept::recipe {

/// Throws `Error` where the recipe names a loss, optimiser or schedule that does not exist.
void require_known_training(const Recipe& recipe);

/// Throws `Error` where what learns has no gradient.
void require_network(const Recipe& recipe);

train::Loss loss_of(const Recipe& recipe);
/// Throws `Error` where the loss is one of classes and the examples teach numbers.
void require_fitting_loss(const Recipe& recipe, const data::Dataset& dataset);

}  // namespace percept::recipe
