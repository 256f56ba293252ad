// The pictures of a folder of classes: DIR/cat/1.jpg, DIR/dog/a/2.png.
#pragma once

#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::data {

struct Listing {
  std::string root;
  std::vector<std::string> classes;  // the sub-folders of the root, sorted
  std::vector<std::string> files;    // below the root: cat/1.jpg; by class, then sorted
  std::vector<std::int64_t> labels;  // of the files
  std::int64_t ignored = 0;          // what is neither picture nor folder, or leads back by a link

  std::string path(std::size_t i) const { return root + "/" + files[i]; }
};

/// A class is a sub-folder; its pictures (.jpg, .jpeg, .png in any case) stand in it or anywhere below it.
/// Hidden files and folders are passed over, links followed, but a folder of a class is looked into once.
Result<Listing> list_classes(const std::string& root);

/// Whether the folder is divided by sub-folders: `train` with class folders in it, beside `test` or `val`.
bool holds_splits(const std::string& root);

}  // namespace percept::data
