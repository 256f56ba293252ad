// Reads Protocol Buffers without knowing their messages: what the writer of event files is held to. It shares
// no code with it.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace percept {

class ProtobufReader {
 public:
  explicit ProtobufReader(const std::string& bytes) {
    std::size_t at = 0;
    auto take = [&](std::size_t count) {
      if (count > bytes.size() - at) throw std::runtime_error("a field beyond the end");
      at += count;
      return bytes.substr(at - count, count);
    };
    auto varint = [&] {
      std::uint64_t value = 0;
      for (int shift = 0;; shift += 7) {
        auto byte = static_cast<unsigned char>(take(1)[0]);
        value |= std::uint64_t(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
      }
    };
    while (at < bytes.size()) {
      std::uint64_t key = varint();
      std::string& field = fields_[int(key >> 3)].emplace_back();
      switch (key & 7) {
        case 0: {
          std::uint64_t value = varint();
          field.assign(reinterpret_cast<const char*>(&value), 8);
          break;
        }
        case 1: field = take(8); break;
        case 2: field = take(varint()); break;
        case 5: field = take(4); break;
        default: throw std::runtime_error("an unknown type of field");
      }
    }
  }

  bool has(int field) const { return fields_.contains(field); }
  std::size_t count(int field) const { return has(field) ? fields_.at(field).size() : 0; }
  const std::string& text(int field, std::size_t i = 0) const { return fields_.at(field).at(i); }
  ProtobufReader message(int field, std::size_t i = 0) const { return ProtobufReader(text(field, i)); }
  template <class T>
  T number(int field, std::size_t i = 0) const {
    const std::string& bytes = text(field, i);
    if (bytes.size() != sizeof(T)) throw std::runtime_error("a number of another size");
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::vector<double> reals(int field) const {
    std::vector<double> values(text(field).size() / 8);
    std::memcpy(values.data(), text(field).data(), values.size() * 8);
    return values;
  }

 private:
  std::map<int, std::vector<std::string>> fields_;
};

}  // namespace percept
