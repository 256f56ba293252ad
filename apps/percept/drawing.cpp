#include "drawing.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "percept/io/image.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr const char* kShades[] = {" ", "░", "▒", "▓", "█"};

// Two pixels that are much alike become one shade, others the brighter half of a block.
std::string shade(double top, double bottom) {
  if (std::abs(top - bottom) < 0.35) return kShades[std::min(4, int((top + bottom) / 2 * 5))];
  return top > bottom ? "▀" : "▄";
}

std::string rgb(const Tensor& image, std::int64_t y, std::int64_t x) {
  std::int64_t channels = image.shape()[2];
  auto pixels = image.data<std::uint8_t>().subspan(std::size_t((y * image.shape()[1] + x) * channels));
  return channels == 3 ? fmt::format("{};{};{}", pixels[0], pixels[1], pixels[2])
                       : fmt::format("{0};{0};{0}", pixels[0]);
}

}  // namespace

bool shows_colour() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR") && term && std::string(term) != "dumb";
}

std::vector<std::string> draw(const Tensor& original, int width, bool colour) {
  auto height = int(original.shape()[0]), full = int(original.shape()[1]);
  width = std::min(width, full);
  height = std::max(2, (height * width / full + 1) / 2 * 2);  // two rows a line
  Tensor image = io::resize_image(original, height, width);
  Tensor grey = io::to_grey(image);
  auto light = grey.data<std::uint8_t>();
  std::vector<std::string> lines;
  for (int y = 0; y < height; y += 2) {
    std::string& line = lines.emplace_back();
    for (int x = 0; x < width; ++x)
      if (colour)
        line += fmt::format("\x1b[38;2;{}m\x1b[48;2;{}m▀", rgb(image, y, x), rgb(image, y + 1, x));
      else
        line +=
            shade(light[std::size_t(y * width + x)] / 255.0, light[std::size_t((y + 1) * width + x)] / 255.0);
    if (colour) line += "\x1b[0m";
  }
  return lines;
}

std::vector<std::string> draw_beside(const std::vector<Tensor>& images,
                                     const std::vector<std::vector<std::string>>& captions, int width,
                                     bool colour) {
  constexpr int kWidest = 24, kGap = 2;
  int side = std::min(kWidest, width);
  auto across = std::size_t(std::max(1, (width + kGap) / (side + kGap)));
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < images.size(); begin += across) {
    std::vector<std::string> lines;
    for (std::size_t i = begin; i < std::min(begin + across, images.size()); ++i) {
      std::vector<std::string> drawn = draw(images[i], side, colour);
      std::size_t bare = drawn.size();
      drawn.insert(drawn.end(), captions[i].begin(), captions[i].end());
      lines.resize(std::max(lines.size(), drawn.size()));
      // The colours of a drawn line take no columns: it is as wide as the others of its image.
      std::size_t wide = columns(draw(images[i], side, false).front());
      for (std::size_t k = 0; k < drawn.size(); ++k)
        lines[k] += (k < bare ? drawn[k] : padded(cut(drawn[k], wide), wide)) + std::string(kGap, ' ');
    }
    for (const std::string& line : lines) all.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
  }
  return all;
}

}  // namespace percept::cli
