// Which word was meant: the nearest of those that exist, for "did you mean".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string
/// alignment).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, the first of several; none where all are too far to have been meant (more
/// than a third of the letters differ, and more than one).
std::optional<std::string> nearest_spelling(std::string_view word, std::span<const std::string> candidates);

/// The names in one text.
std::string joined(std::span<const std::string> names, std::string_view between = ", ");

/// `problem` with a hint: the nearest of `known`, where one can have been meant, and their list, where it is
/// short. `prefix` stands in front of the name that was meant.
Problem unknown_word(Problem problem, std::string_view word, const std::vector<std::string>& known,
                     const std::string& prefix = "");

}  // namespace percept
