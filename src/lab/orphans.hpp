// Folders that a program keeps for as long as it runs: PID-N, side by side.
#pragma once

#include <filesystem>
#include <string>

namespace percept::lab {

/// A name that nobody else has.
std::string own_folder_name();
/// Removes those of programs that run no more.
void purge_orphans(const std::filesystem::path& folder);

}  // namespace percept::lab
