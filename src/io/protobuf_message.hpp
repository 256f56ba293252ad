// The wire format of Protocol Buffers, as far as event files need it: each field is a varint of
// number << 3 | type, then a varint (type 0), 8 bytes (1), a length with as many bytes (2) or 4 bytes (5),
// all little-endian.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace percept::io {

/// A message under construction: its bytes, field by field.
class ProtobufMessage {
 public:
  ProtobufMessage& integer(int field, std::int64_t value) {
    return varint(key(field, 0)).varint(std::uint64_t(value));
  }
  ProtobufMessage& real(int field, double value) {
    return varint(key(field, 1)).fixed(std::bit_cast<std::uint64_t>(value), 8);
  }
  ProtobufMessage& single(int field, float value) {
    return varint(key(field, 5)).fixed(std::bit_cast<std::uint32_t>(value), 4);
  }
  ProtobufMessage& bytes(int field, std::string_view value) {
    varint(key(field, 2)).varint(value.size());
    bytes_ += value;
    return *this;
  }
  ProtobufMessage& message(int field, const ProtobufMessage& value) { return bytes(field, value.bytes_); }
  /// Repeated and packed.
  ProtobufMessage& reals(int field, std::span<const double> values) {
    varint(key(field, 2)).varint(8 * values.size());
    for (double value : values) fixed(std::bit_cast<std::uint64_t>(value), 8);
    return *this;
  }

  const std::string& encoded() const { return bytes_; }

 private:
  static std::uint64_t key(int field, int type) { return std::uint64_t(field) << 3 | std::uint64_t(type); }
  ProtobufMessage& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += char(value | 0x80);
    bytes_ += char(value);
    return *this;
  }
  ProtobufMessage& fixed(std::uint64_t bits, int size) {
    for (int i = 0; i < size; ++i) bytes_ += char(bits >> (8 * i));
    return *this;
  }

  std::string bytes_;
};

}  // namespace percept::io
