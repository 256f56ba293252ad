// The table of shapes that all pooling ops go through.
#pragma once

#include "ops/op_case.hpp"

namespace percept::proof {

struct PoolingShapes {
  std::string name;
  Shape input, output;
  Extent2d kernel = 2, stride = 0;
  Padding2d padding = 0;
  bool gradient = true;
};

inline const std::vector<PoolingShapes> kPoolings = {
    {"halves", {2, 3, 4, 6}, {2, 3, 2, 3}},
    {"1x1", {1, 2, 3, 3}, {1, 2, 3, 3}, 1},
    {"whole image", {2, 7, 3, 5}, {2, 7, 1, 1}, {3, 5}},
    {"a rest is left", {1, 2, 5, 7}, {1, 2, 2, 3}},
    {"overlapping", {1, 3, 7, 7}, {1, 3, 3, 3}, 3, 2},
    {"gaps", {1, 1, 7, 7}, {1, 1, 3, 2}, {1, 2}, 3},
    {"padded", {1, 2, 5, 5}, {1, 2, 3, 3}, 3, 2, 1},
    {"asymmetric padding", {2, 1, 5, 4}, {2, 1, 4, 4}, {3, 2}, {2, 1}, {2, 1, 2, 0}},
    {"overlapping, stride 1", {1, 2, 5, 5}, {1, 2, 5, 5}, 3, 1, 1},
    {"no images", {0, 3, 4, 4}, {0, 3, 2, 2}},
    {"17 channels", {3, 17, 6, 6}, {3, 17, 3, 3}, 2, 2, 0, false},
    {"LeNet's first", {64, 6, 28, 28}, {64, 6, 14, 14}, 2, 2, 0, false},
    {"LeNet's second", {64, 16, 10, 10}, {64, 16, 5, 5}, 2, 2, 0, false},
    {"32 channels", {2, 32, 15, 33}, {2, 32, 8, 17}, 3, 2, 1, false},
};

/// A 6 x 6 image.
inline const std::vector<double> kPooledImage = {3, 0, 1, 2, 7, 4, 1, 5, 8, 9, 3, 1, 2, 7, 2, 5, 1, 3,
                                                 0, 1, 3, 1, 7, 8, 4, 2, 1, 6, 2, 8, 2, 4, 5, 2, 3, 9};

}  // namespace percept::proof
