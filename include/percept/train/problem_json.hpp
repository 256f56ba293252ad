// A problem as programs read it.
#pragma once

#include <string>

#include "percept/base/problem.hpp"

namespace percept::train {

/// `{"code":.., "message":.., "hint":.., "where":..}`, in the reader's language; null where there is no hint
/// or place.
std::string json_of(const Problem& problem);

}  // namespace percept::train
