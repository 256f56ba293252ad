// The files of a folder of classes: DIR/cat/1.jpg, DIR/dog/a/2.png; DIR/yes_1.wav, DIR/no_1.wav.
#pragma once

#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::data {

struct Listing {
  std::string root;
  std::vector<std::string> classes;  // sorted
  std::vector<std::string> files;    // below the root: cat/1.jpg; by class, then sorted
  std::vector<std::int64_t> labels;  // of the files
  std::int64_t ignored = 0;          // what is neither such a file nor a folder, or leads back by a link

  std::string path(std::size_t i) const { return root + "/" + files[i]; }
};

enum class Kind { pictures, sounds };  // .jpg, .jpeg, .png; .wav; in any case

/// A class is a sub-folder; its files stand in it or anywhere below it. Hidden files and folders are passed
/// over, links followed, but a folder of a class is looked into once.
Result<Listing> list_classes(const std::string& root, Kind kind);

/// Of a folder without sub-folders: a class is what stands before the first `_` of a file's name.
Result<Listing> list_by_name(const std::string& root, Kind kind);

bool has_folders(const std::string& root);

/// Whether the folder is divided by sub-folders: `train` with class folders in it, beside `test` or `val`.
bool holds_splits(const std::string& root);

}  // namespace percept::data
