// Many small pictures on one sheet.
#pragma once

#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::data {

/// A row of pictures u8 [H, W, C], all of one shape; several rows one under the other, on grey, a gap around
/// each picture. Pictures smaller than 64 pixels are enlarged a whole number of times, every pixel a square.
/// Throws `Error` where there is no picture, or where they differ.
Tensor contact_sheet(const std::vector<std::vector<Tensor>>& rows);

}  // namespace percept::data
