// Pictures as numbers from 0 to 255, and numbers of any size as pictures.
#pragma once

#include <string>
#include <vector>

#include "percept/lab/matrix.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// The bytes of a picture u8 [H, W, 1 or 3] as f32 [C, H, W]; grey by its luminance (BT.601) where asked for.
Tensor planes_of(const Tensor& image, bool grey);
/// f32 [1, rows, columns].
Tensor planes_of(const Matrix& matrix);

/// How numbers become bytes: held between 0 and 255; with 128 added before, so that zero is grey; the least
/// as 0 and the greatest as 255; by their sign, zero white, negative ones orange and positive ones blue.
enum class Scale { clip, offset, stretch, sign };
/// In the order of Scale.
const std::vector<std::string>& scale_names();

struct ScaledPicture {
  Tensor image;                    // u8 [H, W, C]; by sign of one channel C is 3
  double least = 0, greatest = 0;  // of the numbers
  std::int64_t cut = 0;            // numbers that no byte can show
};
/// f32 [C, H, W] with C 1 or 3.
ScaledPicture scaled(const Tensor& planes, Scale scale);

}  // namespace percept::lab
