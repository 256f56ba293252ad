// An annotation of Pascal VOC.
#include "fuzz/target.hpp"
#include "percept/io/voc.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<io::VocAnnotation> annotation = io::parse_voc(bytes, "picture.xml");
  if (!annotation) return refused(annotation.problem());
  for (const io::VocObject& each : annotation->objects)
    require(each.left >= 0 && each.left <= each.right && each.right <= double(annotation->width) &&
                each.top >= 0 && each.top <= each.bottom && each.bottom <= double(annotation->height),
            "a box lies in its picture");
  return true;
}

const Registration registration("voc", parse);

}  // namespace
}  // namespace percept::fuzz
