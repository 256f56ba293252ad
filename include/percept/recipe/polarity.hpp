// White ink on black, or black ink on white: seen at an image's border.
#pragma once

#include "percept/data/survey.hpp"

namespace percept::recipe {

using data::border_brightness;
/// The mean of the outermost pixels of a data set, from its first examples.
double border_brightness(const data::Dataset& dataset);
/// Whether an image's border is bright where that of the training images is dark, or the other way round.
bool is_inverted(double border, double training_border);

}  // namespace percept::recipe
