#include "step.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percept::data::augment {
namespace {

// Calls `write` with the four words of each block and the places that they are for.
template <class Write>
void for_each_block(std::array<std::uint32_t, 2> key, std::span<float> out, Write write) {
  for (std::uint32_t block = 0; !out.empty(); ++block) {
    std::span<float> four = out.first(std::min<std::size_t>(4, out.size()));
    write(philox({block, 0, 0, 0}, key), four);
    out = out.subspan(four.size());
  }
}

}  // namespace

double Draws::normal() {
  next_ += next_ & 1;
  double draw = stream_.normal(next_);
  next_ += 2;
  return draw;
}

void fill_uniform(std::array<std::uint32_t, 2> key, std::span<float> out) {
  for_each_block(key, out, [](const std::array<std::uint32_t, 4>& bits, std::span<float> four) {
    for (std::size_t i = 0; i < four.size(); ++i) four[i] = float(std::int32_t(bits[i]) >> 8) * 0x1p-23f;
  });
}

// Box and Muller, in f32: two words to two numbers.
void fill_normal(std::array<std::uint32_t, 2> key, std::span<float> out) {
  for_each_block(key, out, [](const std::array<std::uint32_t, 4>& bits, std::span<float> four) {
    float normal[4];
    for (int i = 0; i < 4; i += 2) {
      float u = (float(bits[std::size_t(i)] >> 8) + 0.5f) * 0x1p-24f;
      float angle = 2 * std::numbers::pi_v<float> * (float(bits[std::size_t(i) + 1] >> 8) * 0x1p-24f);
      float radius = std::sqrt(-2 * std::log(u));
      normal[i] = radius * std::cos(angle);
      normal[i + 1] = radius * std::sin(angle);
    }
    std::copy_n(normal, four.size(), four.begin());
  });
}

}  // namespace percept::data::augment
