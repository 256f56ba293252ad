// Convolution as ONNX's attributes describe it, for the ops that are made of it.
#pragma once

#include "import_context.hpp"

namespace percept::onnx {

/// x [N, C, ...], weight [out, C/groups, ...], bias [out] or none; strides, pads and so on are the node's.
Value convolved(ImportContext& c, Value x, Value weight, Value bias);

}  // namespace percept::onnx
