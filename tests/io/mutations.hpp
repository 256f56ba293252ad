// Damages valid bytes in ways that repeat exactly, for parsers that must answer and never crash.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "percept/base/random.hpp"
#include "percept/base/result.hpp"
#include "percept/io/files.hpp"
#include "readable.hpp"

namespace percept {

inline io::Bytes bytes_of(std::string_view text) {
  auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

inline io::Bytes bytes_of_hex(std::string_view hex) {
  io::Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(std::byte(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return bytes;
}

inline io::Bytes prefix(const io::Bytes& bytes, std::size_t count) {
  return {bytes.begin(), bytes.begin() + std::ptrdiff_t(count)};
}

inline void expect_readable(const Problem& problem) { EXPECT_EQ(unreadable_part(problem), ""); }

/// One to three faults: a bit, a byte, a cut, a removal, a repetition.
inline io::Bytes mutated(io::Bytes bytes, RandomSequence& random) {
  for (std::uint32_t faults = 1 + random.below(3); faults > 0 && !bytes.empty(); --faults) {
    auto size = std::uint32_t(bytes.size());
    std::uint32_t at = random.below(size);
    std::uint32_t length = 1 + random.below(std::min(size - at, 16u));
    auto from = bytes.begin() + at, to = from + length;
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2: *from ^= std::byte(1u << random.below(8)); break;
      case 3: *from = std::byte(random.below(256)); break;
      case 4: *from = random.below(2) ? std::byte(0xFF) : std::byte(0); break;
      case 5: bytes.resize(at); break;
      case 6: bytes.erase(from, to); break;
      case 7: {
        io::Bytes again(from, to);
        bytes.insert(from, again.begin(), again.end());
      }
    }
  }
  return bytes;
}

/// Calls `parse` with 2,000 damaged copies: each gives a value or a readable problem, most of them a problem.
template <class Parse>
void expect_survives_mutation(const io::Bytes& valid, std::string_view name, Parse parse) {
  int refused = 0;
  constexpr int kRounds = 2000;
  for (int round = 0; round < kRounds; ++round) {
    RandomSequence random(RandomStream(7, name, std::uint64_t(round)));
    io::Bytes bytes = mutated(valid, random);
    bytes.shrink_to_fit();  // so that AddressSanitizer sees a read behind the end
    auto result = parse(bytes);
    if (result) continue;
    ++refused;
    expect_readable(result.problem());
  }
  EXPECT_GT(refused, kRounds / 4);
}

}  // namespace percept
