// Filters beside the lectures' numbers and beside a convolution as it is defined, in f64.
#include "percept/lab/filter.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "percept/lab/filter_picture.hpp"
#include "percept/lab/filter_walk.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

Matrix matrix(const std::string& text) { return parse_matrix(text, 64).value(); }
Matrix of(const Tensor& planes, std::int64_t channel = 0) {
  Matrix out{planes.shape()[1], planes.shape()[2], {}};
  for (std::int64_t i = 0; i < out.rows * out.columns; ++i)
    out.numbers.push_back(planes.at(channel * out.rows * out.columns + i));
  return out;
}
Matrix filtered(const Matrix& input, std::vector<FilterStage> stages) {
  return of(Filter(std::move(stages)).run(planes_of(input)));
}

const Matrix kDeck = matrix("3 0 1 2 7 4; 1 5 8 9 3 1; 2 7 2 5 1 3; 0 1 3 1 7 8; 4 2 1 6 2 8; 2 4 5 2 3 9");
const Matrix kFilter = matrix("1 0 -1; 1 0 -1; 1 0 -1");
const Matrix kSmall = matrix("4 5 8 7; 1 8 8 8; 3 6 6 4; 6 5 7 8"), kCorner = matrix("1 4 1; 1 4 3; 3 3 1");

TEST(Filter, GivesTheLecturesConvolutions) {
  EXPECT_EQ(filtered(kDeck, {Convolution{.kernel = kFilter}}),
            matrix("-5 -4 0 8; -10 -2 2 3; 0 -2 -4 -7; -3 -2 -3 -16"));
  Convolution padded{.kernel = kFilter, .border = Border::zero, .padding = 1};
  EXPECT_EQ(
      filtered(kDeck, {padded}),
      matrix("-5 -5 -6 -1 6 10; -12 -5 -4 0 8 11; -13 -10 -2 2 3 11; -10 0 -2 -4 -7 10; -7 -3 -2 -3 -16 12;"
             "-6 0 -2 1 -9 5"));
  padded.stride = 2;
  EXPECT_EQ(filtered(kDeck, {padded}), matrix("-5 -6 6; -13 -2 3; -7 -2 -16"));
  Matrix edge = matrix(
      "10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0; 10 10 10 0 0 0");
  EXPECT_EQ(filtered(edge, {Convolution{.kernel = kFilter}}),
            matrix("0 30 30 0; 0 30 30 0; 0 30 30 0; 0 30 30 0"));
  Matrix strided = matrix(
      "2 3 7 4 6 2 9; 6 6 9 8 7 4 3; 3 4 8 3 8 9 7; 7 8 3 6 6 3 4; 4 2 1 8 3 4 6; 3 2 4 1 9 8 3;"
      "0 1 3 9 2 1 4");
  EXPECT_EQ(filtered(strided, {Convolution{.kernel = matrix("3 4 4; 1 0 2; -1 0 3"), .stride = 2}}),
            matrix("91 100 88; 69 91 117; 44 72 74"))
      << "the slide's 83 and 127 are errata";
}

TEST(Filter, GivesTheLecturesTransposedConvolution) {
  Convolution spread{.kernel = kCorner, .transposed = true};
  EXPECT_EQ(filtered(kSmall, {Convolution{.kernel = kCorner}}), matrix("122 148; 126 134"));
  EXPECT_EQ(filtered(matrix("2 1; 4 4"), {spread}), matrix("2 9 6 1; 6 29 30 7; 10 29 33 13; 12 24 16 4"));
  EXPECT_EQ(filtered(matrix("1 1; 1 1"), {spread}), matrix("1 5 5 1; 2 10 12 4; 4 11 11 4; 3 6 4 1"));
  spread.border = Border::zero;
  spread.padding = 1;
  EXPECT_EQ(filtered(matrix("2 1; 4 4"), {spread}), matrix("29 30; 29 33")) << "padding is cut off";
  spread.padding = {1, 0, 0, 2};
  EXPECT_EQ(filtered(matrix("2 1; 4 4"), {spread}), matrix("6 29; 10 29; 12 24"));
}

