#include "percept/lab/image_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "percept/base/spelling.hpp"

namespace percept::lab {
namespace {

// Binomial rows, which come nearest to Gauss's bell among whole numbers, make the blurs; Sobel, Prewitt and
// Scharr each have their own smoothing across the edge.
constexpr KernelPreset kPresets[] = {
    {"identity", "0 0 0; 0 1 0; 0 0 0"},
    {"shift", "0 0 0; 1 0 0; 0 0 0"},
    {"box-3", "1 1 1; 1 1 1; 1 1 1", 9},
    {"box-5", "1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1", 25},
    {"box-7",
     "1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 "
     "1",
     49},
    {"gaussian-3", "1 2 1; 2 4 2; 1 2 1", 16},
    {"gaussian-5", "1 4 6 4 1; 4 16 24 16 4; 6 24 36 24 6; 4 16 24 16 4; 1 4 6 4 1", 256},
    {"gaussian-7",
     "1 6 15 20 15 6 1; 6 36 90 120 90 36 6; 15 90 225 300 225 90 15; 20 120 300 400 300 120 20;"
     "15 90 225 300 225 90 15; 6 36 90 120 90 36 6; 1 6 15 20 15 6 1",
     4096},
    {"motion",
     "1 0 0 0 0 0 0; 0 1 0 0 0 0 0; 0 0 1 0 0 0 0; 0 0 0 1 0 0 0; 0 0 0 0 1 0 0; 0 0 0 0 0 1 0; 0 0 0 0 0 0 "
     "1",
     7},
    {"sharpen", "0 -1 0; -1 5 -1; 0 -1 0"},
    {"sharpen-more", "-1 -1 -1; -1 9 -1; -1 -1 -1"},
    {"unsharp", "-1 -4 -6 -4 -1; -4 -16 -24 -16 -4; -6 -24 476 -24 -6; -4 -16 -24 -16 -4; -1 -4 -6 -4 -1",
     256},
    {"outline", "-1 -1 -1; -1 8 -1; -1 -1 -1"},
    {"emboss", "-2 -1 0; -1 1 1; 0 1 2"},
    {"edge-vertical", "1 0 -1; 1 0 -1; 1 0 -1"},
    {"edge-horizontal", "1 1 1; 0 0 0; -1 -1 -1"},
    {"sobel-x", "-1 0 1; -2 0 2; -1 0 1"},
    {"sobel-y", "-1 -2 -1; 0 0 0; 1 2 1"},
    {"sobel-left", "1 0 -1; 2 0 -2; 1 0 -1"},
    {"sobel-top", "1 2 1; 0 0 0; -1 -2 -1"},
    {"prewitt-x", "-1 0 1; -1 0 1; -1 0 1"},
    {"prewitt-y", "-1 -1 -1; 0 0 0; 1 1 1"},
    {"scharr-x", "-3 0 3; -10 0 10; -3 0 3"},
    {"scharr-y", "-3 -10 -3; 0 0 0; 3 10 3"},
    {"roberts", "1 0; 0 -1"},
    {"laplacian-4", "0 1 0; 1 -4 1; 0 1 0"},
    {"laplacian-8", "1 1 1; 1 -8 1; 1 1 1"},
    {"log", "0 0 -1 0 0; 0 -1 -2 -1 0; -1 -2 16 -2 -1; 0 -1 -2 -1 0; 0 0 -1 0 0"},
    {"line-horizontal", "-1 -1 -1; 2 2 2; -1 -1 -1"},
    {"line-vertical", "-1 2 -1; -1 2 -1; -1 2 -1"},
    {"gabor-0", "", 1, 0},
    {"gabor-45", "", 1, 45},
    {"gabor-90", "", 1, 90},
    {"gabor-135", "", 1, 135},
    {"lectures-matrix", "1 4 1; 1 4 3; 3 3 1"},
};

// A wave under a bell (Gabor 1946, Daugman 1985): exp(-(u^2 + v^2 / 4) / (2 s^2)) cos(2 pi u / l), u across
// the stripes and v along them; its mean is taken off, so that plain areas give 0, and its positive part sums
// to 1.
Matrix wave(double degrees) {
  constexpr std::int64_t kSide = 9;
  constexpr double kSpread = 1.6, kWavelength = 4;
  Matrix kernel{kSide, kSide, std::vector<double>(kSide * kSide)};
  double angle = degrees * std::numbers::pi / 180, middle = (kSide - 1) / 2.0;
  double bells = 0, waves = 0;
  auto each = [&](auto&& visit) {
    for (std::int64_t r = 0; r < kSide; ++r)
      for (std::int64_t c = 0; c < kSide; ++c) {
        double x = double(c) - middle, y = middle - double(r);  // y upwards
        double u = x * std::cos(angle) + y * std::sin(angle), v = y * std::cos(angle) - x * std::sin(angle);
        double bell = std::exp(-(u * u + v * v / 4) / (2 * kSpread * kSpread));
        visit(kernel.at(r, c), bell, bell * std::cos(2 * std::numbers::pi * u / kWavelength));
      }
  };
  each([&](double&, double bell, double ripple) { bells += bell, waves += ripple; });
  double positive = 0;
  each([&](double& number, double bell, double ripple) {
    number = ripple - bell * waves / bells;
    positive += std::max(number, 0.0);
  });
  for (double& number : kernel.numbers) number /= positive;
  return kernel;
}

// Not numbers: what begins with a letter, and could be a name.
bool is_name(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !word.empty() && word.size() <= kLongest && is_letter(word.front()) &&
         std::all_of(word.begin(), word.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

}  // namespace

Matrix KernelPreset::kernel() const {
  if (numbers.empty()) return wave(angle);
  Matrix kernel = parse_matrix(numbers, kWidestKernel).value();
  for (double& number : kernel.numbers) number /= divisor;
  return kernel;
}

Message KernelPreset::words() const {
  std::string id(name);
  std::replace(id.begin(), id.end(), '-', '_');
  return {"lab.kernel." + id};
}

std::span<const KernelPreset> kernel_presets() { return kPresets; }

std::vector<std::string> kernel_names() {
  std::vector<std::string> names;
  for (const KernelPreset& preset : kPresets) names.emplace_back(preset.name);
  return names;
}

const KernelPreset* find_kernel(std::string_view name) {
  const auto* found = std::find_if(std::begin(kPresets), std::end(kPresets),
                                   [&](const KernelPreset& preset) { return preset.name == name; });
  return found == std::end(kPresets) ? nullptr : found;
}

Result<Matrix> parse_kernel(std::string_view word) {
  if (const KernelPreset* preset = find_kernel(word)) return preset->kernel();
  if (!is_name(word)) return parse_matrix(word, kWidestKernel);
  return unknown_word(Problem("lab.kernel_unknown", {{"word", word}}), word, kernel_names());
}

}  // namespace percept::lab
