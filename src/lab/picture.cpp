#include "percept/lab/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace percept::lab {

Blob plain_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values) {
  Blob blob{.name = std::move(name), .type = "f32", .shape = std::move(shape)};
  blob.bytes.resize(values.size() * sizeof(float));
  std::memcpy(blob.bytes.data(), values.data(), blob.bytes.size());
  return blob;
}

Blob plain_blob(std::string name, const Tensor& values) {
  std::span<const float> numbers = values.data<float>();
  return plain_blob(std::move(name), {values.shape().begin(), values.shape().end()},
                    std::vector<float>(numbers.begin(), numbers.end()));
}

Blob rounded_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values,
                  double scale) {
  Blob blob{.name = std::move(name), .type = "i8", .shape = std::move(shape), .scale = scale};
  if (scale <= 0) {
    float most = 1e-6f;
    for (float value : values)
      if (std::isfinite(value)) most = std::max(most, std::abs(value));
    blob.scale = most;
  }
  float steps = float(127 / blob.scale);
  blob.bytes.reserve(values.size());
  for (float value : values) {
    float number = std::isnan(value) ? 0 : std::clamp(value * steps, -127.0f, 127.0f);
    blob.bytes.push_back(char(std::int8_t(std::lround(number))));
  }
  return blob;
}

Blob byte_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<std::uint8_t>& values) {
  return {.name = std::move(name),
          .type = "u8",
          .shape = std::move(shape),
          .bytes = std::string(values.begin(), values.end())};
}

}  // namespace percept::lab
