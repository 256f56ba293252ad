// The calls that the golden cases of tests/golden/losses.safetensors stand for.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "percept/nn/loss.hpp"

namespace percept::proof {

using LossInputs = std::vector<Value>;
using LossCall = std::function<Value(const LossInputs&)>;

/// By name of the case.
std::map<std::string, LossCall> loss_cases();

}  // namespace percept::proof
