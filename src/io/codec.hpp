// The two decoders of pictures, behind io/image.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "percept/base/result.hpp"
#include "percept/io/image.hpp"

namespace percept::io {

bool is_png(std::span<const std::byte> bytes);
bool is_jpeg(std::span<const std::byte> bytes);
Result<Tensor> decode_png(std::span<const std::byte> bytes, const std::string& name);
Result<Tensor> decode_jpeg(std::span<const std::byte> bytes, const std::string& name);
/// The shape that decoding would give; `bytes` need hold no more than what stands before the pixels.
Result<Shape> png_shape(std::span<const std::byte> bytes, const std::string& name);
Result<Shape> jpeg_shape(std::span<const std::byte> bytes, const std::string& name);

/// The problem of a picture of more than kMaxPixels.
Problem too_many_pixels(std::uint64_t width, std::uint64_t height, const std::string& name);

}  // namespace percept::io
