// The gradients of a recipe's network against central differences.
#pragma once

#include "percept/recipe/network.hpp"
#include "percept/runtime/check_gradients.hpp"

namespace percept::recipe {

struct GradientReport {
  std::string name;  // the recipe's
  std::int64_t batch = 0;
  double loss = 0;
  GradientCheck input;                    // by the images
  std::vector<GradientCheck> parameters;  // in the order in which the net reads them
};

struct GradientReportOptions {
  std::int64_t batch = 3;
  std::int64_t samples = 20;  // elements checked of each parameter and of the images
};

/// Differentiates the recipe's loss as its training does, on random images and labels and on its initial
/// weights. It opens no data where the recipe says the shape of its images and all sizes. Throws `Error`
/// where the model is wrong.
GradientReport check_recipe(const Recipe& recipe, const GradientReportOptions& options = {});

}  // namespace percept::recipe
