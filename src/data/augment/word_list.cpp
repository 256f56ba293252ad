// Every word of augmentation: to add one, write its reader, a line in the list, and one for what it does in
// the catalogue.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "chain.hpp"
#include "colour.hpp"
#include "pixels.hpp"

namespace percept::data::augment {
namespace {

constexpr double kNoEnd = 1e6;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

double probability(Words& words, double fallback = 1) { return words.option("p", fallback, 0, 1); }

Fill fill_of(Words& words) {
  std::string fill = words.choice("fill", {"zeros", "replicate", "reflect"});
  return fill == "reflect" ? Fill::reflect : fill == "replicate" ? Fill::replicate : Fill::zeros;
}

// LOW HIGH, within the bounds.
Range pair(Words& words, double low, double least, double most) {
  return {low, words.fraction(std::max(low, least), most)};
}

// R: from -R to R; or LOW HIGH.
Range around_zero(Words& words, double most) {
  double first = words.fraction(-most, most);
  if (words.number_follows()) return pair(words, first, -most, most);
  return {-std::abs(first), std::abs(first)};
}

// R: from 1 - R to 1 + R; or LOW HIGH.
Range around_one(Words& words) {
  constexpr double kMost = 10;
  double first = words.fraction(0, kMost);
  if (words.number_follows()) return pair(words, first, 0, kMost);
  return {std::max(0.0, 1 - first), 1 + first};
}

// X: always X; or LOW HIGH.
Range exactly(Words& words, double most) {
  double first = words.fraction(0, most);
  return words.number_follows() ? pair(words, first, 0, most) : Range{first, first};
}

// 2, or 10%.
Length length(Words& words) {
  std::string word = words.next();
  if (!word.ends_with('%')) {
    double pixels = words.parse_fraction(word, word);
    if (pixels != std::floor(pixels) || std::abs(pixels) > kNoEnd) words.wrong(word);
    return {pixels, false};
  }
  double percent = words.parse_fraction(word.substr(0, word.size() - 1), word);
  if (std::abs(percent) > 100) words.wrong(word);
  return {percent / 100, true};
}

void read_shift(Words& words, Chain& chain) {
  Length high = length(words), low = {-high.value, high.share};
  if (words.number_follows()) {
    low = high;
    high = length(words);
  } else if (high.value < 0) {
    std::swap(low, high);
  }
  bool across = !words.take("vertical"), down = !across || !words.take("horizontal");
  Fill fill = fill_of(words);
  auto drawn = [low, high](Draws& draws, std::int64_t side) {
    std::int64_t from = low.of(side), to = high.of(side);
    return double(draws.whole(std::min(from, to), std::max(from, to)));
  };
  chain.warp(fill).add(chain.word(), fill, probability(words),
                       [=](Draws& draws, const Extent& size, std::int64_t) {
                         double right = drawn(draws, size.width), below = drawn(draws, size.height);
                         return Affine{.x0 = across ? -right : 0, .y0 = down ? -below : 0};
                       });
}

// Counter-clockwise; quarter turns without rounding.
void read_rotate(Words& words, Chain& chain) {
  Range degrees = around_zero(words, 360);
  Fill fill = fill_of(words);
  chain.warp(fill).add(chain.word(), fill, probability(words),
                       [=](Draws& draws, const Extent&, std::int64_t) {
                         double angle = draws.uniform(degrees);
                         double cosine = std::cos(radians(angle)), sine = std::sin(radians(angle));
                         if (std::fmod(angle, 90) == 0) cosine = std::round(cosine), sine = std::round(sine);
                         return Affine{.xx = cosine, .xy = -sine, .yx = sine, .yy = cosine};
                       });
}

void read_scale(Words& words, Chain& chain) {
  double low = words.fraction(0.05, 20);
  Range factor = pair(words, low, 0.05, 20);
  Fill fill = fill_of(words);
  chain.warp(fill).add(chain.word(), fill, probability(words),
                       [=](Draws& draws, const Extent&, std::int64_t) {
                         double drawn = draws.uniform(factor);
                         return Affine{.xx = 1 / drawn, .yy = 1 / drawn};
                       });
}

void read_shear(Words& words, Chain& chain) {
  Range degrees = around_zero(words, 80);
  bool vertical = words.take("vertical");
  if (!vertical) words.take("horizontal");
  Fill fill = fill_of(words);
  chain.warp(fill).add(chain.word(), fill, probability(words),
                       [=](Draws& draws, const Extent&, std::int64_t) {
                         double slope = std::tan(radians(draws.uniform(degrees)));
                         return vertical ? Affine{.yx = slope} : Affine{.xy = slope};
                       });
}

void read_flip(Words& words, Chain& chain) {
  bool vertical = words.take("vertical");
  if (!vertical) words.take("horizontal");
  chain.warp({}).add(chain.word(), {}, probability(words, 0.5), [=](Draws&, const Extent&, std::int64_t) {
    return vertical ? Affine{.yy = -1} : Affine{.xx = -1};
  });
}

// Which side an example shows is drawn once; then it shows the other in every epoch (Jordan 2024).
void read_alternating_flip(Words&, Chain& chain) {
  chain.warp({}).add(chain.word(), {}, 1, [](Draws& draws, const Extent&, std::int64_t epoch) {
    return (draws.below(2) ^ (std::uint64_t(epoch) & 1)) ? Affine{.xx = -1} : Affine{};
  });
}

void read_crop(Words& words, Chain& chain) {
  std::string size = words.next();
  std::size_t by = size.find('x');
  std::int64_t height = words.parse_number(size.substr(0, by), 1);
  std::int64_t width = by == size.npos ? height : words.parse_number(size.substr(by + 1), 1);
  std::int64_t pad = words.option("pad", std::int64_t(0), 0);
  Fill fill = fill_of(words);
  chain.set_window({{height, width}, pad});
  // Along one axis: the first pixel of the window counts from the image's first one, and r pixels of the
  // image make one of the result.
  auto axis = [pad](Draws& draws, std::int64_t side, std::int64_t window) {
    double first = double(draws.whole(-pad, side + pad - window)), ratio = double(window) / double(side);
    return std::pair{ratio, first + double(side) / 2 * (ratio - 1)};
  };
  chain.warp(fill).add(chain.word(), fill, probability(words),
                       [=](Draws& draws, const Extent& image, std::int64_t) {
                         auto [xx, x0] = axis(draws, image.width, width);
                         auto [yy, y0] = axis(draws, image.height, height);
                         return Affine{.xx = xx, .x0 = x0, .yy = yy, .y0 = y0};
                       });
}

void read_elastic(Words& words, Chain& chain) {
  double alpha = words.option("alpha", 34, 0, 1e4), sigma = words.option("sigma", 4, 0.1, 100);
  Fill fill = fill_of(words);
  chain.warp(fill).add_elastic(chain.word(), fill, probability(words), alpha, sigma);
}

void add_colour(Words& words, Chain& chain, const ColourRanges& ranges) {
  chain.add(std::make_unique<Colour>(chain.word(), probability(words), ranges));
}

// The proportions of SimCLR (Chen et al. 2020).
void read_color(Words& words, Chain& chain) {
  double amount = words.fraction(0, 2);
  Range around{std::max(0.0, 1 - amount), 1 + amount};
  add_colour(
      words, chain,
      {.brightness = around, .contrast = around, .saturation = around, .hue = {{-amount / 4, amount / 4}}});
}
void read_brightness(Words& words, Chain& chain) {
  add_colour(words, chain, {.brightness = around_one(words)});
}
void read_contrast(Words& words, Chain& chain) { add_colour(words, chain, {.contrast = around_one(words)}); }
void read_saturation(Words& words, Chain& chain) {
  add_colour(words, chain, {.saturation = around_one(words)});
}
void read_hue(Words& words, Chain& chain) { add_colour(words, chain, {.hue = around_zero(words, 0.5)}); }

void read_noise(Words& words, Chain& chain) {
  Range deviation = exactly(words, kNoEnd);
  chain.add(std::make_unique<Noise>(chain.word(), probability(words), deviation));
}

void read_blur(Words& words, Chain& chain) {
  Range sigma = exactly(words, 100);
  chain.add(std::make_unique<Blur>(chain.word(), probability(words), sigma));
}

void read_cutout(Words& words, Chain& chain) {
  Length side = length(words);
  if (side.value <= 0) words.wrong("0");
  auto value = float(words.option("value", 0, 0, 1));
  chain.add(std::make_unique<Cutout>(chain.word(), probability(words), side, value));
}

void read_mixup(Words& words, Chain& chain) { chain.set_mixup(words.fraction(0.001, 1000)); }

using enum WordKind::Needs;

constexpr WordKind kWords[] = {
    {"shift", "shift PIXELS|LOW HIGH [horizontal|vertical] [fill=zeros] [p=1]", image, false, read_shift},
    {"rotate", "rotate DEGREES|LOW HIGH [fill=zeros] [p=1]", image, false, read_rotate},
    {"scale", "scale LOW HIGH [fill=zeros] [p=1]", image, false, read_scale},
    {"shear", "shear DEGREES|LOW HIGH [horizontal|vertical] [fill=zeros] [p=1]", image, false, read_shear},
    {"flip", "flip [horizontal|vertical] [p=0.5]", image, false, read_flip},
    {"alternating_flip", "alternating_flip", image, true, read_alternating_flip},
    {"crop", "crop SIZE [pad=0] [fill=zeros] [p=1]", image, false, read_crop},
    {"elastic", "elastic [alpha=34] [sigma=4] [fill=zeros] [p=1]", image, false, read_elastic},
    {"color", "color AMOUNT [p=1]", colour, false, read_color},
    {"brightness", "brightness AMOUNT|LOW HIGH [p=1]", image, false, read_brightness},
    {"contrast", "contrast AMOUNT|LOW HIGH [p=1]", image, false, read_contrast},
    {"saturation", "saturation AMOUNT|LOW HIGH [p=1]", colour, false, read_saturation},
    {"hue", "hue TURNS|LOW HIGH [p=1]", colour, false, read_hue},
    {"noise", "noise DEVIATION|LOW HIGH [p=1]", numbers, false, read_noise},
    {"blur", "blur SIGMA|LOW HIGH [p=1]", image, false, read_blur},
    {"cutout", "cutout PIXELS [value=0] [p=1]", image, false, read_cutout},
    {"mixup", "mixup ALPHA", numbers, false, read_mixup},
};

}  // namespace

std::span<const WordKind> word_kinds() { return kWords; }

}  // namespace percept::data::augment
