// Images drawn in characters: two pixels a character, one above the other.
#pragma once

#include <string>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::cli {

/// u8 [H, W, 1 or 3] as lines; wider than `width`, it is made smaller. In colour for terminals that have it,
/// else in the shades of block characters.
std::vector<std::string> draw(const Tensor& image, int width, bool colour);

/// Images with lines of text beneath, side by side, as many as `width` columns hold, the others below them.
std::vector<std::string> draw_beside(const std::vector<Tensor>& images,
                                     const std::vector<std::vector<std::string>>& captions, int width,
                                     bool colour);

/// Whether stdout is a terminal that shows colours.
bool shows_colour();

}  // namespace percept::cli
