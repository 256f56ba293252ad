// A run as a page of HTML that stands alone: no script, nothing from elsewhere.
#pragma once

#include <filesystem>
#include <string>

#include "percept/base/problem.hpp"

namespace percept::lab {

/// How it was trained and how to do it again, what came of it epoch by epoch, its curves, its settings and
/// what was noted of it. Names and notes may be anything: they stand there as text. Of a damaged run there
/// is what can be read.
std::string run_report(const std::filesystem::path& folder, Language language);

/// The line that trains the same again: a built-in recipe with what is other in this run, else the recipe
/// that lies in its folder.
std::string command_of_run(const std::filesystem::path& folder);

}  // namespace percept::lab
