#include "percept/io/descriptor.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace percept::io {

bool Descriptor::close() {
  int number = std::exchange(number_, -1);
  return number < 0 || ::close(number) == 0;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
}

// The causes that people meet have a text in both languages; of the others the system's own words are given.
Problem os_problem(int error, const std::filesystem::path& file, bool writing) {
  std::vector<Argument> where = {{"folder", folder_of(file).string()}};
  auto problem = [&](const char* id, const char* hint) {
    return Problem(id, where).about(file.string()).with_hint(hint, where);
  };
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return writing ? problem("io.no_folder", "io.no_folder.hint")
                     : problem("io.not_found", "io.not_found.hint");
    case EACCES:
    case EPERM:
      return writing ? problem("io.not_writable", "io.not_writable.hint")
                     : problem("io.not_readable", "io.not_readable.hint");
    case EISDIR: return problem("io.is_folder", "io.is_folder.hint");
    case ENOSPC:
    case EDQUOT: return problem("io.disk_full", "io.disk_full.hint");
    case EROFS: return problem("io.read_only", "io.not_writable.hint");
    case ENAMETOOLONG: return problem("io.name_too_long", "io.name_too_long.hint");
    default:
      return Problem(writing ? "io.write_failed" : "io.read_failed", {{"reason", std::strerror(error)}})
          .about(file.string())
          .with_hint("io.system.hint");
  }
}

bool write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(file, bytes.data(), std::min(bytes.size(), std::size_t(1) << 30));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(std::size_t(written));
  }
  return true;
}

}  // namespace percept::io
