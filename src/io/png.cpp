// PNG by libpng. Its errors leave by longjmp: each function that calls setjmp holds nothing with a
// destructor, and what it changes lives in the Reader outside of it.
#include <png.h>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

#include "codec.hpp"
#include "percept/base/checked.hpp"
#include "zlib_stream.hpp"

namespace percept::io {
namespace {

struct Reader {
  explicit Reader(std::span<const std::byte> bytes) : bytes(bytes) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }

  std::span<const std::byte> bytes;
  std::size_t position = 0;
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::uint32_t width = 0, height = 0, channels = 0;
  std::uint64_t packed_row = 0;  // bytes of a row as the file says it
  bool colour = false;
  int passes = 0;
  bool cut_short = false;
  char message[128] = "";
};

void take_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto& reader = *static_cast<Reader*>(png_get_io_ptr(png));
  if (count > reader.bytes.size() - reader.position) {
    reader.cut_short = true;
    png_error(png, "the file ends too early");
  }
  std::memcpy(to, reader.bytes.data() + reader.position, count);
  reader.position += count;
}

void on_error(png_structp png, png_const_charp message) {
  auto& reader = *static_cast<Reader*>(png_get_error_ptr(png));
  std::snprintf(reader.message, sizeof reader.message, "%s", message);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

bool too_large(const Reader& reader) {
  return std::uint64_t(reader.width) * reader.height > std::uint64_t(kMaxPixels);
}

// Everything before the pixels; nothing that takes as much memory as a row.
bool read_header(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_read_fn(reader.png, &reader, take_bytes);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // too_many_pixels speaks instead
  // But for header, palette, alpha, pixels and end: what else a file tells is not used, and libpng would ask
  // for as much memory as the length of a text claims.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_read_info(reader.png, reader.info);
  reader.width = png_get_image_width(reader.png, reader.info);
  reader.height = png_get_image_height(reader.png, reader.info);
  reader.packed_row = png_get_rowbytes(reader.png, reader.info);
  reader.colour = png_get_color_type(reader.png, reader.info) & PNG_COLOR_MASK_COLOR;
  return true;
}

// The conversion to 8-bit grey, grey + alpha, RGB or RGBA.
bool start_pixels(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_expand(reader.png);
  png_set_scale_16(reader.png);
  reader.passes = png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  reader.channels = png_get_channels(reader.png, reader.info);
  return true;
}

bool read_pixels(Reader& reader, std::uint8_t* to) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  std::size_t row = std::size_t(reader.width) * reader.channels;
  for (int pass = 0; pass < reader.passes; ++pass)
    for (std::size_t y = 0; y < reader.height; ++y) png_read_row(reader.png, to + y * row, nullptr);
  png_read_end(reader.png, nullptr);
  return true;
}

// Over white: c' = (a c + (255 - a) 255) / 255, rounded.
void lay_over_white(std::span<const std::uint8_t> from, std::span<std::uint8_t> to, std::size_t colours) {
  std::size_t in = 0;
  for (std::size_t out = 0; out < to.size(); out += colours, in += colours + 1) {
    unsigned alpha = from[in + colours];
    for (std::size_t c = 0; c < colours; ++c)
      to[out + c] = std::uint8_t((alpha * from[in + c] + (255 - alpha) * 255 + 127) / 255);
  }
}

Problem failed(const Reader& reader, const std::string& name) {
  std::string place = name + " byte " + std::to_string(reader.position);
  if (reader.cut_short)
    return Problem("io.image_truncated", {{"format", "PNG"}})
        .about(name)
        .with_hint("io.truncated.hint")
        .at(place);
  return Problem("io.image_damaged", {{"format", "PNG"}, {"detail", reader.message}})
      .about(name)
      .with_hint("io.damaged.hint")
      .at(place);
}

// Reads all that stands before the pixels, or says why not.
std::optional<Problem> start(Reader& reader, const std::string& name) {
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png) reader.info = png_create_info_struct(reader.png);
  if (!reader.info) throw std::bad_alloc();
  if (!read_header(reader)) return failed(reader, name);
  if (too_large(reader)) return too_many_pixels(reader.width, reader.height, name);
  return std::nullopt;
}

}  // namespace

bool is_png(std::span<const std::byte> bytes) {
  return bytes.size() >= 8 && png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, 8) == 0;
}

Result<Shape> png_shape(std::span<const std::byte> bytes, const std::string& name) {
  Reader reader(bytes);
  if (std::optional<Problem> problem = start(reader, name)) return *std::move(problem);
  return Shape{reader.height, reader.width, reader.colour ? 3 : 1};
}

Result<Tensor> decode_png(std::span<const std::byte> bytes, const std::string& name) {
  Reader reader(bytes);
  if (std::optional<Problem> problem = start(reader, name)) return *std::move(problem);
  // What the header claims is held to what the file can hold, before there is memory for it.
  reader.cut_short = (reader.packed_row + 1) * reader.height / kDeflateRatio > bytes.size();
  if (reader.cut_short || !start_pixels(reader)) return failed(reader, name);
  std::int64_t width = reader.width, height = reader.height, channels = reader.channels;
  Tensor image(DType::u8, {height, width, channels});
  if (!read_pixels(reader, image.data<std::uint8_t>().data())) return failed(reader, name);
  if (channels % 2 == 1) return image;
  Tensor opaque(DType::u8, {height, width, channels - 1});
  lay_over_white(std::as_const(image).data<std::uint8_t>(), opaque.data<std::uint8_t>(),
                 std::size_t(channels - 1));
  return opaque;
}

Result<Bytes> encode_png(const Tensor& image) {
  const Shape& shape = image.shape();
  bool fits = image.dtype() == DType::u8 && shape.rank() == 3 && shape[0] > 0 && shape[1] > 0 &&
              (shape[2] == 1 || shape[2] == 3);
  if (!fits)
    return Problem("io.not_an_image", {{"have", to_string(image)}}).with_hint("io.not_an_image.hint");
  std::optional<std::int64_t> pixels = checked_product(std::array{shape[0], shape[1]});
  if (!pixels || *pixels > kMaxPixels)
    return too_many_pixels(std::uint64_t(shape[1]), std::uint64_t(shape[0]), "");

  png_image description{};
  description.version = PNG_IMAGE_VERSION;
  description.width = png_uint_32(shape[1]);
  description.height = png_uint_32(shape[0]);
  description.format = shape[2] == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(description);
  Bytes bytes(size);
  int written = png_image_write_to_memory(&description, bytes.data(), &size, 0, image.raw(), 0, nullptr);
  std::string detail = description.message;
  png_image_free(&description);
  if (!written) return Problem("io.image_damaged", {{"format", "PNG"}, {"detail", detail}});
  bytes.resize(size);
  return bytes;
}

Result<> write_png(const std::filesystem::path& path, const Tensor& image) {
  Result<Bytes> bytes = encode_png(image);
  if (!bytes) return Problem(bytes.problem()).about(path.string());
  return write_file(path, *bytes);
}

}  // namespace percept::io
