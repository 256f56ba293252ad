// The parts of `percept filter`: what its words mean, and what it shows.
#pragma once

#include <optional>

#include "call.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/filter_walk.hpp"

namespace percept::cli {

/// As written.
struct FilterWords {
  std::string input, out, change, bias, padding, pad, stride, dilation, pool, scale, at, weights, groups,
      learn, size;
  std::vector<std::string> kernels, filters;
  bool transposed = false, relu = false, grey = false, steps = false, matrix = false, list = false;
};

/// The picture of the call: a file, or numbers that were typed. Numbers that make no matrix throw CallError,
/// a file that makes no picture throws Error.
struct FilterInput {
  Tensor planes;  // f32 [C, H, W]
  bool typed = false;
};
FilterInput read_input(const FilterWords& words);

/// Of the kernel to be learnt: --size, else what the sizes of both pictures say, else 3 x 3.
Extent2d kernel_size_of(const FilterWords& words, const Tensor& before, const Tensor& after);
/// Prints the kernel that makes the picture --learn of the first one.
int learn_kernel(const Call& call, const FilterWords& words);

/// The layer where there is one, then kernels one after the other, a relu behind each where asked for, then
/// the pooling. What was typed wrongly throws CallError.
std::vector<lab::FilterStage> stages_of(const FilterWords& words);
lab::Scale scale_of(const FilterWords& words);
/// Row and column, counted from 0; none where not given.
std::optional<Extent2d> place_of(const FilterWords& words);

/// A number as it is, without digits that say nothing: -5, 2.25, 0.3333.
std::string plain(double number);
/// Numbers in columns. Those for which `marked` holds stand in brackets.
std::vector<std::string> grid(std::int64_t rows, std::int64_t columns,
                              const std::function<double(std::int64_t)>& number,
                              const std::function<bool(std::int64_t)>& marked = {});

/// What happens at a place, in lines.
std::vector<std::string> told(const lab::FilterStage& stage, const lab::FilterStep& step, bool coloured);
Json to_json(const lab::FilterStage& stage, const lab::FilterStep& step);
Json to_json(const lab::FilterStage& stage, Extent2d input);
Json to_json(const lab::Matrix& matrix);
/// The numbers of f32 [C, H, W] as lists of rows.
Json to_json(const Tensor& planes);

}  // namespace percept::cli
