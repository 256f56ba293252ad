// A project to begin with: what `percept new` writes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::recipe {

/// Writes recipe.toml, main.cpp (the same network in C++), CMakeLists.txt, README.md and .gitignore, with
/// comments in the reader's language, into a folder that is empty or not yet there. Runs will be called
/// `name`. Gives the names of the files.
Result<std::vector<std::string>> write_starter(const std::filesystem::path& folder, const std::string& name);

}  // namespace percept::recipe
