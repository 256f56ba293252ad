// Spectra beside sums written out and beside formulas; what is said of the presets; columns times rows.
#include "percept/lab/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <map>
#include <numbers>

#include "percept/base/random.hpp"
#include "percept/data/fourier.hpp"
#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"

namespace percept::lab {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

TEST(Fourier, IsTheSumWrittenOut) {
  for (auto [height, width] : {std::pair(1, 1), {1, 7}, {6, 5}, {8, 8}, {12, 3}}) {
    std::vector<double> x;
    RandomStream draws(1, "spectrum_test");
    for (int i = 0; i < height * width; ++i) x.push_back(double(draws.normal(std::uint64_t(i))));
    std::vector<std::complex<double>> spectrum = data::fourier(x, height, width);
    for (int u = 0; u < height; ++u)
      for (int v = 0; v < width; ++v) {
        std::complex<double> sum = 0;
        for (int r = 0; r < height; ++r)
          for (int c = 0; c < width; ++c)
            sum += x[std::size_t(r * width + c)] *
                   std::polar(1.0, -kTurn * (double(u * r) / height + double(v * c) / width));
        EXPECT_NEAR(std::abs(spectrum[std::size_t(u * width + v)] - sum), 0, 1e-12);
      }
  }
}

// |2 sin(2 pi v)| times the smoothing |2 + 2 cos(2 pi u)|.
TEST(KernelSpectrum, IsTheFormulaOfSobel) {
  KernelSpectrum s = kernel_spectrum(find_kernel("sobel-x")->kernel(), 1);
  for (std::int64_t r = 0; r < 64; ++r)
    for (std::int64_t c = 0; c < 64; ++c) {
      double u = double(r - 32) / 64, v = double(c - 32) / 64;
      EXPECT_NEAR(s.gains[std::size_t(r * 64 + c)],
                  std::abs(2 * std::sin(kTurn * v)) * (2 + 2 * std::cos(kTurn * u)), 1e-9);
    }
  EXPECT_EQ(s.kind, "band");
  EXPECT_EQ(s.direction, 0);
  EXPECT_NEAR(s.greatest, 8, 1e-12);
  EXPECT_DOUBLE_EQ(s.peak_across, 0.25);
  EXPECT_DOUBLE_EQ(s.peak_down, 0);
}

TEST(KernelSpectrum, RepeatsWithDilation) {
  Matrix kernel = find_kernel("gaussian-5")->kernel();
  KernelSpectrum near = kernel_spectrum(kernel, 1), far = kernel_spectrum(kernel, 20);
  for (std::int64_t r = 0; r < 64; ++r)
    for (std::int64_t c = 0; c < 64; ++c) {
      std::int64_t u = ((r - 32) * 20 % 64 + 64 + 32) % 64, v = ((c - 32) * 20 % 64 + 64 + 32) % 64;
      EXPECT_NEAR(far.gains[std::size_t(r * 64 + c)], near.gains[std::size_t(u * 64 + v)], 1e-12);
    }
}

TEST(KernelSpectrum, SaysWhatPresetsDo) {
  std::map<std::string, std::string> kinds = {
      {"identity", "all"},     {"shift", "all"},      {"box-3", "low"},
      {"gaussian-7", "low"},   {"box-5", "low"},      {"laplacian-4", "high"},
      {"laplacian-8", "high"}, {"outline", "high"},   {"sharpen", "emphasis"},
      {"sobel-y", "band"},     {"prewitt-x", "band"}, {"gabor-45", "band"},
      {"unsharp", "emphasis"}, {"roberts", "high"},   {"sharpen-more", "emphasis"},
      {"log", "band"}};
  for (const auto& [name, kind] : kinds)
    EXPECT_EQ(kernel_spectrum(find_kernel(name)->kernel(), 1).kind, kind) << name;
  std::map<std::string, double> directions = {
      {"sobel-x", 0}, {"sobel-y", 90}, {"gabor-45", 45}, {"gabor-135", 135}, {"motion", 45}};
  for (const auto& [name, degrees] : directions)
    EXPECT_EQ(kernel_spectrum(find_kernel(name)->kernel(), 1).direction.value_or(-1), degrees) << name;
  for (const char* name : {"identity", "box-3", "box-5", "gaussian-5", "laplacian-8", "sharpen"})
    EXPECT_FALSE(kernel_spectrum(find_kernel(name)->kernel(), 1).direction) << name;
  EXPECT_EQ(kernel_spectrum({2, 2, {0, 0, 0, 0}}, 1).kind, "nothing");
}

// Filtering with a border that wraps multiplies each frequency by its gain.
TEST(PictureSpectrum, OfTheOutputIsThatOfTheInputTimesTheGain) {
  Tensor noise(DType::f32, {1, 64, 64});
  RandomStream draws(2, "spectrum_test");
  for (std::int64_t i = 0; i < noise.size(); ++i)
    noise.set(i, 100 + 20 * double(draws.normal(std::uint64_t(i))));
  Matrix kernel = find_kernel("emboss")->kernel();
  Tensor after = Filter({Convolution{.kernel = kernel, .border = Border::wrap, .padding = 1}}).run(noise);
  std::vector<double> x = picture_spectrum(noise), y = picture_spectrum(after);
  KernelSpectrum h = kernel_spectrum(kernel, 1);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(y[i], x[i] * h.gains[i], 1e-4 + 1e-5 * y[i]);
  EXPECT_NEAR(x[32 * 64 + 32], 100, 1);
}

TEST(PictureSpectrum, GathersTheFrequenciesOfALargePicture) {
  Tensor stripes(DType::f32, {3, 100, 200});
  for (std::int64_t i = 0; i < stripes.size(); ++i) stripes.set(i, std::cos(kTurn * double(i % 200) / 8));
  std::vector<double> x = picture_spectrum(stripes);
  auto most = std::max_element(x.begin(), x.end()) - x.begin();
  EXPECT_EQ(most / 64, 32);
  EXPECT_EQ(std::abs(most % 64 - 32), 8);  // 1/8 = 8/64
}

TEST(Separation, FindsTheColumnAndTheRow) {
  Separation s = separation_of(find_kernel("sobel-x")->kernel());
  EXPECT_EQ(s.rank, 1);
  EXPECT_EQ(s.direct, 9);
  EXPECT_EQ(s.separate[0], 6);
  std::vector<double> column = {1, 2, 1}, row = {-1, 0, 1};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(s.column[i], column[i], 1e-12);
    EXPECT_NEAR(s.row[i], row[i], 1e-12);
  }
  EXPECT_NEAR(s.errors[0], 0, 1e-7);
  for (auto [name, rank] : {std::pair("gaussian-5", 1),
                            {"box-7", 1},
                            {"gabor-0", 1},
                            {"laplacian-8", 2},
                            {"laplacian-4", 2},
                            {"motion", 7},
                            {"lectures-matrix", 3}})
    EXPECT_EQ(separation_of(find_kernel(name)->kernel()).rank, rank) << name;
  EXPECT_EQ(separation_of({2, 3, {0, 0, 0, 0, 0, 0}}).rank, 0);
}

// The best of rank 1 of diag(3, 2): what is missing has the length 2 of sqrt(13).
TEST(Separation, MeasuresWhatIsMissing) {
  Separation s = separation_of({2, 2, {3, 0, 0, 2}});
  EXPECT_NEAR(s.errors[0], 2 / std::sqrt(13), 1e-12);
  EXPECT_NEAR(s.errors[1], 0, 1e-7);
  s = separation_of({1, 4, {1, 2, 3, 4}});
  EXPECT_EQ(s.rank, 1);
  EXPECT_EQ(s.values.size(), 1u);
}

TEST(ConvolutionLab, HasASpectrumOfItsKernelAndPictures) {
  ConvolutionLab lab;
  SpectrumView view = lab.spectrum();
  EXPECT_EQ(view.kernel.gains.size(), 4096u);
  EXPECT_EQ(view.input, picture_spectrum(lab.input()));
  EXPECT_EQ(view.output, picture_spectrum(lab.output()));
  EXPECT_EQ(view.separation.rank, 1);
  lab.edit(R"({"operation": "max"})");
  EXPECT_THROW(lab.spectrum(), Error);
}

}  // namespace
}  // namespace percept::lab
