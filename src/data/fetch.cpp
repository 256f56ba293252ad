#include "percept/data/fetch.hpp"

#include <algorithm>

#include "percept/data/spec.hpp"
#include "percept/io/download.hpp"
#include "percept/io/gzip.hpp"
#include "percept/io/md5.hpp"
#include "percept/io/tar.hpp"

namespace percept::data {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostUnpacked = std::uint64_t(256) << 20;  // bytes
constexpr std::uint64_t kSmall = 64 << 10;                         // of a member without a size

std::uint64_t size_of(const fs::path& file) {
  std::error_code missing;
  std::uint64_t size = fs::file_size(file, missing);
  return missing ? 0 : size;
}

fs::path place_of(const WebFile::Member& member, const fs::path& folder) {
  return folder / fs::path(member.path).filename();
}

bool fits(const WebFile::Member& member, std::uint64_t bytes) {
  return member.bytes == 0 ? bytes > 0 && bytes <= kSmall : bytes == member.bytes;
}

// Of a plain file its checksum tells, of an archive that its members have their sizes.
bool is_there(const WebFile& file, const fs::path& folder) {
  if (file.members.empty()) {
    Result<std::string> sum = io::md5_of_file(folder / file.name);
    return sum && *sum == file.md5;
  }
  return std::all_of(file.members.begin(), file.members.end(), [&](const WebFile::Member& member) {
    return fits(member, size_of(place_of(member, folder)));
  });
}

// Only what is known to be in it.
Result<> unpack(const WebFile& file, const fs::path& folder) {
  fs::path archive = folder / file.name;
  std::string name = archive.string();
  Result<io::Bytes> packed = io::read_file(archive);
  if (!packed) return std::move(packed).problem();
  Result<io::Bytes> plain = io::gunzip(*packed, kMostUnpacked, name);
  if (!plain) return std::move(plain).problem();
  *packed = {};
  Result<std::vector<io::TarFile>> files = io::parse_tar(*plain, name);
  if (!files) return std::move(files).problem();
  std::vector<std::span<const std::byte>> contents;  // all are looked for before one is written
  for (const WebFile::Member& member : file.members) {
    auto is_it = [&](const io::TarFile& file) { return file.name == member.path; };
    auto found = std::find_if(files->begin(), files->end(), is_it);
    if (found == files->end() || !fits(member, found->content.size()))
      return Problem("data.fetch.member", {{"member", member.path}})
          .about(name)
          .with_hint("data.fetch.member.hint");
    contents.push_back(found->content);
  }
  for (std::size_t i = 0; i < contents.size(); ++i)
    if (Result<> done = io::write_file(place_of(file.members[i], folder), contents[i]); !done) return done;
  std::error_code ignored;
  fs::remove(archive, ignored);
  return Done{};
}

Result<FetchedFile> fetch_file(const WebSet& set, const WebFile& file, const fs::path& folder,
                               const FetchOptions& options) {
  FetchedFile fetched{std::string(file.name), 0, ""};
  if (!is_there(file, folder)) {
    std::vector<std::string> urls = options.mirrors;
    if (urls.empty()) urls.assign(set.mirrors.begin(), set.mirrors.end());
    for (std::string& url : urls) url += (url.ends_with('/') ? "" : "/") + fetched.name;
    io::DownloadOptions download{.most = 2 * file.bytes, .md5 = std::string(file.md5)};
    if (options.progress)
      download.progress = [&](std::uint64_t have, std::uint64_t size) {
        return options.progress(file.name, have, size);
      };
    Result<std::string> url = io::download(urls, folder / file.name, download);
    if (!url) return std::move(url).problem();
    fetched.url = *url;
    if (!file.members.empty()) {
      fetched.bytes = size_of(folder / file.name);
      if (Result<> done = unpack(file, folder); !done) return std::move(done).problem();
      return fetched;
    }
  }
  fetched.bytes = size_of(folder / file.name);
  for (const WebFile::Member& member : file.members) fetched.bytes += size_of(place_of(member, folder));
  return fetched;
}

}  // namespace

bool holds(const fs::path& folder, const WebSet& set) {
  auto exists = [&](std::string_view name) { return size_of(folder / name) > 0; };
  return std::all_of(set.files.begin(), set.files.end(), [&](const WebFile& file) {
    std::string_view unpacked = file.name.substr(0, file.name.size() - (file.name.ends_with(".gz") ? 3 : 0));
    if (file.members.empty()) return exists(file.name) || exists(unpacked);
    return std::all_of(file.members.begin(), file.members.end(), [&](const WebFile::Member& member) {
      return exists(member.path) || size_of(place_of(member, folder)) > 0;
    });
  });
}

std::string found_folder(std::string_view name) {
  Result<const WebSet*> set = find_web_set(name);
  std::string folder = found_directory({.source = std::string(name)});
  return set && !folder.empty() && holds(folder, **set) ? folder : "";
}

Result<std::vector<FetchedFile>> fetch(const WebSet& set, const fs::path& folder,
                                       const FetchOptions& options) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return Problem("io.write_failed", {{"reason", error.message()}})
        .about(folder.string())
        .with_hint("io.system.hint");
  std::vector<FetchedFile> fetched;
  for (const WebFile& file : set.files) {
    Result<FetchedFile> one = fetch_file(set, file, folder, options);
    if (!one) {
      fs::remove(folder, error);  // where nothing came into it: an empty folder would be taken for the set's
      return std::move(one).problem();
    }
    fetched.push_back(*std::move(one));
  }
  return fetched;
}

}  // namespace percept::data
