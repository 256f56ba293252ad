// Files from the web, by http and https, through libcurl, which is loaded then: proxies are those of its
// environment variables (https_proxy, no_proxy, ...).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "percept/io/files.hpp"

namespace percept::io {

struct DownloadOptions {
  std::uint64_t most = kGibibyte;  // bytes
  std::string md5;                 // 32 hexadecimal digits; empty: no checksum is known
  /// Told several times a second how many bytes there are, and of how many (0: not known). Where it answers
  /// false, the download ends with the problem io.download.stopped.
  std::function<bool(std::uint64_t have, std::uint64_t size)> progress;
};

/// Fetches `file` from the first of `urls`, mirrors of each other, that gives it whole and with the right
/// checksum, and returns that URL. Until then it is FILE.part, which outlives a failure: the next call
/// fetches only what is missing, where the server can give parts. Redirects are followed, five at most. The
/// problem names what was wrong with each URL.
Result<std::string> download(std::span<const std::string> urls, const std::filesystem::path& file,
                             const DownloadOptions& options = {});

}  // namespace percept::io
