#include "percept/io/md5.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <vector>

#include "byte_order.hpp"
#include "percept/io/descriptor.hpp"

namespace percept::io {
namespace {

// The constants of the 64 steps: floor(2^32 |sin(i + 1)|).
const std::array<std::uint32_t, 64>& sines() {
  static const auto table = [] {
    std::array<std::uint32_t, 64> table;
    for (int i = 0; i < 64; ++i) table[std::size_t(i)] = std::uint32_t(std::abs(std::sin(i + 1.0)) * 0x1p32);
    return table;
  }();
  return table;
}

constexpr int kTurns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

}  // namespace

void Md5::add_block(const std::byte* block) {
  std::uint32_t words[16];
  std::memcpy(words, block, sizeof words);
  auto [a, b, c, d] = state_;
  for (std::uint32_t i = 0; i < 64; ++i) {
    std::uint32_t f, at;
    switch (i / 16) {
      case 0: f = (b & c) | (~b & d), at = i; break;
      case 1: f = (d & b) | (~d & c), at = (5 * i + 1) % 16; break;
      case 2: f = b ^ c ^ d, at = (3 * i + 5) % 16; break;
      default: f = c ^ (b | ~d), at = (7 * i) % 16;
    }
    std::uint32_t turned = b + std::rotl(a + f + sines()[i] + words[at], kTurns[i / 16][i % 4]);
    a = d, d = c, c = b, b = turned;
  }
  state_[0] += a, state_[1] += b, state_[2] += c, state_[3] += d;
}

void Md5::add(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    std::size_t have = size_ % 64, taken = std::min(64 - have, bytes.size());
    if (have == 0 && taken == 64) {
      add_block(bytes.data());
    } else {
      std::copy_n(bytes.data(), taken, block_.data() + have);
      if (have + taken == 64) add_block(block_.data());
    }
    size_ += taken;
    bytes = bytes.subspan(taken);
  }
}

// A bit, zeros up to 8 bytes before the end of a block, and how many bits there were.
void Md5::finish() {
  std::uint64_t bits = 8 * size_;
  std::byte padding[72] = {std::byte(0x80)};
  std::size_t zeros = (119 - size_ % 64) % 64;
  std::memcpy(padding + 1 + zeros, &bits, 8);
  add({padding, 1 + zeros + 8});
}

std::string Md5::hex() const {
  Md5 last = *this;
  last.finish();
  std::string out;
  for (std::uint32_t word : last.state_)
    for (int i = 0; i < 4; ++i) out += fmt::format("{:02x}", word >> (8 * i) & 0xFF);
  return out;
}

Result<std::string> md5_of_file(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return os_problem(errno, path, false);
  Md5 sum;
  std::vector<std::byte> buffer(std::size_t(1) << 20);
  for (;;) {
    ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os_problem(errno, path, false);
    if (got == 0) return sum.hex();
    sum.add({buffer.data(), std::size_t(got)});
  }
}

}  // namespace percept::io
