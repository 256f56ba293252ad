// How a network is computed: for `percept plan`.
#pragma once

#include "percept/onnx/model.hpp"
#include "percept/recipe/model.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::recipe {

struct Planned {
  std::vector<PlanStep> steps;  // with the median time of each
  std::size_t arena_bytes = 0;
};

/// A net's plan for `batch` examples, timed on zeros.
Planned plan_net(const train::Net& net, ParameterStore& store, const Shape& input, std::int64_t batch,
                 Precision precision);
/// A model's plan for feeds of these sizes, see trace_example. Throws `Error` with the code
/// graph.value_unknown where a size depends on numbers, so that there can be none.
Planned plan_onnx(const onnx::Model& model, const std::map<std::string, Shape>& sizes, Precision precision);

}  // namespace percept::recipe
