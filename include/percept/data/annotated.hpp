// Pictures with boxes around their objects: a folder laid out as Pascal VOC is, DIR/Annotations/NAME.xml
// beside DIR/JPEGImages/NAME.jpg (.jpeg, .png), and DIR/ImageSets/Main/train.txt, val.txt, test.txt with the
// names of each part, a line each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::data {

/// Edges in pixels of the picture; `label` is the place of its class in AnnotatedPictures::classes.
struct LabelledBox {
  std::int64_t label = 0;
  double left = 0, top = 0, right = 0, bottom = 0;
  bool difficult = false;  // hard to see, so that it need not be found
};

struct AnnotatedPicture {
  std::string name, path;
  std::int64_t width = 0, height = 0;  // as its annotation says
  std::vector<LabelledBox> boxes;
};

struct AnnotatedPictures {
  std::vector<std::string> classes;        // sorted
  std::vector<AnnotatedPicture> pictures;  // sorted by name
  /// What is not as it should be, each with its file: annotations that cannot be read and those without a
  /// picture, whose pictures are left out, and boxes without area, which are kept.
  std::vector<Problem> flaws;
};

/// Reads every annotation of the folder, and no picture. `part`: train, val or test, where ImageSets lists
/// it; empty: all. Problems are a folder that cannot be read, holds none, or lacks the part.
Result<AnnotatedPictures> list_voc(const std::string& folder, const std::string& part = {});

}  // namespace percept::data
