#include "percept/io/image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "codec.hpp"

namespace percept::io {
namespace {

constexpr std::size_t kMostKept = 16 << 20;     // bytes of a thread's buffer for files
constexpr std::size_t kUsualHeader = 64 << 10;  // bytes in which nearly every picture says its size

// One output position along an axis: the inputs from `first` on, with weights that sum to 1.
struct Taps {
  std::int64_t first;
  std::vector<float> weights;
};

// Overlaps of [i s, (i + 1) s), s = in / out > 1, with the unit cells of the input.
Taps area_taps(std::int64_t i, std::int64_t in, std::int64_t out) {
  double begin = double(i) * double(in) / double(out), end = double(i + 1) * double(in) / double(out);
  std::int64_t first = std::int64_t(begin), last = std::min(in, std::int64_t(std::ceil(end)));
  Taps taps{first, {}};
  for (std::int64_t j = first; j < last; ++j) {
    double overlap = std::min(end, double(j + 1)) - std::max(begin, double(j));
    taps.weights.push_back(float(overlap / (end - begin)));
  }
  return taps;
}

Taps linear_taps(std::int64_t i, std::int64_t in, std::int64_t out) {
  double x = (double(i) + 0.5) * double(in) / double(out) - 0.5;
  x = std::clamp(x, 0.0, double(in - 1));
  std::int64_t first = std::int64_t(x);
  float right = float(x - double(first));
  if (first == in - 1) return {first, {1.0f}};
  return {first, {1.0f - right, right}};
}

std::vector<Taps> taps_of(std::int64_t in, std::int64_t out) {
  std::vector<Taps> taps;
  for (std::int64_t i = 0; i < out; ++i)
    taps.push_back(out < in ? area_taps(i, in, out) : linear_taps(i, in, out));
  return taps;
}

void require_image(const Tensor& image, bool one_or_three) {
  const Shape& shape = image.shape();
  bool fits = image.dtype() == DType::u8 && shape.rank() == 3 && shape[0] > 0 && shape[1] > 0 &&
              shape[2] > 0 && (!one_or_three || shape[2] == 1 || shape[2] == 3);
  if (!fits)
    throw Error(Problem("io.not_an_image", {{"have", to_string(image)}}).with_hint("io.not_an_image.hint"));
}

// Pictures of other kinds, which people take for readable: by what they begin with, at some byte.
std::string_view other_format(std::span<const std::byte> bytes) {
  struct Kind {
    std::string_view name, start;
    std::size_t at;
  };
  static constexpr Kind kKinds[] = {{"GIF", "GIF8", 0},
                                    {"WebP", "WEBP", 8},
                                    {"BMP", "BM", 0},
                                    {"AVIF", "ftypavif", 4},
                                    {"HEIC", "ftyphei", 4},
                                    {"TIFF", "II*", 0},
                                    {"TIFF", std::string_view("MM\0*", 4), 0}};
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (const Kind& kind : kKinds)
    if (text.size() > kind.at && text.substr(kind.at).starts_with(kind.start)) return kind.name;
  return {};
}

Problem not_a_picture(std::span<const std::byte> bytes, const std::string& name) {
  if (bytes.empty()) return Problem("io.empty").about(name).with_hint("io.truncated.hint");
  if (std::string_view format = other_format(bytes); !format.empty())
    return Problem("io.other_image", {{"format", format}}).about(name).with_hint("io.other_image.hint");
  std::string start;
  for (std::byte byte : bytes.first(std::min<std::size_t>(bytes.size(), 8)))
    start += fmt::format("{}{:02X}", start.empty() ? "" : " ", std::to_integer<unsigned>(byte));
  return Problem("io.not_image", {{"start", start}})
      .about(name)
      .with_hint("io.not_image.hint")
      .at(name + " byte 0");
}

Result<Shape> shape_in(std::span<const std::byte> bytes, const std::string& name) {
  if (is_png(bytes)) return png_shape(bytes, name);
  if (is_jpeg(bytes)) return jpeg_shape(bytes, name);
  return not_a_picture(bytes, name);
}

}  // namespace

Problem too_many_pixels(std::uint64_t width, std::uint64_t height, const std::string& name) {
  return Problem("io.image_too_large", {{"width", width}, {"height", height}, {"most", kMaxPixels}})
      .about(name)
      .with_hint("io.image_too_large.hint");
}

Result<Tensor> decode_image(std::span<const std::byte> bytes, const std::string& name) {
  if (is_png(bytes)) return decode_png(bytes, name);
  if (is_jpeg(bytes)) return decode_jpeg(bytes, name);
  return not_a_picture(bytes, name);
}

Result<Tensor> read_image(const std::filesystem::path& path) {
  thread_local Bytes buffer;  // a set of pictures is read file by file
  auto bytes = read_file(path, kMaxImageBytes, buffer);
  if (!bytes) return std::move(bytes).problem();
  Result<Tensor> image = decode_image(*bytes, path.string());
  if (buffer.size() > kMostKept) buffer = {};
  return image;
}

Result<Shape> read_image_shape(const std::filesystem::path& path) {
  thread_local Bytes buffer;
  auto start = read_start(path, kUsualHeader, buffer);
  if (!start) return std::move(start).problem();
  Result<Shape> shape = shape_in(*start, path.string());
  if (shape || start->size() < kUsualHeader) return shape;
  Result<Bytes> whole = read_file(path, kMaxImageBytes);  // a preview or a profile stands before the size
  if (!whole) return std::move(whole).problem();
  return shape_in(*whole, path.string());
}

Tensor resize_image(const Tensor& image, int height, int width) {
  require_image(image, false);
  if (height < 1 || width < 1) throw Error(Problem("io.image_size", {{"height", height}, {"width", width}}));
  std::int64_t rows = image.shape()[0], columns = image.shape()[1], channels = image.shape()[2];
  auto from = image.data<std::uint8_t>();

  // Rows first, in f32, then columns: one row of the result needs one row in between.
  std::vector<Taps> vertical = taps_of(rows, height), horizontal = taps_of(columns, width);
  std::vector<float> row(std::size_t(columns * channels));
  Tensor out(DType::u8, {height, width, channels});
  auto to = out.data<std::uint8_t>();
  std::size_t written = 0;
  for (const Taps& v : vertical) {
    std::fill(row.begin(), row.end(), 0.0f);
    for (std::size_t k = 0; k < v.weights.size(); ++k) {
      const std::uint8_t* source = from.data() + (v.first + std::int64_t(k)) * columns * channels;
      for (std::size_t x = 0; x < row.size(); ++x) row[x] += v.weights[k] * float(source[x]);
    }
    for (const Taps& h : horizontal)
      for (std::int64_t c = 0; c < channels; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < h.weights.size(); ++k)
          sum += h.weights[k] * row[std::size_t((h.first + std::int64_t(k)) * channels + c)];
        to[written++] = std::uint8_t(std::clamp(sum + 0.5f, 0.0f, 255.0f));
      }
  }
  return out;
}

