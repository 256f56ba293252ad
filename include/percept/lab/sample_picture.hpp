// Pictures that the project draws itself, for the convolution lab: the lectures' matrices and larger ones.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/problem.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::lab {

struct SamplePicture {
  std::string_view name;     // lecture-6
  std::string_view numbers;  // as typed; empty: drawn
  /// Numbers as f32 [C, H, W], of colour pictures C is 3.
  Tensor planes() const;
  Message title() const;
};
std::span<const SamplePicture> sample_pictures();
std::vector<std::string> sample_names();
/// Null where there is none of that name.
const SamplePicture* find_sample(std::string_view name);

}  // namespace percept::lab
