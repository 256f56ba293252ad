#include "percept/data/normalization.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

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
  const std::vector<Field>& fields = dataset.fields();
  auto field = std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.name == "image"; });
  if (field == fields.end() || field->dtype != DType::f32 || field->shape.rank() < 1 || dataset.size() == 0)
    throw Error(Problem("data.no_images").about(dataset.name()));
  std::size_t which = std::size_t(field - fields.begin());
  std::size_t channels = std::size_t(field->shape[0]);
  std::int64_t pixels = field->shape.elements(1, field->shape.rank());

  std::vector<double> sum(channels), square(channels);
  std::vector<Tensor> example = allocate_batch(dataset, 1);
  for (std::int64_t index = 0; index < dataset.size(); ++index) {
    dataset.read({&index, 1}, example);
    const float* value = example[which].data<float>().data();
    for (std::size_t c = 0; c < channels; ++c) {
      double s = 0, q = 0;  // of one plane, so that the great sums receive few, large terms
      for (std::int64_t i = 0; i < pixels; ++i, ++value) s += *value, q += double(*value) * *value;
      sum[c] += s;
      square[c] += q;
    }
  }
  Normalization result;
  double count = double(dataset.size()) * double(pixels);
  for (std::size_t c = 0; c < channels; ++c) {
    double mean = sum[c] / count;
    result.mean.push_back(float(mean));
    result.deviation.push_back(float(std::sqrt(std::max(0.0, square[c] / count - mean * mean))));
  }
  return result;
}

}  // namespace percept::data
