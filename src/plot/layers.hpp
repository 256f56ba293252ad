// Draws what stands in a panel.
#pragma once

#include "frame.hpp"

namespace percept::plot {

void draw_layer(Canvas& canvas, const Frame& frame, const Layer& layer);
void draw_marker(Canvas& canvas, Place at, Marker marker, double radius, Colour colour, double opacity);
/// The name that stands in the legend; empty where there is none.
const std::string& name_of(const Layer& layer);
/// What stands before a name in the legend, in a box of 24 x 12 points around `centre`.
void draw_sample(Canvas& canvas, const Layer& layer, Place centre);

}  // namespace percept::plot
