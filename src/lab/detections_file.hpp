// Boxes that a detector found, as a table: image, class, score, left, top, right, bottom.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "percept/data/annotated.hpp"
#include "percept/metrics/detection.hpp"

namespace percept::lab {

/// Reads them for these pictures: `image` becomes the picture's number, `label` the class's. A problem names
/// the line: a picture or class that there is not, a score outside 0 to 1, edges that are no numbers or
/// cross.
Result<std::vector<metrics::Detection>> read_detections(std::span<const std::byte> csv,
                                                        const std::string& name,
                                                        const data::AnnotatedPictures& pictures);

}  // namespace percept::lab
