// What a kernel does to waves, and whether it is one column times one row.
#pragma once

#include <optional>

#include "percept/lab/matrix.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// A spectrum has so many frequencies a side, from -1/2 to just below 1/2 cycles a pixel.
inline constexpr std::int64_t kSpectrumSide = 64;

struct KernelSpectrum {
  std::vector<double> gains;
  std::string kind;
  double at_zero = 0, greatest = 0, across = 0, down = 0, diagonal = 0;
  double peak_across = 0, peak_down = 0;
  std::optional<double> direction;
  double evenness = 1;
  template <class V>
  void fields(V& v) {
    v("gains", gains,
      "|H|, 64 x 64: the middle, [32, 32], is frequency 0; rows go down, columns to the right");
    v("kind", kind, R"("nothing" | "all" | "low" | "high" | "band" | "emphasis" | "mixed")");
    v("at_zero", at_zero, "the gain of even areas");
    v("greatest", greatest, "");
    v("across", across, "the gain of stripes of one pixel side by side: 1/2 cycle a pixel to the right");
    v("down", down, "the same one below the other");
    v("diagonal", diagonal, "of a checkerboard of single pixels");
    v("peak_across", peak_across, "where it is greatest, in cycles a pixel to the right");
    v("peak_down", peak_down, "and down");
    v("direction", direction,
      "in degrees from the right, counter-clockwise: the direction of change that passes best; null: all "
      "pass "
      "much alike");
    v("evenness", evenness, "the least gain of a direction over the greatest, as root mean squares");
  }
};

/// |H(u, v)| = |sum w(r, c) exp(-2 pi i (u r + v c) d)|, d the dilation, and what follows from it: "all"
/// gains within 5 %; "low": the greatest at 0, waves shorter than 3 1/3 pixels at half of it or less (root
/// mean square); "high" and "band": at most 5 % of the greatest at 0, which lies beyond 0.4 cycles a pixel or
/// before; "emphasis": more than at 0 beyond 0.4.
KernelSpectrum kernel_spectrum(const Matrix& kernel, std::int64_t dilation);

/// Of a picture f32 [C, H, W], the mean of its channels: |X| / (H W), the root mean square of what falls into
/// each of the 64 x 64 frequencies; so the middle is the picture's mean.
std::vector<double> picture_spectrum(const Tensor& planes);

/// How many columns times rows a kernel is the sum of.
struct Separation {
  std::vector<double> values;
  std::int64_t rank = 0;
  std::vector<double> column, row;
  std::vector<double> errors;
  std::int64_t direct = 0;
  std::vector<std::int64_t> separate;
  template <class V>
  void fields(V& v) {
    v("values", values, "the singular values, the largest first");
    v("rank", rank, "");
    v("column", column, "the first column and row: the kernel is their product where the rank is 1");
    v("row", row, "");
    v("errors", errors,
      "of the first 1, 2, ... together: the length of what is missing over that of the kernel");
    v("direct", direct, "multiplications a pixel");
    v("separate", separate, "the same of the first 1, 2, ... columns and rows");
  }
};
Separation separation_of(const Matrix& kernel);

struct SpectrumView {
  KernelSpectrum kernel;
  Separation separation;
  std::vector<double> input, output;
  template <class V>
  void fields(V& v) {
    v("kernel", kernel, "");
    v("separation", separation, "");
    v("input", input, "|X| / pixels, 64 x 64 as the gains are");
    v("output", output, "of the output, in cycles of its own pixels");
  }
};

}  // namespace percept::lab