TEST(Filter, GivesTheLecturesMatrix) {
  Tensor t = matrix_of(Convolution{.kernel = kCorner, .bias = 7}, {4, 4});
  EXPECT_EQ(of(t.reshape({1, 4, 16})),
            matrix("1 4 1 0 1 4 3 0 3 3 1 0 0 0 0 0; 0 1 4 1 0 1 4 3 0 3 3 1 0 0 0 0;"
                   "0 0 0 0 1 4 1 0 1 4 3 0 3 3 1 0; 0 0 0 0 0 1 4 1 0 1 4 3 0 3 3 1"));
  Tensor transposed = matrix_of(Convolution{.kernel = kCorner, .transposed = true}, {2, 2});
  for (std::int64_t r = 0; r < 16; ++r)
    for (std::int64_t c = 0; c < 4; ++c) EXPECT_EQ(transposed.at(r * 4 + c), t.at(c * 16 + r));
  EXPECT_THROW(matrix_of(Pooling(), {4, 4}), Error);
  EXPECT_THROW(matrix_of(Relu(), {4, 4}), Error);
}

TEST(Filter, GivesTheLecturesPooling) {
  EXPECT_EQ(filtered(kDeck, {Pooling()}), matrix("5 9 7; 7 5 8; 4 6 9"));
  Pooling mean{.kind = Pooling::Kind::average};
  EXPECT_EQ(filtered(kDeck, {mean}), matrix("2.25 5 3.75; 2.5 2.75 4.75; 3 3.5 5.5"));
  EXPECT_EQ(filtered(kDeck, {Pooling{.global = true}}), matrix("9"));
  EXPECT_NEAR(filtered(kDeck, {Pooling{.kind = Pooling::Kind::average, .global = true}}).at(0, 0),
              kDeck.sum() / 36, 1e-6);
  EXPECT_EQ(filtered(kDeck, {Pooling{.window = 3, .stride = 1}}).rows, 4);
}

TEST(Filter, GivesTheCausalDilatedChain) {
  std::vector<FilterStage> stages;
  for (std::int64_t dilation : {1, 2, 4}) {
    Matrix two = matrix("1 1");
    stages.push_back(Convolution{.kernel = two,
                                 .border = Border::zero,
                                 .padding = causal_padding(two, dilation),
                                 .dilation = dilation});
  }
  EXPECT_EQ(filtered(matrix("1 2 3 4 5 6 7 8"), stages), matrix("1 3 6 10 15 21 28 36"));
}

// As defined, pixel by pixel.
double pixel(const Matrix& x, std::int64_t r, std::int64_t c, Border border) {
  auto index = [&](std::int64_t i, std::int64_t n) -> std::int64_t {
    if (i >= 0 && i < n) return i;
    switch (border) {
      case Border::replicate: return i < 0 ? 0 : n - 1;
      case Border::wrap: return ((i % n) + n) % n;
      case Border::reflect: return i < 0 ? -i : 2 * (n - 1) - i;
      default: return -1;
    }
  };
  r = index(r, x.rows), c = index(c, x.columns);
  return r < 0 || c < 0 ? 0 : x.at(r, c);
}

Matrix naive(const Matrix& x, const Convolution& k) {
  Extent2d size = output_size(k, {x.rows, x.columns});
  Matrix y{size.h, size.w, std::vector<double>(std::size_t(size.h * size.w), k.bias)};
  for (std::int64_t r = 0; r < size.h; ++r)
    for (std::int64_t c = 0; c < size.w; ++c)
      for (std::int64_t i = 0; i < k.kernel.rows; ++i)
        for (std::int64_t j = 0; j < k.kernel.columns; ++j)
          y.at(r, c) += k.kernel.at(i, j) * pixel(x, r * k.stride + i * k.dilation - k.padding.top,
                                                  c * k.stride + j * k.dilation - k.padding.left, k.border);
  return y;
}

Tensor noise(std::int64_t channels, std::int64_t height, std::int64_t width) {
  Tensor planes(DType::f32, {channels, height, width});
  for (std::int64_t i = 0; i < planes.size(); ++i) planes.set(i, double((i * 7919 + 13) % 256));
  return planes;
}

