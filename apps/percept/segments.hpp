// The segments that a net of ReLU units draws, told and as JSON.
#pragma once

#include "call.hpp"

namespace percept::cli {

/// Says them, and of a net that learnt x^2 how near it came to the least error there is; empty where the
/// model draws none.
Json tell_segments(const Call& call, recipe::Model& model);

}  // namespace percept::cli
