#include <fcntl.h>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>

#include "percept/io/descriptor.hpp"
#include "percept/io/sound.hpp"
#include "wav_header.hpp"

namespace percept::io {
namespace {

// A file in memory, as libsndfile asks for one.
struct Memory {
  std::span<const std::byte> bytes;
  sf_count_t at = 0;

  static Memory& of(void* user) { return *static_cast<Memory*>(user); }
  static sf_count_t length(void* user) { return sf_count_t(of(user).bytes.size()); }
  static sf_count_t tell(void* user) { return of(user).at; }
  static sf_count_t seek(sf_count_t offset, int whence, void* user) {
    Memory& memory = of(user);
    sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.at : length(user);
    memory.at = std::clamp<sf_count_t>(base + offset, 0, length(user));
    return memory.at;
  }
  static sf_count_t read(void* to, sf_count_t count, void* user) {
    Memory& memory = of(user);
    count = std::clamp<sf_count_t>(count, 0, length(user) - memory.at);
    if (count > 0) std::memcpy(to, memory.bytes.data() + memory.at, std::size_t(count));
    memory.at += count;
    return count;
  }
  static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
};

struct Close {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

Problem damaged(const char* detail, const std::string& name) {
  return Problem("io.sound_damaged", {{"detail", detail}}).about(name).with_hint("io.damaged.hint");
}

bool read_at(int file, std::uint64_t offset, std::span<std::byte> to) {
  return ::pread(file, to.data(), to.size(), off_t(offset)) == ssize_t(to.size());
}

}  // namespace

Result<SoundInfo> inspect_wav(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (!file.ok() || ::fstat(file, &status) != 0) return os_problem(errno, path, false);
  if (S_ISDIR(status.st_mode)) return os_problem(EISDIR, path, false);
  auto read = [&](std::uint64_t offset, std::span<std::byte> to) { return read_at(file, offset, to); };
  return read_wav_header(std::uint64_t(status.st_size), read, path.string());
}

Result<Sound> read_wav(const std::filesystem::path& path) {
  Result<Bytes> bytes = read_file(path, kMaxSoundBytes);
  if (!bytes) return std::move(bytes).problem();
  return decode_wav(*bytes, path.string());
}

Result<Sound> decode_wav(std::span<const std::byte> bytes, const std::string& name) {
  auto read = [&](std::uint64_t offset, std::span<std::byte> to) {
    if (offset > bytes.size() || to.size() > bytes.size() - offset) return false;
    std::memcpy(to.data(), bytes.data() + offset, to.size());
    return true;
  };
  Result<SoundInfo> info = read_wav_header(bytes.size(), read, name);
  if (!info) return std::move(info).problem();

  Memory memory{bytes};
  SF_VIRTUAL_IO calls{Memory::length, Memory::seek, Memory::read, Memory::write, Memory::tell};
  SF_INFO seen{};
  std::unique_ptr<SNDFILE, Close> file(sf_open_virtual(&calls, SFM_READ, &seen, &memory));
  // The header is read twice, by us and by libsndfile: both must understand it alike.
  if (!file || seen.frames != info->frames || seen.channels != info->channels ||
      seen.samplerate != info->rate)
    return damaged("fmt", name);
  Sound sound{Tensor(DType::f32, {info->frames}), info->rate};
  std::span<float> samples = sound.samples.data<float>();
  constexpr sf_count_t kBlock = 4096;
  std::vector<float> block(std::size_t(kBlock) * std::size_t(info->channels));
  for (sf_count_t at = 0; at < seen.frames; at += kBlock) {
    sf_count_t count = std::min(kBlock, seen.frames - at);
    if (sf_readf_float(file.get(), block.data(), count) != count) return damaged("data", name);
    for (sf_count_t i = 0; i < count; ++i) {
      double sum = 0;
      for (int c = 0; c < info->channels; ++c) sum += double(block[std::size_t(i * info->channels + c)]);
      float mean = float(sum / info->channels);
      if (!std::isfinite(mean)) return damaged("NaN", name);
      samples[std::size_t(at + i)] = mean;
    }
  }
  return sound;
}

}  // namespace percept::io
