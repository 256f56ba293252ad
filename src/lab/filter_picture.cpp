#include "percept/lab/filter_picture.hpp"

#include <algorithm>
#include <cmath>

#include "percept/io/image.hpp"

namespace percept::lab {
namespace {

std::uint8_t byte_of(float number) { return std::uint8_t(std::clamp(number, 0.0f, 255.0f) + 0.5f); }

// y = a x + b, as bytes.
Tensor mapped(const Tensor& planes, float a, float b) {
  const Shape& s = planes.shape();
  std::int64_t pixels = s[1] * s[2];
  Tensor image(DType::u8, {s[1], s[2], s[0]});
  const float* from = planes.data<float>().data();
  std::uint8_t* to = image.data<std::uint8_t>().data();
  auto fill = [&]<std::int64_t C>(std::integral_constant<std::int64_t, C>) {
    for (std::int64_t i = 0; i < pixels; ++i)
      for (std::int64_t c = 0; c < C; ++c) to[i * C + c] = byte_of(a * from[c * pixels + i] + b);
  };
  s[0] == 1 ? fill(std::integral_constant<std::int64_t, 1>())
            : fill(std::integral_constant<std::int64_t, 3>());
  return image;
}

// Blue, white, red for -most, 0, most.
Tensor coloured(const Tensor& planes, float most) {
  const Shape& s = planes.shape();
  Tensor image(DType::u8, {s[1], s[2], 3});
  auto from = planes.data<float>();
  std::uint8_t* to = image.data<std::uint8_t>().data();
  for (float number : from) {
    float fade = 255 * (1 - std::min(std::abs(number) / most, 1.0f));
    *to++ = byte_of(number < 0 ? fade : 255);
    *to++ = byte_of(fade);
    *to++ = byte_of(number > 0 ? fade : 255);
  }
  return image;
}

}  // namespace

Tensor planes_of(const Tensor& image, bool grey) {
  Tensor bytes = grey ? io::to_grey(image) : image;
  const Shape& s = bytes.shape();
  std::int64_t pixels = s[0] * s[1];
  Tensor planes(DType::f32, {s[2], s[0], s[1]});
  const std::uint8_t* from = bytes.data<std::uint8_t>().data();
  float* to = planes.data<float>().data();
  for (std::int64_t c = 0; c < s[2]; ++c)
    for (std::int64_t i = 0; i < pixels; ++i) to[c * pixels + i] = from[i * s[2] + c];
  return planes;
}

Tensor planes_of(const Matrix& matrix) {
  Tensor planes(DType::f32, {1, matrix.rows, matrix.columns});
  for (std::int64_t i = 0; i < planes.size(); ++i) planes.set(i, matrix.numbers[std::size_t(i)]);
  return planes;
}

const std::vector<std::string>& scale_names() {
  static const std::vector<std::string> names = {"clip", "offset", "stretch", "sign"};
  return names;
}

ScaledPicture scaled(const Tensor& planes, Scale scale) {
  auto numbers = planes.data<float>();
  auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  ScaledPicture out{.image = {}, .least = *least, .greatest = *greatest, .cut = 0};
  float most = std::max(std::abs(*least), std::abs(*greatest)), range = *greatest - *least;
  if (most == 0) most = 1;
  switch (scale) {
    case Scale::clip: out.image = mapped(planes, 1, 0); break;
    case Scale::offset: out.image = mapped(planes, 1, 128); break;
    case Scale::stretch:
      out.image = range > 0 ? mapped(planes, 255 / range, -255 / range * *least) : mapped(planes, 1, 0);
      break;
    case Scale::sign:
      out.image = planes.shape()[0] == 1 ? coloured(planes, most) : mapped(planes, 127.5f / most, 127.5f);
      break;
  }
  if (scale == Scale::clip || scale == Scale::offset) {
    float shift = scale == Scale::clip ? 0 : 128;
    out.cut = std::count_if(numbers.begin(), numbers.end(),
                            [&](float x) { return x + shift < -0.5f || x + shift >= 255.5f; });
  }
  return out;
}

}  // namespace percept::lab
