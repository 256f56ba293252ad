// Draws with Cairo into pixels.
#pragma once

#include "canvas.hpp"

namespace percept::plot {

/// Pixels u8 [height * zoom, width * zoom, 3] of a white figure on which `figure` is drawn. Throws
/// std::bad_alloc where there is no memory for them.
Tensor pixels_of(const Figure& figure, double zoom);

}  // namespace percept::plot