Tensor to_grey(const Tensor& image) {
  require_image(image, true);
  if (image.shape()[2] == 1) return image;
  Tensor grey(DType::u8, {image.shape()[0], image.shape()[1], 1});
  auto from = image.data<std::uint8_t>();
  auto to = grey.data<std::uint8_t>();
  for (std::size_t i = 0; i < to.size(); ++i)
    to[i] = std::uint8_t((299 * from[3 * i] + 587 * from[3 * i + 1] + 114 * from[3 * i + 2] + 500) / 1000);
  return grey;
}

Tensor to_rgb(const Tensor& image) {
  require_image(image, true);
  if (image.shape()[2] == 3) return image;
  Tensor rgb(DType::u8, {image.shape()[0], image.shape()[1], 3});
  auto from = image.data<std::uint8_t>();
  auto to = rgb.data<std::uint8_t>();
  for (std::size_t i = 0; i < from.size(); ++i) to[3 * i] = to[3 * i + 1] = to[3 * i + 2] = from[i];
  return rgb;
}

Tensor fit_image(const Tensor& image, const Shape& shape) {
  if (shape.rank() != 3 || (shape[0] != 1 && shape[0] != 3))
    throw Error(Problem("io.image_fit", {{"have", to_string(shape)}}).with_hint("io.image_fit.hint"));
  Tensor coloured = shape[0] == 1 ? to_grey(image) : to_rgb(image);
  if (coloured.shape()[0] == shape[1] && coloured.shape()[1] == shape[2]) return coloured;
  return resize_image(coloured, int(shape[1]), int(shape[2]));
}

void write_planes(const Tensor& image, std::span<float> planes) {
  require_image(image, false);
  if (std::int64_t(planes.size()) != image.size())
    throw Error(Problem("io.planes", {{"have", planes.size()}, {"want", image.size()}}));
  static const auto light = [] {
    std::array<float, 256> light;
    for (std::size_t byte = 0; byte < 256; ++byte) light[byte] = float(byte) / 255.0f;
    return light;
  }();
  std::size_t channels = std::size_t(image.shape()[2]), pixels = planes.size() / channels;
  const std::uint8_t* from = image.data<std::uint8_t>().data();
  for (std::size_t c = 0; c < channels; ++c) {
    float* to = planes.data() + c * pixels;
    for (std::size_t i = 0; i < pixels; ++i) to[i] = light[from[i * channels + c]];
  }
}

Tensor read_planes(std::span<const float> planes, const Shape& shape) {
  if (shape.rank() != 3 || std::int64_t(planes.size()) != shape.elements())
    throw Error(Problem("io.planes", {{"have", planes.size()}, {"want", shape.elements()}}));
  std::size_t channels = std::size_t(shape[0]), pixels = std::size_t(shape[1] * shape[2]);
  Tensor image(DType::u8, {shape[1], shape[2], shape[0]});
  auto to = image.data<std::uint8_t>();
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = 0; c < channels; ++c)
      to[i * channels + c] = std::uint8_t(std::clamp(255 * planes[c * pixels + i] + 0.5f, 0.0f, 255.0f));
  return image;
}

}  // namespace percept::io
