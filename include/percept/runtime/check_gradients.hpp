// The gradient checker: analytic gradients against central differences, in f64 on the reference kernels.
#pragma once

#include "percept/runtime/feeds.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept {

struct GradientCheck {
  std::string name;  // of the feed or parameter
  double max_relative_error =
      0;  // |analytic - numeric| / max(|analytic|, |numeric|, floor), the largest element's
  std::int64_t checked = 0;  // elements compared
};

struct GradientCheckOptions {
  double step = 1e-5;                // relative to max(1, |x|)
  double floor = 1e-3;               // below it, differences count absolutely (times 1/floor)
  std::int64_t most_elements = 200;  // a larger tensor is sampled, evenly
};

/// Differentiates `loss` with respect to leaves (feeds or parameters of floats) and compares. Appends the
/// gradient nodes to the graph.
std::vector<GradientCheck> check_gradients(Value loss, const std::vector<Value>& leaves, const Feeds& feeds,
                                           ParameterStore& store, GradientCheckOptions options = {});

}  // namespace percept
