// A folder's way to a name that nobody has.
#pragma once

#include <filesystem>
#include <string>

namespace percept::lab {

/// Renames the folder `from` to PARENT/NAME, or NAME-2 ... where there is one, and gives that path. Throws
/// `Error`.
std::filesystem::path move_to_free_name(const std::filesystem::path& from,
                                        const std::filesystem::path& parent, const std::string& name);

}  // namespace percept::lab
