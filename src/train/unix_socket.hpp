// Unix stream sockets, at paths of any length.
#pragma once

#include <filesystem>

#include "percept/base/result.hpp"
#include "percept/io/descriptor.hpp"

namespace percept::train {

/// Listens, with mode 0600 from the first moment on. A socket there that nobody listens to is replaced.
/// Does not block.
Result<io::Descriptor> listen_at(const std::filesystem::path& path);

/// Connects to who listens there. With SOCK_NONBLOCK among the flags, one who is too busy is a problem.
Result<io::Descriptor> connect_to(const std::filesystem::path& path, int flags = 0);

}  // namespace percept::train
