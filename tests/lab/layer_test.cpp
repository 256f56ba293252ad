// Layers of several filters beside a convolution as it is defined, in f64; and the account of their places.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "percept/lab/filter.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/filter_walk.hpp"

namespace percept::lab {
namespace {

Matrix matrix(const std::string& text) { return parse_matrix(text, 64).value(); }

Tensor noise(std::int64_t channels, std::int64_t height, std::int64_t width) {
  Tensor planes(DType::f32, {channels, height, width});
  for (std::int64_t i = 0; i < planes.size(); ++i) planes.set(i, double((i * 7919 + 13) % 256));
  return planes;
}

// Numbers of either sign, each another.
Layer layer_of(std::size_t filters, std::size_t slices, std::int64_t rows, std::int64_t columns) {
  Layer layer;
  double next = 1;
  for (std::size_t f = 0; f < filters; ++f) {
    std::vector<Matrix>& filter = layer.weights.emplace_back();
    for (std::size_t c = 0; c < slices; ++c) {
      Matrix& slice = filter.emplace_back(Matrix{rows, columns, {}});
      for (std::int64_t i = 0; i < rows * columns; ++i)
        slice.numbers.push_back(std::fmod(next += 37, 19) / 4 - 2);
    }
    layer.biases.push_back(double(f) * 10 - 7);
  }
  return layer;
}

// The index of the pixel that stands at `i`, beyond the edge too; -1: none.
std::int64_t within(std::int64_t i, std::int64_t n, Border border) {
  if (i >= 0 && i < n) return i;
  switch (border) {
    case Border::replicate: return i < 0 ? 0 : n - 1;
    case Border::wrap: return ((i % n) + n) % n;
    case Border::reflect: return i < 0 ? -i : 2 * (n - 1) - i;
    default: return -1;
  }
}

// One number of the output, as the formula has it.
double naive(const Layer& layer, const Tensor& x, std::size_t filter, std::int64_t row, std::int64_t column) {
  std::int64_t height = x.shape()[1], width = x.shape()[2];
  std::size_t slices = layer.weights[filter].size(),
              filters_of_group = layer.weights.size() / std::size_t(layer.groups);
  double sum = layer.biases[filter];
  for (std::size_t c = 0; c < slices; ++c) {
    const Matrix& kernel = layer.weights[filter][c];
    auto channel = std::int64_t(filter / filters_of_group * slices + c);
    for (std::int64_t k = 0; k < kernel.rows; ++k)
      for (std::int64_t l = 0; l < kernel.columns; ++l) {
        std::int64_t i = within(row * layer.stride + k * layer.dilation - layer.padding.top, height,
                                layer.border),
                     j = within(column * layer.stride + l * layer.dilation - layer.padding.left, width,
                                layer.border);
        if (i >= 0 && j >= 0) sum += x.at((channel * height + i) * width + j) * kernel.at(k, l);
      }
  }
  return sum;
}

void expect_naive(const Layer& layer, const Tensor& planes, const std::string& what) {
  Tensor output = Filter({layer}).run(planes);
  FilterWalk walk(layer, planes);
  Extent2d size = output_size(layer, {planes.shape()[1], planes.shape()[2]});
  ASSERT_EQ(output.shape(), Shape({std::int64_t(layer.weights.size()), size.h, size.w})) << what;
  for (std::int64_t f = 0, i = 0; f < output.shape()[0]; ++f)
    for (std::int64_t r = 0; r < size.h; ++r)
      for (std::int64_t c = 0; c < size.w; ++c, ++i) {
        double wanted = naive(layer, planes, std::size_t(f), r, c);
        ASSERT_NEAR(output.at(i), wanted, 1e-2) << what << " at " << f << " " << r << " " << c;
        if ((r + 2 * c) % 3 > 0) continue;
        FilterStep step = walk.at(f, r, c);
        ASSERT_NEAR(step.output, wanted, 1e-8) << what << " at " << f << " " << r << " " << c;
        double sum = 0;
        for (const FilterSlice& slice : step.slices) {
          double products = 0;
          for (const FilterTap& tap : slice.taps) {
            products += tap.value * tap.weight;
            EXPECT_EQ(tap.value, tap.row < 0 ? 0
                                             : planes.at((slice.channel * planes.shape()[1] + tap.row) *
                                                             planes.shape()[2] +
                                                         tap.column));
          }
          EXPECT_NEAR(slice.sum, products, 1e-9);
          sum += slice.sum;
        }
        EXPECT_NEAR(step.sum, sum, 1e-9);
      }
}

TEST(Layer, ChannelsGroupsBordersStridesAndDilationsAreAsDefined) {
  Tensor planes = noise(6, 13, 11);
  for (std::int64_t groups : {1, 2, 3, 6})
    for (Border border : {Border::none, Border::zero, Border::reflect, Border::wrap, Border::replicate})
      for (std::int64_t stride : {1, 2})
        for (std::int64_t dilation : {1, 2}) {
          Layer layer = layer_of(6, std::size_t(6 / groups), 3, 2);
          layer.groups = groups;
          layer.border = border;
          if (border != Border::none) layer.padding = {2, 1, 0, 3};
          layer.stride = stride;
          layer.dilation = dilation;
          expect_naive(layer, planes,
                       fmt::format("groups={} {} s={} d={}", groups, int(border), stride, dilation));
        }
  expect_naive(layer_of(16, 6, 1, 1), planes, "16 filters of 1 x 1");
}

// By hand: 1·1 + 2·(-1) = -1 of the first channel, 10·2 = 20 of the second; -1 + 20 + 5 = 24.
TEST(Layer, TheSumOfItsChannels) {
  Layer layer{.weights = {{matrix("1 -1"), matrix("2 0")}}, .biases = {5}};
  Tensor planes = Tensor::from<float>({2, 1, 2}, {1, 2, 10, 20});
  EXPECT_EQ(Filter({layer}).run(planes).at(0), 24);
  FilterStep step = FilterWalk(layer, planes).at(0, 0, 0);
  ASSERT_EQ(step.slices.size(), 2u);
  EXPECT_EQ(step.slices[0].sum, -1);
  EXPECT_EQ(step.slices[1].sum, 20);
  EXPECT_EQ(step.slices[1].taps[0].product, 20);
  EXPECT_EQ(step.sum, 19);
  EXPECT_EQ(step.bias, 5);
  EXPECT_EQ(step.output, 24);
  EXPECT_TRUE(step.taps.empty());
}

TEST(Layer, ItsMatrixHasABlockForEachFilterAndChannel) {
  Layer layer = layer_of(4, 2, 2, 2);
  layer.groups = 2;
  layer.border = Border::zero;
  layer.padding = 1;
  Tensor planes = noise(4, 3, 4);
  Tensor t = matrix_of(layer, {3, 4});
  ASSERT_EQ(t.shape(), Shape({4 * 4 * 5, 4 * 12}));
  for (std::int64_t r = 0; r < t.shape()[0]; ++r) {
    double sum = layer.biases[std::size_t(r / 20)];
    for (std::int64_t c = 0; c < t.shape()[1]; ++c) sum += t.at(r * t.shape()[1] + c) * planes.at(c);
    EXPECT_NEAR(sum, naive(layer, planes, std::size_t(r / 20), r % 20 / 5, r % 5), 1e-3) << r;
  }
}

TEST(Layer, InAChainWithReluAndPoolingIsItsStagesOneByOne) {
  Layer first = layer_of(4, 3, 3, 3), second = layer_of(2, 4, 3, 3);
  first.border = second.border = Border::reflect;
  first.padding = second.padding = 1;
  Tensor planes = noise(3, 12, 14);
  Tensor step = Filter({first}).run(planes).clone();
  step = Filter({Relu()}).run(step).clone();
  step = Filter({Pooling()}).run(step).clone();
  step = Filter({second}).run(step).clone();
  Tensor chain = Filter({first, Relu(), Pooling(), second}).run(planes);
  ASSERT_EQ(chain.shape(), Shape({2, 6, 7}));
  for (std::int64_t i = 0; i < chain.size(); ++i) EXPECT_NEAR(chain.at(i), step.at(i), 1e-2);
}

TEST(Layer, TakesOtherNumbersWithoutCompilingAnew) {
  Tensor planes = noise(3, 8, 8);
  Layer layer = layer_of(2, 3, 3, 3);
  Filter filter({layer, Relu()});
  filter.run(planes);
  layer.weights[1][2].at(0, 0) += 5;
  layer.biases[0] = 100;
  ASSERT_TRUE(filter.set_numbers({layer, Relu()}));
  Tensor output = filter.run(planes);
  EXPECT_NEAR(output.at(0), std::max(0.0, naive(layer, planes, 0, 0, 0)), 1e-2);
  EXPECT_NEAR(output.at(36), std::max(0.0, naive(layer, planes, 1, 0, 0)), 1e-2);
  layer.stride = 2;
  EXPECT_FALSE(filter.set_numbers({layer, Relu()}));
  EXPECT_FALSE(filter.set_numbers({layer}));
}

TEST(Layer, WhatDoesNotFitIsExplainedWithTheNumbers) {
  auto said = [](const Layer& layer, std::int64_t channels) {
    try {
      output_channels(layer, channels);
      output_size(layer, {8, 8});
    } catch (const Error& error) {
      return render(error.problem(), Language::english);
    }
    return std::string("nothing");
  };
  Layer layer = layer_of(2, 3, 3, 3);
  EXPECT_EQ(said(layer, 3), "nothing");
  layer.groups = 2;
  EXPECT_NE(said(layer, 3).find("3 channels and 2 filters cannot be split into 2 groups"), std::string::npos);
  layer.groups = 0;
  EXPECT_NE(said(layer, 3).find("into 0 groups"), std::string::npos);
  layer.groups = 1;
  EXPECT_NE(said(layer, 4).find("kernels for 3 channels, but it sees 4"), std::string::npos);
  EXPECT_NE(said(layer_of(17, 1, 1, 1), 1).find("'filters' cannot be 17"), std::string::npos);
  EXPECT_NE(said(layer_of(16, 3, 15, 15), 3).find("10800 numbers, more than 8192"), std::string::npos);
  EXPECT_NE(said(layer_of(1, 1, 16, 1), 1).find("'kernel' cannot be 16"), std::string::npos);
  EXPECT_NE(said(Layer(), 1).find("'filters' cannot be 0"), std::string::npos);
  layer.weights[1].pop_back();
  EXPECT_NE(said(layer, 3).find("filter 2 has kernels for 2 channels"), std::string::npos);
  layer = layer_of(2, 3, 3, 3);
  layer.weights[1][0] = matrix("1 2");
  EXPECT_NE(said(layer, 3).find("a kernel of 3 x 3"), std::string::npos);
  layer = layer_of(1, 1, 9, 9);
  EXPECT_NE(said(layer, 1).find("no window fits"), std::string::npos);
  EXPECT_THROW(FilterWalk(layer_of(1, 2, 3, 3), noise(3, 8, 8)), Error);
  EXPECT_THROW(Filter({layer_of(1, 2, 3, 3)}).run(noise(3, 8, 8)), Error);
}

}  // namespace
}  // namespace percept::lab
