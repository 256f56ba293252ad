// Everything that makes a convolution lab: a picture's name, and a chain of stages that go over it, one of
// which is looked at.
#pragma once

#include "percept/base/result.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/filter_stage.hpp"

namespace percept::lab {

/// One filter of a layer.
struct FilterSettings {
  std::vector<std::vector<std::vector<double>>> weights = {{{1}}};
  double bias = 0;
  bool operator==(const FilterSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("weights", weights, "for each channel of its group a kernel: rows of numbers; all of one size");
    v("bias", bias, "added to each sum");
  }
};

/// One stage of the chain.
struct StageSettings {
  std::string operation = "convolution";
  std::string preset = "edge-vertical";
  std::vector<std::vector<double>> kernel = {{1, 0, -1}, {1, 0, -1}, {1, 0, -1}};
  double bias = 0;
  std::vector<FilterSettings> filters = {{.weights = {{{1, 0, -1}, {1, 0, -1}, {1, 0, -1}}}},
                                         {.weights = {{{1, 1, 1}, {0, 0, 0}, {-1, -1, -1}}}}};
  std::int64_t groups = 1;
  std::string border = "none";
  std::int64_t padding = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  bool transposed = false;
  bool global = false;
  std::int64_t window = 2;
  std::int64_t window_stride = 2;
  bool relu = false;
  bool operator==(const StageSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("operation", operation, R"("convolution" | "layer" | "max" | "average")");
    v("preset", preset, "a name of catalogue.kernels, whose numbers the kernel has; \"\": none");
    v("kernel", kernel, "rows of numbers, at most 15 x 15; goes over each channel by itself");
    v("bias", bias, "added to each sum");
    v("filters", filters, "of a layer, which see the channels of their group together: 1 to 16");
    v("groups", groups, "of a layer: channels and filters are split into so many");
    v("border", border, "a name of catalogue.borders: what stands around the picture");
    v("padding", padding, "how wide the border is; of a transposed convolution what is cut off. 0 to 64");
    v("stride", stride, "1 to 64");
    v("dilation", dilation, "1 to 64");
    v("transposed", transposed, "each number of the picture is spread over a window of the output");
    v("global", global, "pooling takes the whole picture as one window");
    v("window", window, "of pooling: 1 to 64");
    v("window_stride", window_stride, "of pooling: 1 to 64");
    v("relu", relu, "what is negative becomes 0");
  }
};

/// The fields of a stage are those of the one that is looked at.
struct ConvolutionSettings : StageSettings {
  std::string picture = "digit";
  bool colour = false;
  std::int64_t channel = -1;
  std::int64_t shift = 0;
  std::string scale = "sign";
  std::vector<StageSettings> before, after;
  bool operator==(const ConvolutionSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("picture", picture, "a name of catalogue.samples; \"own\": the one that was opened");
    v("colour", colour, "the three channels of a colour picture; else its luminance");
    v("channel", channel, "the one that is shown: 0 red, 1 green, 2 blue; -1: all");
    v("shift", shift, "pixels to the right that the picture is moved, its edge repeated: 0 to 8");
    StageSettings::fields(v);
    v("scale", scale, R"("clip" | "offset" | "stretch" | "sign")");
    v("before", before, "the stages between the picture and this one; at most 5 in all");
    v("after", after, "and those behind it");
  }
};

/// Settings with some fields changed: a JSON object of values by name. A preset brings its kernel, and a
/// kernel that is none of its preset leaves none. Every fault is a problem that names the field.
Result<ConvolutionSettings> change_settings(const ConvolutionSettings& settings, std::string_view changes);

Matrix kernel_of(const StageSettings& settings);
/// Takes the numbers, and the name where they are those of a preset.
void set_kernel(StageSettings& settings, const Matrix& kernel);
/// Without the relu behind it.
FilterStage stage_of(const StageSettings& settings);
/// The stage, and the relu where there is one.
std::vector<FilterStage> stages_of(const StageSettings& settings);
Scale scale_of(const ConvolutionSettings& settings);
/// How many pixels of border stand around the picture.
std::int64_t border_of(const StageSettings& settings);

/// A matrix as rows of numbers, and back.
std::vector<std::vector<double>> rows_of(const Matrix& matrix);
Matrix matrix_of_rows(const std::vector<std::vector<double>>& rows);

}  // namespace percept::lab
