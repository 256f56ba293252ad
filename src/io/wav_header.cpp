#include "wav_header.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "byte_order.hpp"

namespace percept::io {
namespace {

constexpr int kMaxChunks = 1000;  // of other kinds: pictures, titles, padding

// The names that a file gives to kinds of samples, and their bits.
bool is_known(std::uint64_t kind, std::uint64_t bits) {
  switch (kind) {
    case 1: return bits == 8 || bits == 16 || bits == 24 || bits == 32;  // whole numbers
    case 3: return bits == 32 || bits == 64;                             // floating point
    case 6:
    case 7: return bits == 8;  // A-law, mu-law
    default: return false;
  }
}

struct Chunk {
  std::array<std::byte, 8> header;
  std::uint64_t begin;  // of its contents
  std::string_view name() const { return {reinterpret_cast<const char*>(header.data()), 4}; }
  std::uint64_t size() const { return little_endian(header, 4, 4); }
};

class Walk {
 public:
  Walk(std::uint64_t size, const ReadAt& read, const std::string& name)
      : size_(size), read_(read), name_(name) {}

  Result<SoundInfo> run() {
    std::array<std::byte, 12> riff;
    std::string_view text(reinterpret_cast<const char*>(riff.data()), riff.size());
    if (!read_(0, riff) || text.substr(0, 4) != "RIFF" || text.substr(8) != "WAVE")
      return problem("io.not_wav", {}, "io.not_wav.hint");
    for (std::uint64_t at = 12, count = 0; count < kMaxChunks; ++count) {
      Chunk chunk{.begin = at + 8};
      if (!read_(at, chunk.header)) break;
      if (chunk.size() > size_ - chunk.begin)
        return problem("io.sound_truncated", {{"have", size_}, {"want", chunk.begin + chunk.size()}},
                       "io.truncated.hint");
      if (chunk.name() == "fmt ")
        if (std::optional<Problem> wrong = read_format(chunk)) return std::move(*wrong);
      if (chunk.name() == "data") return finish(chunk);
      at = chunk.begin + chunk.size() + chunk.size() % 2;
    }
    return problem("io.sound_damaged", {{"detail", "data"}}, "io.damaged.hint");
  }

 private:
  std::optional<Problem> read_format(const Chunk& chunk) {
    std::array<std::byte, 26> format{};
    std::size_t size = chunk.size() >= format.size() ? format.size() : 16;
    if (chunk.size() < 16 || !read_(chunk.begin, std::span(format).first(size)))
      return problem("io.sound_damaged", {{"detail", "fmt"}}, "io.damaged.hint");
    auto field = [&](std::size_t at, int bytes) { return little_endian(format, at, bytes); };
    std::uint64_t kind = field(0, 2), bits = field(14, 2);
    if (kind == 0xFFFE && size == format.size()) kind = field(24, 2);  // "extensible": the kind follows
    if (!is_known(kind, bits))
      return problem("io.sound_kind", {{"kind", kind}, {"bits", bits}}, "io.sound_kind.hint");
    std::uint64_t channels = field(2, 2), rate = field(4, 4);
    if (channels < 1 || channels > kMaxChannels || rate < 1 || rate > kMaxRate)
      return problem("io.sound_limits",
                     {{"channels", channels}, {"rate", rate}, {"most", kMaxChannels}, {"fastest", kMaxRate}},
                     "io.sound_limits.hint");
    frame_ = field(12, 2);
    if (frame_ != channels * bits / 8)
      return problem("io.sound_damaged", {{"detail", "fmt"}}, "io.damaged.hint");
    info_.channels = int(channels);
    info_.rate = int(rate);
    return std::nullopt;
  }

  Result<SoundInfo> finish(const Chunk& data) {
    if (frame_ == 0) return problem("io.sound_damaged", {{"detail", "fmt"}}, "io.damaged.hint");
    std::uint64_t frames = data.size() / frame_;
    if (frames == 0) return problem("io.sound_empty", {}, "io.sound_empty.hint");
    if (data.size() % frame_ != 0)
      return problem("io.sound_damaged", {{"detail", "data"}}, "io.damaged.hint");
    if (frames > std::uint64_t(kMaxSamples))
      return problem("io.sound_long", {{"frames", frames}, {"most", kMaxSamples}}, "io.sound_long.hint");
    info_.frames = std::int64_t(frames);
    return info_;
  }

  Problem problem(const char* id, std::vector<Argument> arguments, const char* hint) const {
    return Problem(id, std::move(arguments)).about(name_).with_hint(hint);
  }

  std::uint64_t size_;
  const ReadAt& read_;
  const std::string& name_;
  SoundInfo info_;
  std::uint64_t frame_ = 0;  // bytes; 0 until there was a format
};

}  // namespace

Result<SoundInfo> read_wav_header(std::uint64_t size, const ReadAt& read, const std::string& name) {
  return Walk(size, read, name).run();
}

}  // namespace percept::io
