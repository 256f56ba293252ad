// The chunks of a WAV file: "RIFF", u32 size, "WAVE", then chunks of a name, a u32 size and as many bytes,
// filled up to an even number. "fmt " tells the kind of samples, "data" holds them; all is little-endian.
#pragma once

#include <functional>

#include "percept/io/sound.hpp"

namespace percept::io {

/// Copies the bytes that begin at `offset`; false where they are not all there.
using ReadAt = std::function<bool(std::uint64_t offset, std::span<std::byte> to)>;

/// Walks the chunks of a file of `size` bytes and holds them to it and to the limits of sound.hpp.
Result<SoundInfo> read_wav_header(std::uint64_t size, const ReadAt& read, const std::string& name);

}  // namespace percept::io
