#include "percept/lab/kept_folders.hpp"

#include <algorithm>
#include <set>

#include "free_name.hpp"
#include "orphans.hpp"
#include "percept/io/descriptor.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGone = ".gone";

// DATA/NAME/CLASS/FILE or DATA/NAME/PART/CLASS/FILE.
KeptFolder counted(const fs::path& folder) {
  KeptFolder kept{.name = folder.filename().string(), .spec = "folder:" + folder.string()};
  std::set<fs::path> classes;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at.depth() == 0 || !at->is_regular_file(ignored)) continue;
    ++kept.images;
    classes.insert(at->path().parent_path().filename());
  }
  kept.classes = std::int64_t(classes.size());
  return kept;
}

}  // namespace

KeptFolders::KeptFolders(fs::path data)
    : data_(fs::absolute(data).lexically_normal()), aside_(own_folder(data_ / kGone)) {}

KeptFolders::~KeptFolders() {
  remove_own_folder(aside_);
  std::error_code ignored;
  fs::remove(data_, ignored);  // where it is empty
}

std::vector<KeptFolder> KeptFolders::list() const {
  std::vector<KeptFolder> all;
  std::error_code error;
  for (fs::directory_iterator at(data_, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    bool hidden = at->path().filename().native().starts_with('.');
    if (!hidden && at->symlink_status(ignored).type() == fs::file_type::directory)
      all.push_back(counted(at->path()));
  }
  std::sort(all.begin(), all.end(), [](const KeptFolder& a, const KeptFolder& b) { return a.name < b.name; });
  return all;
}

void KeptFolders::remove(std::string_view name) {
  std::vector<KeptFolder> all = list();  // no other name becomes a part of a path
  auto found = std::find_if(all.begin(), all.end(), [&](const KeptFolder& one) { return one.name == name; });
  if (found == all.end())
    throw Error(
        Problem("lab.folders.none", {{"name", name.substr(0, 200)}}).with_hint("lab.folders.none.hint"));
  std::error_code error;
  fs::create_directories(aside_, error);
  if (!error) fs::rename(data_ / found->name, aside_ / std::to_string(removed_.size()), error);
  if (error) throw Error(io::os_problem(error.value(), data_ / found->name, true));
  removed_.push_back(found->name);
}

void KeptFolders::undo_remove() {
  if (removed_.empty()) throw Error(Problem("lab.folders.nothing"));
  move_to_free_name(aside_ / std::to_string(removed_.size() - 1), data_, removed_.back());
  removed_.pop_back();
}

}  // namespace percept::lab
