// One convolution computed by several algorithms, each measured.
#pragma once

#include <optional>

#include "percept/base/problem.hpp"
#include "percept/ops/convolution.hpp"

namespace percept::lab {

struct AlgorithmTime {
  std::string algorithm, kernel;
  std::optional<Message> refused;
  double multiplications = 0;
  double microseconds = 0, least = 0, most = 0;
  std::int64_t runs = 0;
  double rate = 0;
  double difference = 0;
  bool chosen = false;
  template <class V>
  void fields(V& v) {
    v("algorithm", algorithm, R"("loops" | "im2col" | "direct" | "winograd")");
    v("kernel", kernel, "the engine's name for what computed it");
    v("refused", refused, "why this one does not compute it; null: it does");
    v("multiplications", multiplications, "that it makes of image and kernel");
    v("microseconds", microseconds, "of a run: the median");
    v("least", least, "");
    v("most", most, "");
    v("runs", runs, "that were measured");
    v("rate", rate, "1e9 additions and multiplications of the definition, a second");
    v("difference", difference, "the largest one from the loops' numbers, over the largest of those");
    v("chosen", chosen, "what the engine takes by itself");
  }
};

struct ConvolutionTimes {
  std::vector<std::int64_t> input, weight, output;
  std::int64_t threads = 1;
  std::vector<AlgorithmTime> rows;
  template <class V>
  void fields(V& v) {
    v("input", input, "[pictures, channels, height, width], with its border");
    v("weight", weight, "[filters, channels, height, width]");
    v("output", output, "");
    v("threads", threads, "that computed");
    v("rows", rows, "");
  }
};

/// Input [N, C, H, W] and weight [O, C, h, w], f32, the same numbers for each algorithm: the definition's
/// loops; im2col and a product of matrices; the direct kernel; Winograd's. Measures each for about a fifth of
/// a second, once at least. Throws `Error` where they do not fit.
ConvolutionTimes time_convolution(const Tensor& input, const Tensor& weight, const Conv2dOptions& options);

/// A layer as networks have many: 64 to 64 channels, 3 x 3, on 56 x 56.
ConvolutionTimes time_typical_layer();

}  // namespace percept::lab
