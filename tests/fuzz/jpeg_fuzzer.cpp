// JPEG: the size from the header alone, then the picture, which must be of that size.
#include "fuzz/target.hpp"
#include "io/codec.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<Shape> shape = io::jpeg_shape(bytes, "picture.jpg");
  Result<Tensor> picture = io::decode_jpeg(bytes, "picture.jpg");
  if (!shape) refused(shape.problem());
  if (!picture) return refused(picture.problem());
  require(shape && *shape == picture->shape(), "the header told another size");
  return true;
}

const Registration registration("jpeg", parse);

}  // namespace
}  // namespace percept::fuzz
