// Sound: WAV files in, as one channel.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// No sound of more samples, channels or samples a second than these is decoded, and no file of more bytes
/// read.
inline constexpr std::int64_t kMaxSamples = 64 << 20;
inline constexpr int kMaxChannels = 16, kMaxRate = 384'000;
inline constexpr std::uint64_t kMaxSoundBytes = 512 << 20;

/// What a file says of itself.
struct SoundInfo {
  std::int64_t frames = 0;  // samples of each channel
  int channels = 0;
  int rate = 0;  // frames a second
};

struct Sound {
  Tensor samples;  // f32 [frames]
  int rate = 0;
};

/// The headers of a WAV file, without its sound: enough to know whether it is whole.
Result<SoundInfo> inspect_wav(const std::filesystem::path& path);

/// A WAV file (RIFF): 8 to 32 bits, f32, f64, A-law or mu-law. Whole numbers become [-1, 1), the mean of the
/// channels is taken. A sound cut short is a problem, never half a sound; so are none at all, and samples
/// that are not finite.
Result<Sound> read_wav(const std::filesystem::path& path);
Result<Sound> decode_wav(std::span<const std::byte> bytes, const std::string& name);

/// f32 [T] at `from` samples a second to f32 [ceil(T to / from)] at `to`, by a linear-phase low-pass:
///
///     y_n = sum_k x_k c sinc(c d) (1 + cos(pi d / w)) / 2,  d = n from / to - k,  |d| < w = 16 / c,
///     c = 0.95 min(1, to / from),  sinc(x) = sin(pi x) / (pi x)
///
/// so what lies above 0.95 of the lower of both Nyquist frequencies goes. Zeros are taken to stand before and
/// behind. Equal rates return the samples as they are. Throws `Error` for another tensor or rate, and where
/// there would be more than kMaxSamples.
Tensor resample(const Tensor& samples, int from, int to);

}  // namespace percept::io