void expect_naive(const Convolution& stage, const Tensor& planes, const std::string& what) {
  double most = 1;
  for (double number : stage.kernel.numbers) most += std::abs(number) * 255;
  Tensor output = Filter({stage}).run(planes);
  for (std::int64_t channel = 0; channel < planes.shape()[0]; ++channel) {
    Matrix got = of(output, channel), wanted = naive(of(planes, channel), stage);
    ASSERT_EQ(got.rows, wanted.rows) << what;
    ASSERT_EQ(got.columns, wanted.columns) << what;
    for (std::size_t i = 0; i < wanted.numbers.size(); ++i)
      ASSERT_NEAR(got.numbers[i], wanted.numbers[i], 1e-6 * most) << what << " at " << i;
  }
}

TEST(Filter, EveryKernelAndBorderIsAsDefined) {
  Tensor planes = noise(3, 33, 47);
  for (const KernelPreset& preset : kernel_presets())
    for (Border border : {Border::none, Border::zero, Border::reflect, Border::wrap, Border::replicate}) {
      Convolution stage{.kernel = preset.kernel(), .border = border};
      if (border != Border::none) stage.padding = same_padding(stage.kernel, 1);
      expect_naive(stage, planes, std::string(preset.name) + " " + border_names()[std::size_t(border)]);
    }
}

TEST(Filter, StrideDilationBiasAndUnevenPaddingAreAsDefined) {
  Tensor planes = noise(3, 41, 37);
  for (const char* name : {"gaussian-5", "roberts", "sobel-x"})
    for (std::int64_t stride : {1, 2, 3, 4})
      for (std::int64_t dilation : {1, 2, 3})
        for (Border border : {Border::none, Border::zero, Border::reflect, Border::wrap, Border::replicate}) {
          Convolution stage{.kernel = find_kernel(name)->kernel(),
                            .bias = 3.5,
                            .border = border,
                            .padding = border == Border::none ? Padding2d(0) : Padding2d(1, 0, 5, 3),
                            .stride = stride,
                            .dilation = dilation};
          expect_naive(stage, planes, fmt::format("{} s={} d={} {}", name, stride, dilation, int(border)));
        }
}

TEST(Filter, KernelsUpTo15And1x1AndPicturesOfOnePixel) {
  for (std::int64_t side : {1, 2, 4, 11, 15}) {
    Matrix kernel{side, side, {}};
    for (std::int64_t i = 0; i < side * side; ++i) kernel.numbers.push_back(double(i % 5) - 2);
    expect_naive({.kernel = kernel}, noise(1, 17, 64), std::to_string(side));
    expect_naive({.kernel = kernel, .border = Border::wrap, .padding = same_padding(kernel, 1)},
                 noise(3, 1, 1), std::to_string(side));
  }
}

TEST(Filter, ALargePictureIsSharedByThreadsAsDefined) {
  for (std::int64_t channels : {1, 3})
    for (Border border : {Border::zero, Border::reflect, Border::wrap}) {
      Convolution stage{.kernel = find_kernel("gaussian-5")->kernel(), .border = border};
      stage.padding = same_padding(stage.kernel, 1);
      expect_naive(stage, noise(channels, 211, 307), border_names()[std::size_t(border)]);
    }
}

TEST(Filter, AKernelIsChangedWithoutCompilingAnew) {
  Filter filter({Convolution{.kernel = kFilter}});
  EXPECT_EQ(of(filter.run(planes_of(kDeck))).at(0, 0), -5);
  filter.set_kernel(0, changed(kFilter, "negate"));
  EXPECT_EQ(of(filter.run(planes_of(kDeck))).at(0, 0), 5);
  EXPECT_THROW(filter.set_kernel(0, matrix("1 2")), Error);
  Filter fresh({Convolution{.kernel = kFilter}});
  fresh.set_kernel(0, changed(kFilter, "negate"));
  EXPECT_EQ(of(fresh.run(planes_of(kDeck))).at(0, 0), 5) << "before the first run, too";
}

TEST(Filter, AChainIsItsStagesOneByOne) {
  Convolution blur{.kernel = find_kernel("gaussian-3")->kernel()}, edge{.kernel = kFilter, .bias = -1};
  Matrix one = filtered(kDeck, {blur}), two = filtered(one, {edge}), three = filtered(two, {Relu()});
  EXPECT_EQ(filtered(kDeck, {blur, edge, Relu()}), three);
  for (double number : three.numbers) EXPECT_GE(number, 0);
  EXPECT_THROW(Filter(std::vector<FilterStage>(kMostStages + 1, Relu())), Error);
}

