// Convolutions worked out by hand in lectures, and the table of shapes that all three convolution ops go
// through.
#pragma once

#include "ops/op_case.hpp"

namespace percept::proof {

/// A 6 x 6 image, and the filter of vertical edges.
inline const std::vector<double> kImage6 = {3, 0, 1, 2, 7, 4, 1, 5, 8, 9, 3, 1, 2, 7, 2, 5, 1, 3,
                                            0, 1, 3, 1, 7, 8, 4, 2, 1, 6, 2, 8, 2, 4, 5, 2, 3, 9};
inline const std::vector<double> kVerticalEdge = {1, 0, -1, 1, 0, -1, 1, 0, -1};
inline const std::vector<double> kImage4 = {4, 5, 8, 7, 1, 8, 8, 8, 3, 6, 6, 4, 6, 5, 7, 8};
inline const std::vector<double> kKernel3 = {1, 4, 1, 1, 4, 3, 3, 3, 1};

/// One convolution: the shapes of its input, weight and output, and its options.
struct ConvolutionShapes {
  std::string name;
  Shape input, weight, output;
  Conv2dOptions options = {};
  bool gradient = true, second_order = true;
};

inline const std::vector<ConvolutionShapes> kConvolutions = {
    {"1x1", {2, 3, 3, 3}, {4, 3, 1, 1}, {2, 4, 3, 3}},
    {"one of all", {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
    {"3x3", {1, 2, 5, 5}, {3, 2, 3, 3}, {1, 3, 3, 3}},
    {"3x3 padded", {2, 3, 5, 4}, {2, 3, 3, 3}, {2, 2, 5, 4}, {.padding = 1}},
    {"whole image", {2, 2, 4, 3}, {3, 2, 4, 3}, {2, 3, 1, 1}},
    {"oblong kernel", {1, 2, 5, 6}, {2, 2, 1, 3}, {1, 2, 5, 6}, {.padding = {0, 1}}},
    {"stride 2", {1, 2, 7, 7}, {3, 2, 3, 3}, {1, 3, 3, 3}, {.stride = 2}},
    {"strides 2 and 3", {1, 1, 7, 10}, {2, 1, 3, 2}, {1, 2, 3, 3}, {.stride = {2, 3}}},
    {"stride leaves a rest", {1, 2, 6, 8}, {2, 2, 3, 3}, {1, 2, 2, 3}, {.stride = 2}},
    {"stride beyond the kernel", {1, 1, 7, 7}, {2, 1, 2, 2}, {1, 2, 2, 2}, {.stride = 4}},
    {"asymmetric padding", {1, 2, 4, 5}, {2, 2, 3, 3}, {1, 2, 5, 6}, {.padding = {0, 2, 3, 1}}},
    {"dilation 2", {1, 2, 7, 7}, {2, 2, 3, 3}, {1, 2, 3, 3}, {.dilation = 2}},
    {"all at once", {2, 2, 9, 8}, {4, 1, 3, 2}, {2, 4, 4, 4}, {{2, 3}, {1, 2, 2, 1}, {2, 1}, 2}},
    {"groups", {1, 4, 4, 4}, {6, 2, 3, 3}, {1, 6, 4, 4}, {.padding = 1, .groups = 2}},
    {"depthwise", {1, 3, 5, 5}, {3, 1, 3, 3}, {1, 3, 5, 5}, {.padding = 1, .groups = 3}},
    {"one channel", {3, 1, 9, 21}, {1, 1, 3, 3}, {3, 1, 9, 21}, {.padding = 1}},
    {"one channel, all at once", {2, 1, 13, 37}, {1, 1, 3, 2}, {2, 1, 6, 13}, {{2, 3}, {1, 2, 2, 1}, {2, 1}}},
    {"one channel, dilation 2",
     {2, 1, 14, 20},
     {1, 1, 4, 3},
     {2, 1, 11, 18},
     {.padding = {2, 1, 1, 1}, .dilation = 2}},
    {"one channel, stride beyond the kernel",
     {1, 1, 11, 40},
     {1, 1, 2, 2},
     {1, 1, 3, 11},
     {.stride = 4, .padding = 1}},
    {"one channel, wide", {2, 1, 70, 211}, {1, 1, 5, 5}, {2, 1, 70, 211}, {.padding = 2}, false},
    {"one channel, 15x15", {1, 1, 40, 200}, {1, 1, 15, 15}, {1, 1, 26, 186}, {}, false},
    {"one channel, wide, stride 2",
     {3, 1, 67, 301},
     {1, 1, 5, 5},
     {3, 1, 34, 151},
     {.stride = 2, .padding = 2},
     false},
    {"no images", {0, 2, 5, 5}, {3, 2, 3, 3}, {0, 3, 3, 3}},
    {"7 to 17 channels", {3, 7, 5, 5}, {17, 7, 3, 3}, {3, 17, 5, 5}, {.padding = 1}, true, false},
    {"33 to 33 channels", {1, 33, 6, 6}, {33, 33, 3, 3}, {1, 33, 6, 6}, {.padding = 1}, false},
    {"64 channels at 16x16", {2, 64, 16, 16}, {64, 64, 3, 3}, {2, 64, 16, 16}, {.padding = 1}, false},
    {"64 channels at 7x9", {3, 64, 7, 9}, {32, 64, 3, 3}, {3, 32, 7, 9}, {.padding = 1}, false},
    {"16 channels, stride 2",
     {2, 16, 15, 15},
     {32, 16, 3, 3},
     {2, 32, 8, 8},
     {.stride = 2, .padding = 1},
     false},
    {"LeNet's first", {64, 1, 28, 28}, {6, 1, 5, 5}, {64, 6, 28, 28}, {.padding = 2}, false},
    {"LeNet's second", {64, 6, 14, 14}, {16, 6, 5, 5}, {64, 16, 10, 10}, {}, false},
    {"LeNet's first, one image", {1, 1, 28, 28}, {6, 1, 5, 5}, {1, 6, 28, 28}, {.padding = 2}, false},
    {"colour 3 to 8", {5, 3, 32, 32}, {8, 3, 5, 5}, {5, 8, 28, 28}, {}, false},
};

}  // namespace percept::proof
