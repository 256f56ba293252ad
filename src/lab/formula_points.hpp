// Points of one's own that a formula labels.
#pragma once

#include "percept/lab/settings.hpp"

namespace percept::lab {

/// Points drawn over the plane, or the line, with what the formula says of them: of a curve y, else its value
/// or, where no values are asked for, the class 1 where it is more than 0. Throws `Error` at "formula".
std::vector<PointRow> draw_by_formula(const Settings& settings, const std::string& formula, bool values);

}  // namespace percept::lab
