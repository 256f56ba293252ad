#include "folder_listing.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>

#include "percept/base/utf8.hpp"

namespace percept::data {
namespace {

namespace fs = std::filesystem;

struct Entries {
  std::vector<std::string> folders, files;  // sorted
  std::int64_t others = 0;                  // devices, links to nowhere
};

Result<Entries> entries_of(const std::string& folder) {
  Entries entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().filename().string();
    std::error_code broken;
    if (name.starts_with('.')) continue;
    if (it->is_directory(broken))
      entries.folders.push_back(std::move(name));
    else if (it->is_regular_file(broken))
      entries.files.push_back(std::move(name));
    else
      ++entries.others;
  }
  if (error)
    return Problem("data.folder.unreadable", {{"reason", error.message()}})
        .about(folder)
        .with_hint("data.folder.unreadable.hint");
  std::sort(entries.folders.begin(), entries.folders.end());
  std::sort(entries.files.begin(), entries.files.end());
  return entries;
}

bool is_of(Kind kind, const std::string& file) {
  std::string ending = fs::path(file).extension().string();
  for (char& c : ending) c = char(std::tolower(static_cast<unsigned char>(c)));
  if (kind == Kind::sounds) return ending == ".wav";
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

const char* hint_for(Kind kind) { return kind == Kind::sounds ? "data.wav.hint" : "data.folder.hint"; }

// What tells a folder from another, whatever the links that lead there.
using Identity = std::pair<dev_t, ino_t>;

// Adds the files of a class.
Result<> collect(Listing& listing, const std::string& name, Kind kind) {
  auto first = std::ptrdiff_t(listing.files.size());
  std::vector<std::string> ahead = {name};
  std::set<Identity> seen;
  while (!ahead.empty()) {
    std::string folder = std::move(ahead.back());
    ahead.pop_back();
    std::string path = listing.root + "/" + folder;
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && !seen.insert({status.st_dev, status.st_ino}).second) {
      ++listing.ignored;
      continue;
    }
    Result<Entries> entries = entries_of(path);
    if (!entries) return std::move(entries).problem();
    listing.ignored += entries->others;
    for (const std::string& file : entries->files)
      if (is_of(kind, file))
        listing.files.push_back(folder + "/" + file);
      else
        ++listing.ignored;
    for (auto it = entries->folders.rbegin(); it != entries->folders.rend(); ++it)
      ahead.push_back(folder + "/" + *it);
  }
  std::sort(listing.files.begin() + first, listing.files.end());
  listing.labels.resize(listing.files.size(), std::int64_t(listing.classes.size()));
  listing.classes.push_back(name);
  return Done{};
}

Problem no_files(const std::string& root, Kind kind) {
  return Problem(kind == Kind::sounds ? "data.wav.none" : "data.folder.no_pictures")
      .about(root)
      .with_hint(hint_for(kind));
}

Problem class_name(const std::string& name, const std::string& root) {
  return Problem("data.folder.class_name", {{"class", name}})
      .about(root)
      .with_hint("data.folder.class_name.hint");
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

Result<Listing> list_classes(const std::string& root, Kind kind) {
  Result<Entries> entries = entries_of(root);
  if (!entries) return std::move(entries).problem();
  Listing listing{.root = root, .ignored = std::int64_t(entries->files.size()) + entries->others};
  if (entries->folders.empty())
    return Problem("data.folder.no_classes").about(root).with_hint(hint_for(kind));
  for (const std::string& name : entries->folders) {
    if (!is_utf8(name)) return class_name(name, root);
    if (Result<> collected = collect(listing, name, kind); !collected) return std::move(collected).problem();
  }
  if (listing.files.empty()) return no_files(root, kind);
  return listing;
}

Result<Listing> list_by_name(const std::string& root, Kind kind) {
  Result<Entries> entries = entries_of(root);
  if (!entries) return std::move(entries).problem();
  Listing listing{.root = root, .ignored = entries->others};
  std::map<std::string, std::int64_t> label_of;
  for (std::string& file : entries->files) {
    if (!is_of(kind, file)) {
      ++listing.ignored;
      continue;
    }
    std::string name = file.substr(0, file.find('_'));
    if (name.empty() || name.size() == file.size())
      return Problem("data.folder.no_label", {{"file", file}}).about(root).with_hint(hint_for(kind));
    if (!is_utf8(name)) return class_name(name, root);
    label_of[name] = 0;
    listing.files.push_back(std::move(file));
  }
  if (listing.files.empty()) return no_files(root, kind);
  for (auto& [name, label] : label_of) {
    label = std::int64_t(listing.classes.size());
    listing.classes.push_back(name);
  }
  for (const std::string& file : listing.files)
    listing.labels.push_back(label_of.at(file.substr(0, file.find('_'))));
  return listing;
}

bool has_folders(const std::string& root) {
  Result<Entries> entries = entries_of(root);
  return entries && !entries->folders.empty();
}

bool holds_splits(const std::string& root) {
  if (!is_folder(root + "/train") || !(is_folder(root + "/test") || is_folder(root + "/val"))) return false;
  return has_folders(root + "/train");
}

}  // namespace percept::data
