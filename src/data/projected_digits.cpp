#include "projected_digits.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "percept/data/generated.hpp"

namespace percept::data {
namespace {

constexpr std::size_t kPixels = 28 * 28;
using Picture = std::array<float, kPixels>;

struct Plane {
  Picture mean{};
  std::array<Picture, 2> directions{};
  float scale = 1;
};

float product(const Picture& a, const Picture& b) {
  float sum = 0;
  for (std::size_t i = 0; i < kPixels; ++i) sum += a[i] * b[i];
  return sum;
}

void add(Picture& to, const Picture& what, float times) {
  for (std::size_t i = 0; i < kPixels; ++i) to[i] += times * what[i];
}

std::vector<Picture> pictures_of(const Examples& examples) {
  std::span<const std::uint8_t> pixels = examples.images.data<std::uint8_t>();
  std::vector<Picture> pictures(pixels.size() / kPixels);
  for (std::size_t i = 0; i < pixels.size(); ++i) pictures[i / kPixels][i % kPixels] = float(pixels[i]) / 255;
  return pictures;
}

// The eigenvectors of the covariance with the two largest eigenvalues, by power iteration: v <- sum_i (x_i .
// v) x_i, the second at right angles to the first.
Plane find_plane() {
  constexpr std::int64_t kCount = 1000;
  constexpr std::uint64_t kSeed = 7;
  constexpr int kRounds = 40;
  std::vector<Picture> pictures = pictures_of(generate_digits(kCount, kSeed));
  Plane plane;
  for (const Picture& picture : pictures) add(plane.mean, picture, 1 / float(kCount));
  for (Picture& picture : pictures) add(picture, plane.mean, -1);
  for (std::size_t k = 0; k < 2; ++k) {
    Picture v = pictures[k];
    for (int round = 0; round < kRounds; ++round) {
      Picture next{};
      for (const Picture& picture : pictures) add(next, picture, product(picture, v));
      if (k == 1) add(next, plane.directions[0], -product(next, plane.directions[0]));
      float length = std::sqrt(product(next, next));
      v = Picture{};
      add(v, next, 1 / length);
    }
    plane.directions[k] = v;
  }
  float squares = 0;
  for (const Picture& picture : pictures) squares += std::pow(product(picture, plane.directions[0]), 2.0f);
  plane.scale = 2.5f / std::sqrt(squares / float(kCount));
  return plane;
}

}  // namespace

std::vector<ProjectedDigit> project_digits(std::int64_t count, std::uint64_t seed) {
  static const Plane plane = find_plane();
  std::vector<ProjectedDigit> out;
  constexpr std::int64_t kAtOnce = 10'000;  // as numbers they are four times as large
  Examples examples = generate_digits(count, seed);
  for (std::int64_t begin = 0; begin < count; begin += kAtOnce) {
    std::int64_t end = std::min(count, begin + kAtOnce);
    std::vector<Picture> pictures = pictures_of({examples.images.rows(begin, end), examples.labels});
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      add(pictures[i], plane.mean, -1);
      out.push_back({plane.scale * product(pictures[i], plane.directions[0]),
                     plane.scale * product(pictures[i], plane.directions[1]),
                     int(examples.labels.at(begin + std::int64_t(i)))});
    }
  }
  return out;
}

}  // namespace percept::data
