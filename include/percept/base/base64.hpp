// Bytes as text: base64 of RFC 4648, with padding.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "percept/base/result.hpp"

namespace percept {

void append_base64(std::span<const std::byte> bytes, std::string& out);
std::string encode_base64(std::string_view bytes);
/// Fails where a character is none of the alphabet, or the length is no multiple of four.
Result<std::string> decode_base64(std::string_view text);

}  // namespace percept
