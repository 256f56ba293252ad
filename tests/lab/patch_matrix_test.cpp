// im2col beside the lectures' numbers, the walk and the other matrix.
#include "percept/lab/patch_matrix.hpp"

#include <gtest/gtest.h>

#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"

namespace percept::lab {
namespace {

Tensor sample(const char* name) { return find_sample(name)->planes(); }

TEST(PatchMatrix, GivesTheLecturesNumbers) {
  Matrix kernel = find_kernel("lectures-matrix")->kernel();
  Tensor patches = im2col_of(Convolution{.kernel = kernel}, sample("lecture-4"), 0);
  ASSERT_EQ(patches.shape(), (Shape{4, 9}));
  const double first[] = {4, 5, 8, 1, 8, 8, 3, 6, 6};
  for (std::int64_t i = 0; i < 9; ++i) EXPECT_EQ(patches.at(i), first[i]);
  const double output[] = {122, 148, 126, 134};
  for (std::int64_t r = 0; r < 4; ++r) {
    double sum = 0;
    for (std::int64_t c = 0; c < 9; ++c) sum += patches.at(r * 9 + c) * kernel.numbers[std::size_t(c)];
    EXPECT_EQ(sum, output[r]);
  }
}

// Every border, step and channel: the rows are what the walk sees.
TEST(PatchMatrix, HasTheWalksPatchesAsRows) {
  Tensor planes(DType::f32, {2, 7, 6});
  for (std::int64_t i = 0; i < planes.size(); ++i) planes.set(i, double(i * i % 97));
  Matrix kernel{2, 3, {1, 2, 3, 4, 5, 6}};
  for (const Convolution& convolution :
       {Convolution{.kernel = kernel},
        Convolution{.kernel = kernel, .border = Border::zero, .padding = 2, .stride = 2},
        Convolution{.kernel = kernel, .border = Border::reflect, .padding = 1, .dilation = 2},
        Convolution{.kernel = kernel, .bias = 1, .border = Border::wrap, .padding = 1},
        Convolution{.kernel = kernel, .border = Border::replicate, .padding = 1, .stride = 3}}) {
    FilterWalk walk(convolution, planes);
    for (std::int64_t channel = 0; channel < 2; ++channel) {
      Tensor patches = im2col_of(convolution, planes, channel);
      Extent2d places = walk.places();
      ASSERT_EQ(patches.shape(), (Shape{places.h * places.w, 6}));
      for (std::int64_t r = 0; r < patches.shape()[0]; ++r) {
        FilterStep step = walk.at(channel, r / places.w, r % places.w);
        for (std::size_t t = 0; t < 6; ++t)
          EXPECT_EQ(patches.at(r * 6 + std::int64_t(t)), step.taps[t].value);
      }
    }
  }
}

TEST(PatchMatrix, RefusesWhatHasNone) {
  Tensor picture = sample("lecture-4");
  Matrix kernel{1, 1, {1}};
  EXPECT_THROW(im2col_of(Pooling{}, picture, 0), Error);
  EXPECT_THROW(im2col_of(Convolution{.kernel = kernel, .transposed = true}, picture, 0), Error);
  EXPECT_THROW(im2col_of(Convolution{.kernel = kernel}, picture, 1), Error);
  EXPECT_THROW(im2col_of(Convolution{.kernel = find_kernel("box-5")->kernel()}, picture, 0), Error);
}

TEST(ConvolutionLab, ShowsPatchesTimesKernel) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-4", "preset": "lectures-matrix", "bias": 1})");
  PatchMatrix patches = lab.patches(0);
  EXPECT_EQ(patches.rows, 4);
  EXPECT_EQ(patches.columns, 9);
  EXPECT_EQ(patches.output, (std::vector<double>{123, 149, 127, 135}));
  EXPECT_EQ(patches.kernel[1], 4);
  lab.edit(R"({"picture": "digit"})");
  EXPECT_THROW(lab.patches(0), Error);
}

}  // namespace
}  // namespace percept::lab
