// name=number, with commas between: what may stand behind the name of a set that percept makes.
#pragma once

#include <functional>

#include "percept/data/spec.hpp"

namespace percept::data {

/// Gives each option to `take`, which says whether it knows it with that number; numbers are finite. The
/// first that is none, or that `take` does not know, is a problem with this hint.
Result<> read_number_options(const Spec& spec, const char* hint,
                             const std::function<bool(std::string_view, double)>& take);

/// From 0 to 2^32, without a fraction.
bool is_whole(double number);

}  // namespace percept::data
