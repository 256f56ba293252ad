#include "percept/io/download.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>

#include "curl_library.hpp"
#include "percept/io/descriptor.hpp"
#include "percept/io/md5.hpp"

namespace percept::io {
namespace {

namespace fs = std::filesystem;

constexpr int kMostRedirects = 5, kAttempts = 3;
constexpr long kConnectSeconds = 30, kSilentSeconds = 60;

bool same_text(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// FILE.part: what there is of it, and what comes.
struct Part {
  fs::path path;
  Descriptor file;
  std::uint64_t size = 0;

  bool cut(std::uint64_t to) {
    size = to;
    return ::ftruncate(file, off_t(to)) == 0 && ::lseek(file, off_t(to), SEEK_SET) >= 0;
  }
};

Result<Part> open_part(const fs::path& file, std::uint64_t most) {
  Part part{file.string() + ".part", Descriptor(), 0};
  part.file = Descriptor(::open(part.path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!part.file.ok()) return os_problem(errno, part.path, true);
  if (::flock(part.file, LOCK_EX | LOCK_NB) != 0)
    return Problem("io.download.busy").about(file.string()).with_hint("io.download.busy.hint");
  struct stat status;
  if (::fstat(part.file, &status) != 0) return os_problem(errno, part.path, true);
  auto size = std::uint64_t(status.st_size);
  if (!part.cut(size <= most ? size : 0)) return os_problem(errno, part.path, true);
  return part;
}

// One request: goes on where the part ends.
class Transfer {
 public:
  Transfer(const CurlLibrary& curl, Part& part, const DownloadOptions& options)
      : curl_(curl), part_(part), options_(options), begin_(part.size) {}

  /// Nothing where all went well.
  std::optional<Problem> run(const std::string& url);
  /// The server would not give the rest: only a new beginning helps.
  bool refused_range() const { return status_ == 416; }
  bool stopped() const { return stopped_; }
  /// What was written cannot be helped by another server.
  bool disk_failed() const { return disk_error_ != 0; }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_.easy_setopt(handle_.get(), option, value);
  }
  void set_options(const std::string& url);
  long status() const {
    long code = 0;
    curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
  bool begin_body();
  std::size_t write(std::span<const std::byte> bytes);
  void read_header(std::string_view line);
  bool go_on(std::uint64_t fetched, std::uint64_t size);
  Problem problem_of(CURLcode code) const;

  const CurlLibrary& curl_;
  Part& part_;
  const DownloadOptions& options_;
  const std::uint64_t begin_;
  std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> handle_{nullptr, nullptr};
  char error_[CURL_ERROR_SIZE] = "";
  long status_ = 0;
  std::optional<std::uint64_t> range_;  // where the part begins that the server gives
  bool body_ = false, stopped_ = false, too_large_ = false, odd_range_ = false;
  int disk_error_ = 0;
  std::exception_ptr thrown_;  // by the caller's progress: it cannot pass through C
};

void Transfer::set_options(const std::string& url) {
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, long(kMostRedirects));
  set(CURLOPT_FAILONERROR, 1L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
  set(CURLOPT_MAXFILESIZE_LARGE, curl_off_t(options_.most));
  set(CURLOPT_USERAGENT, "percept");
  set(CURLOPT_ERRORBUFFER, error_);
  // Not CURLOPT_RESUME_FROM: with it libcurl fails where a server sends the whole file instead.
  std::string range = std::to_string(begin_) + "-";
  if (begin_ > 0) set(CURLOPT_RANGE, range.c_str());  // libcurl keeps a copy

  set(CURLOPT_WRITEDATA, this);
  set(
      CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t size, void* self) -> std::size_t {
        return static_cast<Transfer*>(self)->write(std::as_bytes(std::span(bytes, size)));
      });
  set(CURLOPT_HEADERDATA, this);
  set(
      CURLOPT_HEADERFUNCTION, +[](char* line, std::size_t, std::size_t size, void* self) -> std::size_t {
        static_cast<Transfer*>(self)->read_header({line, size});
        return size;
      });
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFODATA, this);
  set(
      CURLOPT_XFERINFOFUNCTION,
      +[](void* self, curl_off_t size, curl_off_t have, curl_off_t, curl_off_t) -> int {
        return static_cast<Transfer*>(self)->go_on(std::uint64_t(have), std::uint64_t(size)) ? 0 : 1;
      });
}

std::optional<Problem> Transfer::run(const std::string& url) {
  handle_ = {curl_.easy_init(), curl_.easy_cleanup};
  if (!handle_) throw std::bad_alloc();
  set_options(url);
  CURLcode code = curl_.easy_perform(handle_.get());
  status_ = status();
  if (thrown_) std::rethrow_exception(thrown_);
  if (code == CURLE_OK) return std::nullopt;
  return problem_of(code);
}

// "Content-Range: bytes 100-199/200", of the last answer.
void Transfer::read_header(std::string_view line) {
  constexpr std::string_view kName = "content-range:";
  if (line.starts_with("HTTP/")) range_.reset();
  if (line.size() < kName.size() || !same_text(line.substr(0, kName.size()), kName)) return;
  std::size_t begin = line.find_first_of("0123456789");
  std::uint64_t first = 0;
  if (begin != line.npos &&
      std::from_chars(line.data() + begin, line.data() + line.size(), first).ec == std::errc())
    range_ = first;
}

// A server may send the whole file although a part was asked for.
bool Transfer::begin_body() {
  body_ = true;
  if (begin_ == 0) return true;
  if (status() == 206) {
    odd_range_ = range_ != begin_;
    return !odd_range_;
  }
  if (part_.cut(0)) return true;
  disk_error_ = errno;
  return false;
}

std::size_t Transfer::write(std::span<const std::byte> bytes) {
  if (!body_ && !begin_body()) return 0;
  too_large_ = part_.size + bytes.size() > options_.most;
  if (too_large_) return 0;
  if (!write_all(part_.file, bytes)) {
    disk_error_ = errno;
    return 0;
  }
  part_.size += bytes.size();
  return bytes.size();
}

bool Transfer::go_on(std::uint64_t fetched, std::uint64_t size) {
  if (!options_.progress) return true;
  try {
    std::uint64_t before = part_.size - std::min(part_.size, fetched);
    stopped_ = !options_.progress(part_.size, size == 0 ? 0 : before + size);
  } catch (...) {
    thrown_ = std::current_exception();
  }
  return !stopped_ && !thrown_;
}

Problem Transfer::problem_of(CURLcode code) const {
  if (stopped_) return Problem("io.download.stopped").with_hint("io.download.again.hint");
  if (disk_error_ != 0) return os_problem(disk_error_, part_.path, true);
  if (too_large_ || code == CURLE_FILESIZE_EXCEEDED)
    return Problem("io.download.large", {{"most", options_.most}});
  if (odd_range_) return Problem("io.download.range");
  if (code == CURLE_HTTP_RETURNED_ERROR) return Problem("io.download.status", {{"status", status_}});
  return Problem("io.download.curl", {{"reason", *error_ ? error_ : curl_.easy_strerror(code)}});
}

// Tries one URL; nothing where the part is whole now.
std::optional<Problem> fetch(const CurlLibrary& curl, const std::string& url, Part& part,
                             const DownloadOptions& options, bool& hopeless) {
  for (int attempt = 1;; ++attempt) {
    std::uint64_t before = part.size;
    Transfer transfer(curl, part, options);
    std::optional<Problem> problem = transfer.run(url);
    hopeless = transfer.stopped() || transfer.disk_failed();
    if (problem) {
      bool anew = before > 0 && transfer.refused_range();
      if (anew && !part.cut(0)) return os_problem(errno, part.path, true);
      if (hopeless || attempt == kAttempts || !(anew || part.size > before)) return problem;
      continue;  // the connection was cut: it goes on from there
    }
    if (options.md5.empty()) return std::nullopt;
    Result<std::string> sum = md5_of_file(part.path);
    if (!sum) return std::move(sum).problem();
    if (*sum == options.md5) return std::nullopt;
    if (!part.cut(0)) return os_problem(errno, part.path, true);
    // Perhaps what was there before was damaged.
    if (before == 0 || attempt == kAttempts)
      return Problem("io.download.checksum", {{"have", *sum}, {"want", options.md5}});
  }
}

Result<> finish(Part& part, const fs::path& file) {
  if (::fsync(part.file) != 0) return os_problem(errno, part.path, true);
  return move_file(part.path, file);
}

bool is_whole(const Part& part, const DownloadOptions& options) {
  if (options.md5.empty() || part.size == 0) return false;
  Result<std::string> sum = md5_of_file(part.path);
  return sum && *sum == options.md5;
}

}  // namespace

Result<std::string> download(std::span<const std::string> urls, const fs::path& file,
                             const DownloadOptions& options) {
  const Result<CurlLibrary>& curl = curl_library();
  if (!curl) return Problem(curl.problem());
  Result<Part> part = open_part(file, options.most);
  if (!part) return std::move(part).problem();
  Problem failed("io.download.failed");
  for (const std::string& url : urls) {
    bool hopeless = false;
    std::optional<Problem> problem;
    if (!is_whole(*part, options)) problem = fetch(*curl, url, *part, options, hopeless);
    if (!problem) {
      if (Result<> done = finish(*part, file); !done) return std::move(done).problem();
      return url;
    }
    if (hopeless) return *problem;
    failed.reasons.push_back(Message("io.download.from", {{"url", url}, {"reason", headline(*problem)}}));
  }
  if (part->size == 0) ::unlink(part->path.c_str());
  return std::move(failed)
      .about(file.filename().string())
      .with_hint("io.download.failed.hint", {{"folder", folder_of(file).string()}});
}

}  // namespace percept::io
