// The hash of a data set's contents: FNV-1a over words of 8 bytes, the last of a piece filled up with zeros;
// the same as over bytes, eight times as fast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace percept::data {

class ContentHash {
 public:
  void add(std::span<const std::byte> bytes) {
    begin(bytes.size());
    append(bytes);
    end();
  }
  void add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }
  void add_word(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x100000001B3u;
    state_ ^= state_ >> 32;  // a product moves differences only upward: bring them down again
  }

  /// `add` in parts: the size of the whole, its bytes as they come, its end.
  void begin(std::uint64_t size) { add_word(size); }
  void append(std::span<const std::byte> bytes) {
    while (waiting_ > 0 && waiting_ < 8 && !bytes.empty()) {
      last_[waiting_++] = bytes.front();
      bytes = bytes.subspan(1);
    }
    if (waiting_ == 8) end();
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) add_word(word_of(bytes.first(8)));
    if (bytes.empty()) return;
    std::memcpy(last_, bytes.data(), bytes.size());
    waiting_ = bytes.size();
  }
  void end() {
    if (waiting_ > 0) add_word(word_of(std::span<const std::byte>(last_).first(waiting_)));
    waiting_ = 0;
  }

  std::uint64_t value() const { return state_; }

 private:
  static std::uint64_t word_of(std::span<const std::byte> bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return word;
  }
  std::uint64_t state_ = 0xCBF29CE484222325u;
  std::byte last_[8] = {};  // of a word that is not whole yet
  std::size_t waiting_ = 0;
};

}  // namespace percept::data
