#include "percept/lab/sample_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "percept/base/random.hpp"
#include "percept/data/generated.hpp"
#include "percept/lab/filter_picture.hpp"

namespace percept::lab {
namespace {

constexpr SamplePicture kSamples[] = {
    {"digit", ""},
    {"digits", ""},
    {"shapes", ""},
    {"gradient", ""},
    {"checker", ""},
    {"rings", ""},
    {"noise", ""},
    {"lecture-6", "3 0 1 2 7 4; 1 5 8 9 3 1; 2 7 2 5 1 3; 0 1 3 1 7 8; 4 2 1 6 2 8; 2 4 5 2 3 9"},
    {"lecture-edge",
     "10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0"},
    {"lecture-7",
     "2 3 7 4 6 2 9; 6 6 9 8 7 4 3; 3 4 8 3 8 9 7; 7 8 3 6 6 3 4; 4 2 1 8 3 4 6; 3 2 4 1 9 8 3; 0 1 3 9 2 1 "
     "4"},
    {"lecture-4", "4 5 8 7; 1 8 8 8; 3 6 6 4; 6 5 7 8"},
    {"lecture-2", "2 1; 4 4"},
};

// Each channel's number at (y, x), rounded to a byte.
template <class F>
Tensor drawn(std::int64_t channels, std::int64_t height, std::int64_t width, F number) {
  Tensor planes(DType::f32, {channels, height, width});
  std::int64_t i = 0;
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x)
        planes.set(i++, std::round(std::clamp(double(number(c, y, x)), 0.0, 255.0)));
  return planes;
}

constexpr std::int64_t kSide = 28;  // of a digit

// An eight: it has edges in every direction.
Tensor digit() {
  data::Examples ten = data::generate_digits(10, 7);
  std::int64_t eight = 0;
  while (ten.labels.at(eight) != 8) ++eight;
  return drawn(1, kSide, kSide, [&](std::int64_t, std::int64_t y, std::int64_t x) {
    return ten.images.at((eight * kSide + y) * kSide + x);
  });
}

Tensor digits(std::int64_t rows, std::int64_t columns) {
  Tensor images = data::generate_digits(rows * columns, 7).images;
  return drawn(1, rows * kSide, columns * kSide, [&](std::int64_t, std::int64_t y, std::int64_t x) {
    return images.at(((y / kSide * columns + x / kSide) * kSide + y % kSide) * kSide + x % kSide);
  });
}

// How much of a pixel lies inside, by its signed distance from the edge.
double inside(double distance) { return std::clamp(0.5 - distance, 0.0, 1.0); }

// A sun over a house: straight edges, slanted ones and a round one, on a sky that fades.
Tensor shapes() {
  return drawn(3, 64, 96, [](std::int64_t c, std::int64_t iy, std::int64_t ix) {
    double y = double(iy) + 0.5, x = double(ix) + 0.5;
    auto paint = [&, c](double& under, double share, double red, double green, double blue) {
      under += share * ((c == 0 ? red : c == 1 ? green : blue) - under);
    };
    double colour = c == 0 ? 90 + y : c == 1 ? 150 + y : 235;
    paint(colour, inside(std::hypot(x - 20, y - 16) - 10), 255, 214, 80);
    paint(colour, inside(50 - y), 86, 140, 70);
    paint(colour, inside(std::max({40 - x, x - 80, 32 - y, y - 56})), 226, 206, 176);
    paint(colour, inside(std::max(y - 32, (std::abs(x - 60) - 1.25 * (y - 12)) / 1.6)), 170, 60, 44);
    paint(colour, inside(std::max({47 - x, x - 55, 39 - y, y - 47})), 70, 92, 120);
    paint(colour, inside(std::max({64 - x, x - 73, 40 - y, y - 56})), 96, 62, 40);
    return colour;
  });
}

Tensor painted(std::string_view name) {
  if (name == "digit") return digit();
  if (name == "digits") return digits(2, 5);
  if (name == "shapes") return shapes();
  if (name == "gradient")
    return drawn(1, 32, 48,
                 [](std::int64_t, std::int64_t, std::int64_t x) { return 255.0 * double(x) / 47; });
  if (name == "checker")
    return drawn(1, 32, 32,
                 [](std::int64_t, std::int64_t y, std::int64_t x) { return (x / 4 + y / 4) % 2 ? 255 : 0; });
  if (name == "rings")  // ever narrower: each kernel passes the rings of its own width
    return drawn(1, 96, 96, [](std::int64_t, std::int64_t y, std::int64_t x) {
      double square = std::pow(double(x) - 47.5, 2) + std::pow(double(y) - 47.5, 2);
      return 127.5 + 127.5 * std::cos(std::numbers::pi * square / 96);
    });
  RandomStream random(1, "lab.sample.noise");
  return drawn(1, 48, 48, [&](std::int64_t, std::int64_t y, std::int64_t x) {
    return 128 + 40 * random.normal(std::uint64_t(y * 48 + x));
  });
}

}  // namespace

Tensor SamplePicture::planes() const {
  return numbers.empty() ? painted(name) : planes_of(parse_matrix(numbers, 64).value());
}

Message SamplePicture::title() const {
  std::string id(name);
  std::replace(id.begin(), id.end(), '-', '_');
  return {"lab.sample." + id};
}

std::span<const SamplePicture> sample_pictures() { return kSamples; }

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const SamplePicture& sample : kSamples) names.emplace_back(sample.name);
  return names;
}

const SamplePicture* find_sample(std::string_view name) {
  const auto* found = std::find_if(std::begin(kSamples), std::end(kSamples),
                                   [&](const SamplePicture& sample) { return sample.name == name; });
  return found == std::end(kSamples) ? nullptr : found;
}

}  // namespace percept::lab
