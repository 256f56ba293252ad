// tar archives (POSIX.1-1988 ustar, and GNU's where it is the same), in memory.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::io {

struct TarFile {
  std::string name;  // relative, without .. in it
  std::span<const std::byte> content;
};

/// The plain files of an archive, in their order; folders are passed over, as are the extended headers of
/// POSIX.1-2001. Links and devices, names that lead out of the folder, sizes beyond the archive, a wrong
/// checksum and a missing end are problems. `name` names the archive in problems.
Result<std::vector<TarFile>> parse_tar(std::span<const std::byte> bytes, const std::string& name);

}  // namespace percept::io
