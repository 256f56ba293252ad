// The input of a model that is used as a layer.
#pragma once

#include "percept/onnx/model.hpp"

namespace percept::recipe {

/// Throws `Error` where the model has several inputs, or one that is no tensor.
const onnx::Port& only_input(const onnx::Model& model);

}  // namespace percept::recipe
