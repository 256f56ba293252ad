// The cases of tests/golden/ops.safetensors as percept calls them.
#pragma once

#include <string_view>
#include <vector>

#include "ops/op_case.hpp"

namespace percept::proof {

/// A call of a front-door function; its name, OP/WHAT, is that of its golden numbers, and x are its inputs.
struct PytorchCall {
  std::string_view name;
  Values (*build)(Graph& graph, const Values& x);
};

/// Written in pytorch_FAMILY.inc, one a line, beside op_cases/FAMILY.py of tools/goldens.
const std::vector<PytorchCall>& pytorch_calls();

}  // namespace percept::proof
