// JPEG by libjpeg-turbo. Its errors leave by longjmp: each function that calls setjmp holds nothing with a
// destructor, and what it changes lives in the Reader outside of it.
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>
#include <vector>

#include "codec.hpp"

namespace percept::io {
namespace {

constexpr std::int64_t kMostPixelsOfAByte =
    512;                        // 64 of a block, of which a bit tells its brightness at least
constexpr int kMaxScans = 100;  // a progressive file can ask for thousands of passes over all its pixels

struct Reader {
  explicit Reader(std::span<const std::byte> bytes) : bytes(bytes) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }  // destroying one that was never created is allowed

  std::span<const std::byte> bytes;
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf out;
  bool cut_short = false;
  char message[JMSG_LENGTH_MAX] = "";
};

Reader& reader_of(j_common_ptr jpeg) { return *static_cast<Reader*>(jpeg->client_data); }

[[noreturn]] void on_error(j_common_ptr jpeg) {
  Reader& reader = reader_of(jpeg);
  jpeg->err->format_message(jpeg, reader.message);
  std::longjmp(reader.out, 1);
}

// The library fills damaged parts with grey and only warns. Wrong pixels are worse than none: these warnings
// are errors here. The others (unknown versions, junk between markers) do not touch the pixels.
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  int code = jpeg->err->msg_code;
  bool harmless = code == JWRN_ADOBE_XFORM || code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR ||
                  code == JWRN_TOO_MUCH_DATA;
  if (harmless) return;
  reader_of(jpeg).cut_short = code == JWRN_JPEG_EOF;
  on_error(jpeg);
}

void print_nothing(j_common_ptr) {}

void on_progress(j_common_ptr jpeg) {
  if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number <= kMaxScans) return;
  std::snprintf(reader_of(jpeg).message, JMSG_LENGTH_MAX, "more than %d scans", kMaxScans);
  std::longjmp(reader_of(jpeg).out, 1);
}

bool read_header(Reader& reader) {
  jpeg_decompress_struct& jpeg = reader.jpeg;
  jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = on_error;
  reader.errors.emit_message = on_message;
  reader.errors.output_message = print_nothing;
  jpeg.client_data = &reader;
  if (setjmp(reader.out)) return false;
  jpeg_create_decompress(&jpeg);
  reader.progress.progress_monitor = on_progress;
  jpeg.progress = &reader.progress;
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(reader.bytes.data()), reader.bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  switch (jpeg.jpeg_color_space) {
    case JCS_GRAYSCALE: jpeg.out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK:
    case JCS_YCCK: jpeg.out_color_space = JCS_CMYK; break;
    default: jpeg.out_color_space = JCS_RGB;
  }
  jpeg_calc_output_dimensions(&jpeg);
  return true;
}

bool read_pixels(Reader& reader, std::uint8_t* to) {
  if (setjmp(reader.out)) return false;
  jpeg_start_decompress(&reader.jpeg);
  std::size_t row_bytes = std::size_t(reader.jpeg.output_width) * unsigned(reader.jpeg.output_components);
  while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
    JSAMPROW row = to + reader.jpeg.output_scanline * row_bytes;
    jpeg_read_scanlines(&reader.jpeg, &row, 1);
  }
  jpeg_finish_decompress(&reader.jpeg);
  return true;
}

// R = (255 - C) (255 - K) / 255, and so on; Adobe stores the complements.
void cmyk_to_rgb(std::span<const std::uint8_t> from, std::span<std::uint8_t> to, bool complements) {
  for (std::size_t pixel = 0; pixel < from.size() / 4; ++pixel) {
    auto light = [&](std::size_t c) {
      return unsigned(complements ? from[4 * pixel + c] : 255 - from[4 * pixel + c]);
    };
    for (std::size_t c = 0; c < 3; ++c) to[3 * pixel + c] = std::uint8_t((light(c) * light(3) + 127) / 255);
  }
}

Problem failed(const Reader& reader, const std::string& name) {
  if (reader.cut_short)
    return Problem("io.image_truncated", {{"format", "JPEG"}}).about(name).with_hint("io.truncated.hint");
  return Problem("io.image_damaged", {{"format", "JPEG"}, {"detail", reader.message}})
      .about(name)
      .with_hint("io.damaged.hint");
}

}  // namespace

bool is_jpeg(std::span<const std::byte> bytes) {
  return bytes.size() >= 3 && bytes[0] == std::byte(0xFF) && bytes[1] == std::byte(0xD8) &&
         bytes[2] == std::byte(0xFF);
}

Result<Shape> jpeg_shape(std::span<const std::byte> bytes, const std::string& name) {
  Reader reader(bytes);
  if (!read_header(reader)) return failed(reader, name);
  std::int64_t width = reader.jpeg.output_width, height = reader.jpeg.output_height;
  return Shape{height, width, reader.jpeg.out_color_space == JCS_GRAYSCALE ? 1 : 3};
}

Result<Tensor> decode_jpeg(std::span<const std::byte> bytes, const std::string& name) {
  Reader reader(bytes);
  if (!read_header(reader)) return failed(reader, name);
  std::int64_t width = reader.jpeg.output_width, height = reader.jpeg.output_height;
  if (width * height > kMaxPixels) return too_many_pixels(std::uint64_t(width), std::uint64_t(height), name);
  // What the header claims is held to what the file can hold, before there is memory for it. Arithmetic
  // coding has no such bound.
  reader.cut_short =
      !reader.jpeg.arith_code && width * height / kMostPixelsOfAByte > std::int64_t(bytes.size());
  if (reader.cut_short) return failed(reader, name);
  Tensor image(DType::u8, {height, width, reader.jpeg.output_components});
  if (!read_pixels(reader, image.data<std::uint8_t>().data())) return failed(reader, name);
  if (image.shape()[2] != 4) return image;
  Tensor rgb(DType::u8, {height, width, 3});
  cmyk_to_rgb(std::as_const(image).data<std::uint8_t>(), rgb.data<std::uint8_t>(),
              reader.jpeg.saw_Adobe_marker);
  return rgb;
}

}  // namespace percept::io