TEST(Filter, SizesAreExplained) {
  Convolution stage{.kernel = kFilter, .border = Border::zero, .padding = 1, .stride = 2};
  SizeFormulas sizes = size_formulas(stage, {6, 7});
  EXPECT_EQ(sizes.height.formula, "⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1");
  EXPECT_EQ(sizes.height.size, 3);
  EXPECT_EQ(sizes.width.size, 4);
  auto said = [](const FilterStage& stage, Extent2d input) {
    try {
      output_size(stage, input);
    } catch (const Error& error) {
      return render(error.problem(), Language::english);
    }
    return std::string("nothing");
  };
  EXPECT_EQ(said(Convolution{.kernel = kFilter}, {6, 2}),
            "no window fits: width = ⌊(2 + 2·0 - 1·(3 - 1) - 1)/1⌋ + 1 = 0\n"
            "  hint  the size is ⌊(n + 2p - d(f - 1) - 1)/s⌋ + 1: make the kernel or its dilation smaller, "
            "or add padding");
  EXPECT_NE(said(Convolution{.kernel = kFilter, .stride = 0}, {6, 6}).find("'stride' cannot be 0"),
            std::string::npos);
  EXPECT_NE(said(Convolution{.kernel = kFilter, .dilation = 65}, {6, 6}).find("'dilation' cannot be 65"),
            std::string::npos);
  EXPECT_NE(
      said(Convolution{.kernel = kFilter, .border = Border::zero, .padding = -1}, {6, 6}).find("'padding'"),
      std::string::npos);
  EXPECT_NE(
      said(Convolution{.kernel = kFilter, .border = Border::reflect, .padding = 2}, {2, 9}).find("mirrored"),
      std::string::npos);
  EXPECT_NE(
      said(Convolution{.kernel = kFilter, .border = Border::wrap, .transposed = true}, {4, 4}).find("'wrap'"),
      std::string::npos);
  EXPECT_NE(
      said(Convolution{.kernel = kFilter, .stride = 64, .transposed = true}, {4000, 4000}).find("more than"),
      std::string::npos);
  EXPECT_NE(said(Pooling{.window = 7}, {6, 6}).find("(6 - 7)/2"), std::string::npos);
  Matrix wide{1, 16, std::vector<double>(16)};
  EXPECT_NE(said(Convolution{.kernel = wide}, {20, 20}).find("'kernel' cannot be 16"), std::string::npos);
}

TEST(FilterWalk, TellsTheLecturesFirstPlace) {
  FilterWalk walk(Convolution{.kernel = kFilter, .bias = 2}, planes_of(kDeck));
  EXPECT_EQ(walk.places(), Extent2d(4, 4));
  FilterStep step = walk.at(0, 0, 0);
  std::vector<double> products;
  for (const FilterTap& tap : step.taps) products.push_back(tap.product);
  EXPECT_EQ(products, (std::vector<double>{3, 0, -1, 1, 0, -8, 2, 0, -2}));
  EXPECT_EQ(step.sum, -5);
  EXPECT_EQ(step.output, -3);
  EXPECT_EQ(step.taps[5].row, 1);
  EXPECT_EQ(step.taps[5].column, 2);
  EXPECT_THROW(walk.at(0, 4, 0), Error);
  EXPECT_THROW(walk.at(1, 0, 0), Error);
}

TEST(FilterWalk, EveryPlaceGivesWhatTheFilterGives) {
  Tensor planes = noise(3, 9, 11);
  for (Border border : {Border::none, Border::zero, Border::reflect, Border::wrap, Border::replicate}) {
    Convolution stage{.kernel = find_kernel("gaussian-3")->kernel(),
                      .bias = 1.5,
                      .border = border,
                      .padding = border == Border::none ? Padding2d(0) : Padding2d(2, 1, 0, 3),
                      .stride = 2,
                      .dilation = 2};
    FilterWalk walk(stage, planes);
    Tensor output = Filter({stage}).run(planes);
    for (std::int64_t c = 0; c < 3; ++c)
      for (std::int64_t i = 0; i < walk.places().h; ++i)
        for (std::int64_t j = 0; j < walk.places().w; ++j) {
          FilterStep step = walk.at(c, i, j);
          EXPECT_NEAR(step.output, of(output, c).at(i, j), 1e-3);
          for (const FilterTap& tap : step.taps) {
            double there = tap.row < 0 ? 0 : planes.at((c * 9 + tap.row) * 11 + tap.column);
            EXPECT_EQ(tap.value, there) << "the pixel that it says it sees";
            if (border == Border::none) EXPECT_FALSE(tap.border);
          }
        }
  }
}

