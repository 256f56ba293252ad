// A stage of a filter, place by place: what the kernel sees there, the products, their sum.
#pragma once

#include <memory>

#include "percept/lab/filter_stage.hpp"

namespace percept::lab {

/// One number of the kernel at a place of its walk.
struct FilterTap {
  /// The pixel that it sees, in a mirrored border the pixel that is mirrored there; of a transposed
  /// convolution the pixel of the output that it adds to. -1: none, a zero of the border, or cut off.
  std::int64_t row = -1, column = -1;
  bool border = false;  // not of the picture itself
  double value = 0;     // of that pixel; of a transposed convolution that of the input's pixel
  double weight = 1;
  double product = 0;
  template <class V>
  void fields(V& v) {
    v("row", row, "the pixel that it sees; of a transposed convolution that of the output. -1: none");
    v("column", column, "");
    v("border", border, "not of the picture itself");
    v("value", value, "");
    v("weight", weight, "");
    v("product", product, "");
  }
};

/// What one channel gives to a place of a layer.
struct FilterSlice {
  std::int64_t channel = 0;
  std::vector<FilterTap> taps;
  double sum = 0;
  template <class V>
  void fields(V& v) {
    v("channel", channel, "of the input");
    v("taps", taps, "row by row");
    v("sum", sum, "of its products");
  }
};

/// One place. Of a transposed convolution it is one of the input, and sum and output are not told: other
/// places add to the same pixels.
struct FilterStep {
  std::int64_t channel = 0, row = 0, column = 0;
  std::int64_t rows = 0, columns = 0;  // of the taps
  std::vector<FilterTap> taps;         // row by row
  double sum = 0, bias = 0, output = 0;
  std::int64_t chosen = -1;  // of max pooling: the tap that is the largest, the first of equal ones
  std::vector<FilterSlice> slices;
  template <class V>
  void fields(V& v) {
    v("channel", channel, "of the output");
    v("row", row, "");
    v("column", column, "");
    v("rows", rows, "of the taps");
    v("columns", columns, "");
    v("taps", taps, "row by row; of a layer none: its slices have them");
    v("sum", sum, "of a transposed convolution 0, as are bias and output; of a layer that of all slices");
    v("bias", bias, "");
    v("output", output, "");
    v("chosen", chosen, "of max pooling: the tap that is the largest; else -1");
    v("slices", slices, "of a layer: each channel that the filter sees");
  }
};

/// Computes in f64, on the reference kernels, by the ops that the stage is made of. Not thread-safe.
class FilterWalk {
 public:
  /// `planes`: f32 [C, H, W]. Throws `Error` where the stage does not fit, or is a relu: that sees one pixel
  /// alone.
  FilterWalk(const FilterStage& stage, const Tensor& planes);
  ~FilterWalk();

  /// How many places there are: those of the output; of a transposed convolution those of the input.
  Extent2d places() const { return places_; }
  /// The picture f32 [C, 1, H, W] with its border.
  const Tensor& padded() const { return padded_; }
  /// Throws `Error` where there is no such place or channel.
  FilterStep at(std::int64_t channel, std::int64_t row, std::int64_t column);

 private:
  struct Window;

  /// The pixels of a window, without their numbers.
  std::vector<FilterTap> places_at(std::int64_t row, std::int64_t column) const;

  FilterStage stage_;
  Extent2d input_, places_;
  std::int64_t channels_;  // of the output
  Tensor padded_;          // f32 [C, 1, H, W], with its border
  Tensor source_;          // i32 [1, 1, H, W]: which pixel stands there, counted from 1; 0: none
  std::unique_ptr<Window> window_;
};

}  // namespace percept::lab
