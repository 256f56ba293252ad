// WAV: sound.
#include "fuzz/target.hpp"
#include "percept/io/sound.hpp"

namespace percept::fuzz {
namespace {

const Registration registration("wav",
                                [](Input bytes) { return accepted(io::decode_wav(bytes, "sound.wav")); });

}  // namespace
}  // namespace percept::fuzz
