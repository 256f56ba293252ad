#include "percept/io/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

#include "percept/io/descriptor.hpp"

namespace percept::io {
namespace {

using std::filesystem::path;

// A short name of its own, so that a long name of the file cannot make it too long.
path temporary_beside(const path& file) {
  static std::atomic<unsigned> counter = 0;
  return folder_of(file) /
         (".percept-" + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp");
}

// Makes the rename itself lasting. Some file systems cannot sync a folder and say EINVAL: nothing more can be
// done.
bool sync_folder(const path& folder) {
  Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!open.ok()) return errno == EACCES;  // a folder may be writable without being readable
  return ::fsync(open) == 0 || errno == EINVAL || errno == EROFS;
}

}  // namespace

Result<std::span<const std::byte>> read_file(const path& path, std::uint64_t limit, Bytes& buffer) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return os_problem(errno, path, false);
  struct stat status;
  if (::fstat(file, &status) != 0) return os_problem(errno, path, false);
  if (S_ISDIR(status.st_mode)) return os_problem(EISDIR, path, false);
  auto too_large = [&] {
    return Problem("io.too_large", {{"limit", limit}}).about(path.string()).with_hint("io.too_large.hint");
  };
  bool regular = S_ISREG(status.st_mode) && status.st_size > 0;
  if (regular && std::uint64_t(status.st_size) > limit) return too_large();

  // One byte of room behind the size that the file had tells its end from its growth. A pipe doubles its
  // room.
  std::size_t size = regular ? std::size_t(status.st_size) : 0;
  if (std::size_t room = regular ? size + 1 : std::size_t(1) << 16; buffer.size() < room) buffer.resize(room);
  std::size_t have = 0;
  for (;;) {
    if (have == buffer.size()) buffer.resize(buffer.size() * 2);
    ssize_t got = ::read(file, buffer.data() + have, buffer.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os_problem(errno, path, false);
    have += std::size_t(got);
    if (have > limit) return too_large();
    if (got == 0 || (regular && have == size)) break;  // it gave less than there was room for: that was all
  }
  return std::span<const std::byte>(buffer).first(have);
}

Result<Bytes> read_file(const path& path, std::uint64_t limit) {
  Bytes bytes;
  auto read = read_file(path, limit, bytes);
  if (!read) return std::move(read).problem();
  bytes.resize(read->size());
  return bytes;
}

Result<std::span<const std::byte>> read_start(const path& path, std::size_t most, Bytes& buffer) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return os_problem(errno, path, false);
  if (buffer.size() < most) buffer.resize(most);
  std::size_t have = 0;
  while (have < most) {
    ssize_t got = ::read(file, buffer.data() + have, most - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os_problem(errno, path, false);
    if (got == 0) break;
    have += std::size_t(got);
  }
  return std::span<const std::byte>(buffer).first(have);
}

Result<> write_file(const path& path, std::span<const std::byte> bytes) {
  struct stat old;
  bool exists = ::lstat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) return os_problem(EISDIR, path, true);
  if (exists && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode)) {
    Descriptor device(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!device.ok() || !write_all(device, bytes) || !device.close()) return os_problem(errno, path, true);
    return Done{};
  }

  std::filesystem::path temporary = temporary_beside(path);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.ok()) return os_problem(errno, path, true);
  if (exists && S_ISREG(old.st_mode))
    (void)::fchmod(file, old.st_mode & 07777);  // a foreign owner's file: left as it is
  bool done = write_all(file, bytes) && ::fsync(file) == 0 && file.close() &&
              ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!done) {
    int error = errno;
    ::unlink(temporary.c_str());
    return os_problem(error, path, true);
  }
  if (!sync_folder(folder_of(path))) return os_problem(errno, path, true);
  return Done{};
}

Result<> move_file(const path& from, const path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0 || !sync_folder(folder_of(to)))
    return os_problem(errno, to, true);
  return Done{};
}

Result<> write_file(const path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace percept::io
