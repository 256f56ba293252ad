// Everything that makes a convolution lab: a picture's name, a kernel and how it goes over the picture.
#pragma once

#include "percept/base/result.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/filter_stage.hpp"

namespace percept::lab {

struct ConvolutionSettings {
  std::string picture = "digit";
  bool colour = false;
  std::int64_t channel = -1;
  std::int64_t shift = 0;
  std::string operation = "convolution";
  std::string preset = "edge-vertical";
  std::vector<std::vector<double>> kernel = {{1, 0, -1}, {1, 0, -1}, {1, 0, -1}};
  double bias = 0;
  std::string border = "none";
  std::int64_t padding = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  bool transposed = false;
  bool global = false;
  std::int64_t window = 2;
  std::int64_t window_stride = 2;
  std::string scale = "sign";
  bool operator==(const ConvolutionSettings&) const = default;
  template <class V>
  void fields(V& v) {
    v("picture", picture, "a name of catalogue.samples; \"own\": the one that was opened");
    v("colour", colour, "the three channels of a colour picture, each by itself; else its luminance");
    v("channel", channel, "the one that is shown: 0 red, 1 green, 2 blue; -1: all");
    v("shift", shift, "pixels to the right that the picture is moved, its edge repeated: 0 to 8");
    v("operation", operation, R"("convolution" | "max" | "average")");
    v("preset", preset, "a name of catalogue.kernels, whose numbers the kernel has; \"\": none");
    v("kernel", kernel, "rows of numbers, at most 15 x 15");
    v("bias", bias, "added to each sum");
    v("border", border, "a name of catalogue.borders: what stands around the picture");
    v("padding", padding, "how wide the border is; of a transposed convolution what is cut off. 0 to 64");
    v("stride", stride, "1 to 64");
    v("dilation", dilation, "1 to 64");
    v("transposed", transposed, "each number of the picture is spread over a window of the output");
    v("global", global, "pooling takes the whole picture as one window");
    v("window", window, "of pooling: 1 to 64");
    v("window_stride", window_stride, "of pooling: 1 to 64");
    v("scale", scale, R"("clip" | "offset" | "stretch" | "sign")");
  }
};

/// Settings with some fields changed: a JSON object of values by name. A preset brings its kernel, and a
/// kernel that is none of its preset leaves none. Every fault is a problem that names the field.
Result<ConvolutionSettings> change_settings(const ConvolutionSettings& settings, std::string_view changes);

Matrix kernel_of(const ConvolutionSettings& settings);
/// Takes the numbers, and the name where they are those of a preset.
void set_kernel(ConvolutionSettings& settings, const Matrix& kernel);
FilterStage stage_of(const ConvolutionSettings& settings);
Scale scale_of(const ConvolutionSettings& settings);
/// How many pixels of border stand around the picture.
std::int64_t border_of(const ConvolutionSettings& settings);

}  // namespace percept::lab
