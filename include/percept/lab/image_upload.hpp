// A folder of pictures that a page gives file by file: DATA/NAME/CLASS/FILE, complete or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "percept/base/problem.hpp"

namespace percept::lab {

struct UploadLimits {
  std::uint64_t images = 50'000, classes = 1'000;
  std::uint64_t image_bytes = 12 << 20, bytes = std::uint64_t(4) << 30;  // of one, of all
};

/// What such a folder has become.
struct UploadedFolder {
  std::string spec;
  std::int64_t classes = 0, images = 0, channels = 0, height = 0, width = 0;
  template <class V>
  void fields(V& v) {
    v("spec", spec, "as data.source takes it");
    v("classes", classes, "");
    v("images", images, "");
    v("channels", channels, "of most pictures, as the two below; of two as frequent the smaller");
    v("height", height, "");
    v("width", width, "");
  }
};

/// A name as a file can have it: `/`, `\`, `:` and control characters become `_`, points and spaces at both
/// ends go, 80 bytes are left at most, and there is always one.
std::string cleaned_name(std::string_view name);

/// Where all pictures lie until `finish` gives them their place: DATA/.half/PID-N. What was not finished goes
/// with the object; what killed programs left, with the next one that is made.
class ImageUpload {
 public:
  /// Throws `Error` where no folder can be made.
  ImageUpload(std::filesystem::path data, std::string_view name, const UploadLimits& limits = {});
  ImageUpload(const ImageUpload&) = delete;
  ImageUpload& operator=(const ImageUpload&) = delete;
  ~ImageUpload();

  /// A picture of the class. `part` is train, val or test where the folder is divided by such folders, else
  /// empty. Names that are equal once they are clean stay apart. Gives the reason where it is no picture that
  /// can be read, and is left out; throws `Error` where there is too much of something, or the disk is full.
  std::optional<Message> take(std::string_view part, std::string_view label, std::string_view name,
                              std::span<const std::byte> bytes);
  /// DATA/NAME, or NAME-2 ... where there is one. Throws `Error` where no picture was taken.
  UploadedFolder finish();

 private:
  struct Names {
    std::set<std::string> taken;
    std::map<std::string, int> next;  // number behind a name that is taken
    std::string unused(const std::string& name, const std::string& ending);
  };
  std::string class_folder(std::string_view label);
  void require_part(std::string_view part);

  const std::filesystem::path data_;
  const std::string name_;
  const UploadLimits limits_;
  const std::filesystem::path half_;
  std::map<std::string, std::string, std::less<>> classes_;  // by the name that was given
  Names class_names_;
  std::map<std::string, Names> files_;  // of a part's class
  std::optional<bool> has_parts_;
  std::uint64_t images_ = 0, bytes_ = 0;
};

}  // namespace percept::lab
