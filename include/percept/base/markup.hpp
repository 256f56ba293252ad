// Text within HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace percept {

/// Text for HTML and SVG, whatever bytes it is made of.
std::string markup_text(std::string_view text);

}  // namespace percept
