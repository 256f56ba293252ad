// Draws as SVG.
#pragma once

#include "canvas.hpp"

namespace percept::plot {

std::string svg_of(const Figure& figure);

}  // namespace percept::plot
