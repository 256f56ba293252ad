// Boxes around the objects of a picture, as Pascal VOC keeps them: an XML file beside each picture
// (Everingham et al. 2010, "The Pascal Visual Object Classes Challenge", and its devkit).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::io {

/// An object: its class and the edges of its box in pixels, as they are written. Width or height may be 0, as
/// in sets that people drew by hand.
struct VocObject {
  std::string name;
  double left = 0, top = 0, right = 0, bottom = 0;
  bool difficult = false, truncated = false;
  bool operator==(const VocObject&) const = default;
};

struct VocAnnotation {
  std::string picture;                 // the name of its file; empty: not told
  std::int64_t width = 0, height = 0;  // of the picture
  std::vector<VocObject> objects;
  bool operator==(const VocAnnotation&) const = default;
};

/// A file larger than this, or one with more objects, is no annotation of a picture.
inline constexpr std::size_t kMostVocBytes = std::size_t(16) << 20, kMostVocObjects = 10'000;

/// Takes the content of such a file apart. Problems are: no XML, no <annotation> or size, an object without
/// name or box, edges that are no numbers, cross each other or lie outside the picture. `name` names the file
/// in problems.
Result<VocAnnotation> parse_voc(std::span<const std::byte> bytes, const std::string& name);

}  // namespace percept::io
