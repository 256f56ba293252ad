// WAV files put together field by field, whole and broken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mutations.hpp"

namespace percept {

inline std::string wav_field(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += char(value >> (8 * i));
  return bytes;
}

inline std::string wav_chunk(const std::string& name, const std::string& contents) {
  return name + wav_field(contents.size(), 4) + contents + std::string(contents.size() % 2, '\0');
}

struct WavFormat {
  int kind = 1, channels = 1, rate = 8000, bits = 16;
  std::string chunk() const {
    int frame = channels * bits / 8;
    return wav_chunk("fmt ", wav_field(std::uint64_t(kind), 2) + wav_field(std::uint64_t(channels), 2) +
                                 wav_field(std::uint64_t(rate), 4) +
                                 wav_field(std::uint64_t(rate * frame), 4) +
                                 wav_field(std::uint64_t(frame), 2) + wav_field(std::uint64_t(bits), 2));
  }
};

inline io::Bytes riff(const std::string& chunks) {
  return bytes_of("RIFF" + wav_field(chunks.size() + 4, 4) + "WAVE" + chunks);
}

inline io::Bytes wav(const std::string& data, WavFormat format = {}) {
  return riff(format.chunk() + wav_chunk("data", data));
}

/// 16 bits, one channel.
inline io::Bytes wav16(const std::vector<int>& samples, int rate = 8000) {
  std::string data;
  for (int sample : samples) data += wav_field(std::uint64_t(std::uint16_t(sample)), 2);
  return wav(data, {.rate = rate});
}

}  // namespace percept
