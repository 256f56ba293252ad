// Data sets on the web: where their files are, and how they come into a folder in which `open` finds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::data {

/// A file of a set as it is published.
struct WebFile {
  std::string_view name, md5;
  std::uint64_t bytes;  // about: for people, before it comes
  /// Of an archive the files that are unpacked from it: their path there, and their size (0: any small one).
  struct Member {
    std::string_view path;
    std::uint64_t bytes;
  };
  std::span<const Member> members = {};
};

struct WebSet {
  std::string_view name;                      // of its source
  std::span<const std::string_view> mirrors;  // a file's name follows
  std::span<const WebFile> files;
};

std::span<const WebSet> web_sets();
/// A problem that lists those there are where there is none of that name.
Result<const WebSet*> find_web_set(std::string_view name);

/// Whether all its files are there, by their names: as `fetch` lays them down, or unpacked.
bool holds(const std::filesystem::path& folder, const WebSet& set);
/// The folder in which `open` would find the set; empty where it would find none.
std::string found_folder(std::string_view name);

struct FetchOptions {
  std::vector<std::string> mirrors = {};  // instead of the set's own
  /// As DownloadOptions::progress, of the file `name`.
  std::function<bool(std::string_view name, std::uint64_t have, std::uint64_t size)> progress = {};
};

struct FetchedFile {
  std::string name;
  std::uint64_t bytes;
  std::string url;  // empty where it was there already
};

/// Fetches what is missing or damaged into `folder`, which is made where it does not exist; archives are
/// unpacked, all files beside each other, and removed.
Result<std::vector<FetchedFile>> fetch(const WebSet& set, const std::filesystem::path& folder,
                                       const FetchOptions& options = {});

}  // namespace percept::data
