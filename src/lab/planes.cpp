#include "planes.hpp"

#include <algorithm>
#include <cmath>

namespace percept::lab {

Tensor grey_of(const Tensor& planes) {
  if (planes.shape()[0] == 1) return planes;
  std::int64_t pixels = planes.shape()[1] * planes.shape()[2];
  Tensor grey(DType::f32, {1, planes.shape()[1], planes.shape()[2]});
  auto to = grey.data<float>();
  auto from = planes.data<float>();
  for (std::size_t i = 0, n = std::size_t(pixels); i < n; ++i)  // as io::to_grey
    to[i] = std::floor(0.299f * from[i] + 0.587f * from[n + i] + 0.114f * from[2 * n + i] + 0.5f);
  return grey;
}

Tensor shifted(const Tensor& planes, std::int64_t by) {
  if (by == 0) return planes;
  Tensor out(DType::f32, planes.shape());
  std::int64_t width = planes.shape()[2];
  auto from = planes.data<float>();
  auto to = out.data<float>();
  for (std::int64_t i = 0; i < planes.size(); ++i)
    to[std::size_t(i)] = from[std::size_t(i - std::min(by, i % width))];
  return out;
}

bool is_of_bytes(const Tensor& planes) {
  auto numbers = planes.data<float>();
  return std::all_of(numbers.begin(), numbers.end(),
                     [](float x) { return x >= 0 && x <= 255 && x == std::floor(x); });
}

Blob byte_blob(std::string name, const Tensor& tensor) {
  Blob blob{.name = std::move(name), .type = "u8", .shape = {}, .bytes = {}};
  for (std::int64_t side : tensor.shape()) blob.shape.push_back(side);
  blob.bytes.resize(std::size_t(tensor.size()));
  if (tensor.dtype() == DType::u8) {
    auto bytes = tensor.data<std::uint8_t>();
    std::copy(bytes.begin(), bytes.end(), blob.bytes.begin());
  } else {
    auto numbers = tensor.data<float>();
    std::transform(numbers.begin(), numbers.end(), blob.bytes.begin(),
                   [](float x) { return char(std::uint8_t(x)); });
  }
  return blob;
}

Tensor thumb_of(const Tensor& planes) {
  constexpr std::int64_t kThumb = 40;
  const Shape& s = planes.shape();
  std::int64_t part = std::max<std::int64_t>(1, (std::max(s[1], s[2]) + kThumb - 1) / kThumb);
  Tensor small = Tensor::zeros(DType::f32, {s[0], (s[1] + part - 1) / part, (s[2] + part - 1) / part});
  const float* from = planes.data<float>().data();
  float* to = small.data<float>().data();
  for (std::int64_t c = 0; c < s[0]; ++c)
    for (std::int64_t r = 0; r < s[1]; ++r) {
      float* row = to + (c * small.shape()[1] + r / part) * small.shape()[2];
      std::int64_t rows = std::min(part, s[1] - r / part * part);
      for (std::int64_t begin = 0; begin < s[2]; begin += part, ++row) {
        std::int64_t columns = std::min(part, s[2] - begin);
        float sum = 0;
        for (std::int64_t i = 0; i < columns; ++i) sum += *from++;
        *row += sum / float(rows * columns);
      }
    }
  return small;
}

ScaledPicture maps_of(const Tensor& planes, Scale scale, bool coloured) {
  const Shape& s = planes.shape();
  ScaledPicture maps = scaled(coloured ? planes : planes.reshape({1, s[0] * s[1], s[2]}), scale);
  maps.image = maps.image.reshape({coloured ? 1 : s[0], s[1], s[2], maps.image.shape()[2]});
  return maps;
}

}  // namespace percept::lab