TEST(FilterWalk, TellsPooling) {
  FilterStep largest = FilterWalk(Pooling(), planes_of(kDeck)).at(0, 0, 1);
  EXPECT_EQ(largest.output, 9);
  EXPECT_EQ(largest.chosen, 3);
  EXPECT_EQ(largest.taps[3].row, 1);
  EXPECT_EQ(largest.taps[3].column, 3);
  FilterStep mean = FilterWalk(Pooling{.kind = Pooling::Kind::average}, planes_of(kDeck)).at(0, 0, 0);
  EXPECT_EQ(mean.output, 2.25);
  EXPECT_EQ(FilterWalk(Pooling{.global = true}, planes_of(kDeck)).at(0, 0, 0).taps.size(), 36u);
  EXPECT_THROW(FilterWalk(Relu(), planes_of(kDeck)), Error);
}

TEST(FilterWalk, ATransposedConvolutionAddsUpToItsOutput) {
  Convolution stage{.kernel = kCorner,
                    .border = Border::zero,
                    .padding = {1, 0, 0, 1},
                    .stride = 2,
                    .dilation = 2,
                    .transposed = true};
  Matrix input = matrix("2 1; 4 4"), wanted = filtered(input, {stage}), sum = wanted;
  std::fill(sum.numbers.begin(), sum.numbers.end(), 0.0);
  FilterWalk walk(stage, planes_of(input));
  EXPECT_EQ(walk.places(), Extent2d(2, 2));
  for (std::int64_t i = 0; i < 2; ++i)
    for (std::int64_t j = 0; j < 2; ++j)
      for (const FilterTap& tap : walk.at(0, i, j).taps)
        if (tap.row >= 0) sum.at(tap.row, tap.column) += tap.product;
  EXPECT_EQ(sum, wanted);
}

TEST(FilterPicture, BytesBecomeNumbersAndNumbersBytes) {
  Tensor image = Tensor::from<std::uint8_t>({1, 2, 3}, {255, 0, 10, 0, 100, 255});
  EXPECT_EQ(planes_of(image, false).at(2), 0) << "the planes one behind the other: 255 0, 0 100, ...";
  EXPECT_EQ(planes_of(image, false).at(3), 100);
  EXPECT_EQ(planes_of(image, true).at(0), 77) << "0.299 255 + 0.114 10";
  auto bytes = [](Scale scale, std::initializer_list<float> numbers) {
    ScaledPicture picture = scaled(Tensor::from<float>({1, 1, std::int64_t(numbers.size())}, numbers), scale);
    std::vector<int> out;
    for (std::int64_t i = 0; i < picture.image.size(); ++i) out.push_back(int(picture.image.at(i)));
    out.push_back(int(picture.cut));
    return out;
  };
  EXPECT_EQ(bytes(Scale::clip, {-3, 0, 99.6f, 255, 300}), (std::vector<int>{0, 0, 100, 255, 255, 2}));
  EXPECT_EQ(bytes(Scale::offset, {-300, -128, 0, 127, 200}), (std::vector<int>{0, 0, 128, 255, 255, 2}));
  EXPECT_EQ(bytes(Scale::stretch, {-100, 0, 100}), (std::vector<int>{0, 128, 255, 0}));
  EXPECT_EQ(bytes(Scale::stretch, {7, 7}), (std::vector<int>{7, 7, 0}));
  float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(bytes(Scale::clip, {1, inf - inf, inf, -inf}), (std::vector<int>{1, 0, 255, 0, 2}));
  EXPECT_EQ(bytes(Scale::sign, {-2, 0, 1}), (std::vector<int>{199, 90, 0, 255, 255, 255, 142, 177, 214, 0}));
}

}  // namespace
}  // namespace percept::lab
