#include "percept/base/base64.hpp"

#include <algorithm>
#include <array>

namespace percept {
namespace {

constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<signed char, 256> kNumbers = [] {
  std::array<signed char, 256> numbers{};
  numbers.fill(-1);
  for (int i = 0; i < 64; ++i) numbers[static_cast<unsigned char>(kLetters[i])] = static_cast<signed char>(i);
  return numbers;
}();

}  // namespace

void append_base64(std::span<const std::byte> bytes, std::string& out) {
  std::size_t begin = out.size();
  out.resize(begin + (bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data() + begin;
  for (std::size_t at = 0; at < bytes.size(); at += 3, to += 4) {
    std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < count; ++i) group |= std::to_integer<unsigned>(bytes[at + i]) << (16 - 8 * i);
    for (std::size_t i = 0; i <= count; ++i) to[i] = kLetters[group >> (18 - 6 * i) & 63];
  }
}

std::string encode_base64(std::string_view bytes) {
  std::string out;
  append_base64(std::as_bytes(std::span(bytes)), out);
  return out;
}

Result<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return Problem("base.base64");
  while (!text.empty() && text.back() == '=' && text.size() % 4 != 2) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned bits = 0;
  int held = 0;
  for (char c : text) {
    int number = kNumbers[static_cast<unsigned char>(c)];
    if (number < 0) return Problem("base.base64");
    bits = bits << 6 | unsigned(number);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

}  // namespace percept
