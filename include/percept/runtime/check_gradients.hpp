// The gradient checker: analytic gradients against central differences, in f64 on the reference kernels.
#pragma once

#include <functional>
#include <limits>

#include "percept/runtime/feeds.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept {

/// What was found of one tensor.
struct GradientCheck {
  std::string name;  // of the feed or parameter
  Shape shape;
  /// |analytic - numeric| / max(|analytic|, |numeric|, floor), the largest element's.
  double max_relative_error = 0;
  std::int64_t checked = 0;  // elements compared
  /// Elements of these at which the loss has a kink: a relu at 0, two equal largest elements of a window.
  /// There is no derivative to compare with; what was asked of the gradient is that it lies between the
  /// slopes to both sides.
  std::int64_t kinks = 0;
  /// The element with the largest error, in row-major order.
  std::int64_t worst = 0;
  double analytic = 0, numeric = 0;
};

/// The largest error of all.
double largest_error(const std::vector<GradientCheck>& checks);

struct GradientCheckOptions {
  double step = 1e-5;                // relative to max(1, |x|)
  double floor = 1e-3;               // below it, differences count absolutely (times 1/floor)
  std::int64_t most_elements = 200;  // of a larger tensor so many, evenly spread
  /// An element with a larger error is looked at closer, for a kink beside it (smaller steps leave it
  /// outside) or under it. Infinite: none is.
  double look_closer_above = std::numeric_limits<double>::infinity();
};

/// Differentiates `loss` with respect to leaves (feeds or parameters of floats) and compares. Appends the
/// gradient nodes to the graph.
std::vector<GradientCheck> check_gradients(Value loss, const std::vector<Value>& leaves, const Feeds& feeds,
                                           ParameterStore& store, GradientCheckOptions options = {});

struct ModuleCheckOptions {
  Mode mode = Mode::train;
  std::uint64_t seed = 0;  // of the parameters and of the weights
  GradientCheckOptions check = {.most_elements = 50, .look_closer_above = 1e-7};
};

/// Checks the gradients of a module, or of any function of a Value, by its input (where that is of floats; it
/// is called "input") and by each trainable parameter: those of the sum of its output's elements, each with a
/// random weight. `EXPECT_LE(largest_error(check_module(layer, {4, 3})), 1e-6)`.
std::vector<GradientCheck> check_module(const std::function<Value(Value)>& module, const Tensor& input,
                                        const ModuleCheckOptions& options = {});
/// On an input of normal random numbers.
std::vector<GradientCheck> check_module(const std::function<Value(Value)>& module, const Shape& input,
                                        const ModuleCheckOptions& options = {});

}  // namespace percept
