#include "percept/data/normalization.hpp"

#include "percept/data/survey.hpp"

namespace percept::data {

void Normalization::apply(Tensor& images) const {
  const Shape& shape = images.shape();
  std::int64_t channels = std::int64_t(mean.size());
  if (images.dtype() != DType::f32 || shape.rank() < 2 || shape[1] != channels ||
      deviation.size() != mean.size())
    throw Error(Problem("data.normalization_shape", {{"have", to_string(images)}, {"channels", channels}}));
  std::int64_t pixels = shape.elements(2, shape.rank());
  float* value = images.data<float>().data();
  for (std::int64_t plane = 0; plane < shape[0] * channels; ++plane) {
    std::size_t c = std::size_t(plane % channels);
    float centre = mean[c], scale = deviation[c] > 0 ? 1.0f / deviation[c] : 1.0f;
    for (std::int64_t i = 0; i < pixels; ++i, ++value) *value = (*value - centre) * scale;
  }
}

Normalization compute_normalization(const Dataset& dataset) {
  Normalization normalization = survey(dataset).normalization;
  if (normalization.mean.empty()) throw Error(Problem("data.no_images").about(dataset.name()));
  return normalization;
}

}  // namespace percept::data
