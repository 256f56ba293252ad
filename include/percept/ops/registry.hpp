// The list of all ops: what the reference pages, the coverage of ONNX and the completeness test go through.
#pragma once

#include <span>
#include <string_view>

#include "percept/graph/op_def.hpp"

namespace percept {

std::span<const OpDef* const> all_ops();
/// Null where there is none of that name.
const OpDef* find_op(std::string_view name);

}  // namespace percept
