// Pictures: PNG and JPEG in, PNG out, and the two transforms that every use of them needs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// No picture of more pixels than this is decoded, and no picture file of more bytes read.
inline constexpr std::int64_t kMaxPixels = 64 << 20;
inline constexpr std::uint64_t kMaxImageBytes = 256 << 20;

/// A PNG or JPEG file, told apart by its first bytes, as u8 [H, W, C]: C is 1 for grey, else 3. Alpha is laid
/// over white, 16 bits are reduced to 8, palettes expanded, CMYK turned to RGB; gamma and EXIF orientation
/// are not applied. A picture cut short is a problem, never half a picture.
Result<Tensor> read_image(const std::filesystem::path& path);
Result<Tensor> decode_image(std::span<const std::byte> bytes, const std::string& name);

/// The shape that `decode_image` would give, from the header alone.
Result<Shape> read_image_shape(const std::filesystem::path& path);

/// u8 [H, W, C] with C 1 or 3, as PNG.
Result<Bytes> encode_png(const Tensor& image);
Result<> write_png(const std::filesystem::path& path, const Tensor& image);

/// u8 [H, W, C] to u8 [height, width, C], each axis by its own rule. Shrinking averages the area that a new
/// pixel covers, y_i = sum_j overlap(i, j) x_j / sum_j overlap(i, j); growing interpolates linearly between
/// the centres of pixels, x at (i + 1/2) in/out - 1/2, the border repeated. Rounded once, half up. Throws
/// `Error` where the image is no u8 [H, W, C] or a size is not positive.
Tensor resize_image(const Tensor& image, int height, int width);

/// u8 [H, W, 3] to u8 [H, W, 1] by BT.601: Y = 0.299 R + 0.587 G + 0.114 B, rounded half up. A grey image is
/// returned as it is. Throws `Error` for anything else.
Tensor to_grey(const Tensor& image);
/// u8 [H, W, 1] to u8 [H, W, 3]; a colour image is returned as it is. Throws `Error` for anything else.
Tensor to_rgb(const Tensor& image);

/// A picture as a network of input C, H, W takes it: made grey or RGB (C 1 or 3), then resized, without
/// regard to its proportions. Throws `Error` where C is another.
Tensor fit_image(const Tensor& image, const Shape& shape);
/// The bytes u8 [H, W, C] of `image` as planes C, H, W of byte / 255. Throws `Error` where `planes` is not as
/// large.
void write_planes(const Tensor& image, std::span<float> planes);
/// And back: planes C, H, W as u8 [H, W, C], each number times 255, rounded and held in the range of a byte.
Tensor read_planes(std::span<const float> planes, const Shape& shape);

}  // namespace percept::io
