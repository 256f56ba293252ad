// How deep a JSON text from outside may be.
#pragma once

#include <string_view>

namespace percept::io {

/// Deeper than anything that percept writes.
inline constexpr int kMostJsonDepth = 16;

/// Whether no bracket stands within more than kMostJsonDepth - 1 others. To be asked before parsing: a text
/// of brackets alone becomes forty times its size in memory, and copying what is deep takes as much stack.
bool is_shallow_json(std::string_view text);

}  // namespace percept::io
