// An image filter: stages traced as a network, compiled for each size of picture, run many times.
#pragma once

#include "percept/lab/filter_stage.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {

/// Not thread-safe.
class Filter {
 public:
  explicit Filter(std::vector<FilterStage> stages);

  /// A picture f32 [C, H, W] to what the last stage makes of it, each channel by itself up to the first
  /// layer. The tensor is overwritten by the next run. Throws `Error` where a stage does not fit.
  Tensor run(const Tensor& planes);

  /// Other numbers for the kernel of a stage, as many as it has: nothing is compiled anew.
  void set_kernel(std::size_t stage, const Matrix& kernel);

  /// Takes stages that differ from its own in the numbers of kernels and layers alone: nothing is compiled
  /// anew. False where they differ in more: all is as it was.
  bool set_numbers(const std::vector<FilterStage>& stages);

  const std::vector<FilterStage>& stages() const { return stages_; }
  /// The sizes of a picture behind each stage, that of the input in front.
  std::vector<Extent2d> sizes(Extent2d input) const;
  /// How it is computed, for a picture of that shape.
  std::vector<PlanStep> steps(const Shape& planes);

 private:
  void set_parameter(const std::string& path, const std::vector<double>& numbers);

  std::vector<FilterStage> stages_;
  ParameterStore store_;
  Program program_;
};

/// The matrix T with y = T x + bias, for pictures of that size read row by row; of a layer channel by
/// channel, so that it has a block for each filter and each channel. Throws `Error` where a stage is no
/// matrix: the largest of a window is none, nor is a relu.
Tensor matrix_of(const FilterStage& stage, Extent2d input);

}  // namespace percept::lab
