// The folders of pictures that pages have given: DATA/NAME, what is in them, and how one goes and comes back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept::lab {

struct KeptFolder {
  std::string name, spec;
  std::int64_t classes = 0, images = 0;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("spec", spec, "as data.source takes it");
    v("classes", classes, "");
    v("images", images, "");
  }
};

/// What is removed lies in DATA/.gone/PID-N, and goes with the object; what killed programs left, with the
/// next one that is made.
class KeptFolders {
 public:
  explicit KeptFolders(std::filesystem::path data);
  KeptFolders(const KeptFolders&) = delete;
  KeptFolders& operator=(const KeptFolders&) = delete;
  ~KeptFolders();

  /// By name.
  std::vector<KeptFolder> list() const;
  /// Throws `Error` where there is none of that name, or it cannot be moved.
  void remove(std::string_view name);
  /// Removals that can be taken back.
  std::size_t removed() const { return removed_.size(); }
  /// The one that was removed last comes back, under its own name or the next that is free. Throws `Error`
  /// where nothing was removed, or it cannot be moved.
  void undo_remove();

 private:
  const std::filesystem::path data_;
  const std::filesystem::path aside_;
  std::vector<std::string> removed_;  // names; aside_/K is the K-th
};

}  // namespace percept::lab
