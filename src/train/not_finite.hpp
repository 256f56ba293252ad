// Finds where numbers stopped being numbers.
#pragma once

#include "percept/runtime/program.hpp"

namespace percept::train {

/// Whether every element is a finite number.
bool is_finite(const Tensor& tensor);
/// Whether every value of the store is.
bool is_finite(const ParameterStore& store);

/// The first tensor, in the order of the graph, that has an element which is no finite number.
struct NotFinite {
  std::string name;       // of the tensor: a feed's or parameter's, else path and op of its layer
  std::string type;       // f32[64, 10]
  bool infinite = false;  // else not a number
  bool backward = false;  // among the gradients or the optimiser's step
};
/// Runs the graph node by node on the reference kernels. Empty where all is finite there.
std::optional<NotFinite> first_not_finite(Graph& graph, ParameterStore& store, const Feeds& feeds);

}  // namespace percept::train
