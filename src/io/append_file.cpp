#include "percept/io/append_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <utility>

#include "percept/io/descriptor.hpp"

namespace percept::io {

AppendFile::AppendFile(std::filesystem::path path, int file, std::uint64_t size)
    : path_(std::move(path)), file_(file), size_(size) {}
AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)), size_(other.size_) {}
AppendFile& AppendFile::operator=(AppendFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  return *this;
}
AppendFile::~AppendFile() {
  if (file_ >= 0) ::close(file_);
}

Result<AppendFile> AppendFile::open(const std::filesystem::path& path, std::optional<std::uint64_t> keep) {
  int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return os_problem(errno, path, true);
  AppendFile made(path, file, 0);
  struct stat status;
  if (::fstat(file, &status) != 0) return os_problem(errno, path, true);
  made.size_ = std::uint64_t(status.st_size);
  if (keep && *keep < made.size_) {
    if (::ftruncate(file, off_t(*keep)) != 0) return os_problem(errno, path, true);
    made.size_ = *keep;
  }
  return made;
}

Result<> AppendFile::append(std::string_view text) {
  if (write_all(file_, std::as_bytes(std::span(text.data(), text.size())))) {
    size_ += text.size();
    return Done{};
  }
  int error = errno;
  (void)!::ftruncate(file_, off_t(size_));
  return os_problem(error, path_, true);
}

Result<> AppendFile::sync() {
  if (::fdatasync(file_) != 0 && errno != EINVAL) return os_problem(errno, path_, true);
  return Done{};
}

}  // namespace percept::io
