#include "percept/base/random.hpp"

#include <cmath>
#include <numbers>

namespace percept {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    std::uint64_t p0 = std::uint64_t(0xD2511F53u) * c[0];
    std::uint64_t p1 = std::uint64_t(0xCD9E8D57u) * c[2];
    c = {std::uint32_t(p1 >> 32) ^ c[1] ^ k[0], std::uint32_t(p1), std::uint32_t(p0 >> 32) ^ c[3] ^ k[1],
         std::uint32_t(p0)};
    k[0] += 0x9E3779B9u;  // golden ratio
    k[1] += 0xBB67AE85u;  // sqrt(3) - 1
  }
  return c;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001B3u;
  return hash;
}

RandomStream::RandomStream(std::uint64_t seed, std::string_view path, std::uint64_t step)
    : RandomStream(seed, hash_of(path), step) {}

// The key mixes seed and path; the counter holds step (high half) and block index (low half).
RandomStream::RandomStream(std::uint64_t seed, std::uint64_t path_hash, std::uint64_t step) {
  auto mixed = philox({std::uint32_t(path_hash), std::uint32_t(path_hash >> 32), 0x70657263u, 0x65707421u},
                      {std::uint32_t(seed), std::uint32_t(seed >> 32)});
  key_ = {mixed[0], mixed[1]};
  step_ = {std::uint32_t(step), std::uint32_t(step >> 32)};
}

std::uint32_t RandomStream::bits(std::uint64_t index) const {
  std::uint64_t block = index / 4;
  return philox({std::uint32_t(block), std::uint32_t(block >> 32), step_[0], step_[1]}, key_)[index % 4];
}

float RandomStream::normal(std::uint64_t index) const {
  std::uint64_t pair = index & ~std::uint64_t(1);
  double u = (double(bits(pair)) + 0.5) * 0x1p-32;
  double angle = 2 * std::numbers::pi * (double(bits(pair + 1)) * 0x1p-32);
  double radius = std::sqrt(-2 * std::log(u));
  return float(radius * (index & 1 ? std::sin(angle) : std::cos(angle)));
}

}  // namespace percept
