#include "percept/lab/filter_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "percept/base/threads.hpp"
#include "percept/io/image.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kGrain = 1 << 15;  // numbers that are worth a thread

// What is no number becomes 0.
std::uint8_t byte_of(float number) {
  float raised = (number > 0 ? std::min(number, 255.0f) : 0.0f) + 0.5f;
  return std::uint8_t(raised);
}

// y = a x + b, as bytes.
Tensor mapped(const Tensor& planes, float a, float b) {
  const Shape& s = planes.shape();
  std::int64_t channels = s[0], width = s[2], pixels = s[1] * s[2];
  Tensor image(DType::u8, {s[1], s[2], channels});
  const float* from = planes.data<float>().data();
  std::uint8_t* to = image.data<std::uint8_t>().data();
  // A row of a channel at a time: the compiler makes vectors of the first loop.
  parallel_for(s[1], 1 + kGrain / (width * channels), [&](std::int64_t begin, std::int64_t end) {
    std::vector<std::uint8_t> row(std::size_t(width * channels));
    for (std::int64_t y = begin; y < end; ++y) {
      for (std::int64_t c = 0; c < channels; ++c) {
        const float* numbers = from + c * pixels + y * width;
        std::uint8_t* bytes = row.data() + c * width;
        for (std::int64_t x = 0; x < width; ++x) bytes[x] = byte_of(a * numbers[x] + b);
      }
      std::uint8_t* out = to + y * width * channels;
      for (std::int64_t x = 0; x < width; ++x)
        for (std::int64_t c = 0; c < channels; ++c) *out++ = row[std::size_t(c * width + x)];
    }
  });
  return image;
}

// Least and greatest, and how many lie outside low to below high.
struct Spread {
  float least, greatest;
  std::int64_t outside = 0;
};
Spread spread_of(std::span<const float> numbers, float low, float high) {
  constexpr std::size_t kLanes = 16;  // side by side, so that they become vectors
  float least[kLanes], greatest[kLanes];
  std::int32_t outside[kLanes] = {};
  std::fill_n(least, kLanes, numbers.front());
  std::fill_n(greatest, kLanes, numbers.front());
  auto take = [&](std::size_t lane, float x) {
    least[lane] = x < least[lane] ? x : least[lane];
    greatest[lane] = x > greatest[lane] ? x : greatest[lane];
    outside[lane] += std::int32_t(x < low) + std::int32_t(x >= high);
  };
  std::size_t i = 0;
  for (; i + kLanes <= numbers.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, numbers[i + lane]);
  for (; i < numbers.size(); ++i) take(0, numbers[i]);
  return {*std::min_element(least, least + kLanes), *std::max_element(greatest, greatest + kLanes),
          std::accumulate(outside, outside + kLanes, std::int64_t(0))};
}

// Orange, white, blue for -most, 0, most: the studio's colours.
Tensor coloured(const Tensor& planes, float most) {
  constexpr float kNegative[] = {199, 90, 0}, kPositive[] = {29, 99, 173};
  const Shape& s = planes.shape();
  Tensor image(DType::u8, {s[1], s[2], 3});
  auto from = planes.data<float>();
  std::uint8_t* to = image.data<std::uint8_t>().data();
  for (float number : from) {
    float share = std::min(std::abs(number) / most, 1.0f);
    for (float full : number < 0 ? kNegative : kPositive) *to++ = byte_of(255 + share * (full - 255));
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
  parallel_for(s[0], 1 + kGrain / (s[1] * s[2]), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t c = 0; c < s[2]; ++c)
      for (std::int64_t i = begin * s[1]; i < end * s[1]; ++i) to[c * pixels + i] = from[i * s[2] + c];
  });
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
  float shift = scale == Scale::offset ? 128 : 0;
  Spread spread = spread_of(planes.data<float>(), -0.5f - shift, 255.5f - shift);
  bool cuts = scale == Scale::clip || scale == Scale::offset;
  ScaledPicture out{
      .image = {}, .least = spread.least, .greatest = spread.greatest, .cut = cuts ? spread.outside : 0};
  float most = std::max(std::abs(spread.least), std::abs(spread.greatest)),
        range = spread.greatest - spread.least;
  if (most == 0) most = 1;
  switch (scale) {
    case Scale::clip:
    case Scale::offset: out.image = mapped(planes, 1, shift); break;
    case Scale::stretch:
      out.image = range > 0 ? mapped(planes, 255 / range, -255 / range * spread.least) : mapped(planes, 1, 0);
      break;
    case Scale::sign:
      out.image = planes.shape()[0] == 1 ? coloured(planes, most) : mapped(planes, 127.5f / most, 127.5f);
      break;
  }
  return out;
}

}  // namespace percept::lab
