// Which word was meant: the nearest of those that exist, for "did you mean".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace percept {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string
/// alignment).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, the first of several; none where all are too far to have been meant (more
/// than a third of the letters differ, and more than one).
std::optional<std::string> nearest_spelling(std::string_view word, std::span<const std::string> candidates);

}  // namespace percept
