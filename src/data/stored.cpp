#include "stored.hpp"

#include <filesystem>

#include "percept/io/gzip.hpp"

namespace percept::data {
namespace {

/// The file or its .gz in one of the folders; empty where it is in none.
std::string find_file(const std::vector<std::string>& folders, const std::string& name) {
  for (const std::string& folder : folders)
    for (const char* ending : {"", ".gz"}) {
      std::string path = folder + "/" + name + ending;
      std::error_code ignored;
      if (std::filesystem::is_regular_file(path, ignored)) return path;
    }
  return {};
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

Problem hinted(Problem problem, const Spec& spec, const StoredFiles& files, const std::string& folder) {
  return std::move(problem)
      .about(spec.source)
      .with_hint("data.stored.hint", {{"name", spec.source},
                                      {"folder", folder},
                                      {"files", listed(files.train) + ", " + listed(files.test)}});
}

}  // namespace

Result<std::vector<std::string>> find_files(const Spec& spec, const StoredFiles& files) {
  std::vector<std::string> folders = search_directories(spec);
  for (const std::string& folder : folders) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) continue;
    std::vector<std::string> within = {folder}, paths, missing;
    if (!files.sub_folder.empty()) within.push_back(folder + "/" + files.sub_folder);
    for (const std::string& name : spec.split == Split::test ? files.test : files.train) {
      paths.push_back(find_file(within, name));
      if (paths.back().empty()) missing.push_back(name);
    }
    if (missing.empty()) return paths;
    return hinted(Problem("data.files_missing", {{"folder", folder}, {"files", listed(missing)}}), spec,
                  files, folder);
  }
  return hinted(Problem("data.folder_missing", {{"folders", listed(folders)}}), spec, files, folders.front());
}

Result<io::Bytes> read_stored(const std::string& path) {
  Result<io::Bytes> bytes = io::read_file(path);
  if (!bytes || !path.ends_with(".gz")) return bytes;
  return io::gunzip(*bytes, io::kGibibyte, path);
}

}  // namespace percept::data
