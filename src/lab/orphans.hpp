// Folders that a program keeps for as long as it runs: PID-N, side by side.
#pragma once

#include <filesystem>

namespace percept::lab {

/// PARENT/PID-N, which nobody else has; it is not made. Those of programs that run no more are removed.
std::filesystem::path own_folder(const std::filesystem::path& parent);
/// Removes it, and its parent where nobody else has something in that.
void remove_own_folder(const std::filesystem::path& folder);

}  // namespace percept::lab
