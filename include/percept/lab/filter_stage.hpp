// What an image filter is made of: one stage after the other, as the first layers of a network are.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "percept/graph/graph.hpp"
#include "percept/lab/matrix.hpp"

namespace percept::lab {

/// No stride, dilation or padding is larger.
inline constexpr std::int64_t kLargestStep = 64;
inline constexpr std::size_t kMostStages = 16;
/// A layer has no more filters, nor more numbers in all of them.
inline constexpr std::size_t kMostFilters = 16;
inline constexpr std::size_t kMostWeights = 8192;

/// What stands around the picture: nothing, so that the kernel stays within it; zeros; its mirror image
/// without the edge itself; the picture again, from the other side; its edge repeated.
enum class Border { none, zero, reflect, wrap, replicate };

/// y(i, j) = bias + sum over k, l of x(i s + k d - p, j s + l d - p) w(k, l), of each channel by itself.
/// Transposed, each number is spread over a window instead: y(i s + k d - p, j s + l d - p) += x(i, j) w(k,
/// l), and `padding` is what is cut off around.
struct Convolution {
  Matrix kernel;
  double bias = 0;
  Border border = Border::none;
  Padding2d padding;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  bool transposed = false;
  bool operator==(const Convolution&) const = default;
};

/// y(f, i, j) = bias(f) + sum over the channels c of f's group and over k, l of
/// x(c, i s + k d - p, j s + l d - p) w(f, c, k, l): channels are seen together, as a layer of a network
/// does. With G groups of C channels and F filters, the first F/G filters see the first C/G channels, and so
/// on.
struct Layer {
  std::vector<std::vector<Matrix>> weights;  // of each filter, for each channel of its group; all of one size
  std::vector<double> biases;                // of each filter
  std::int64_t groups = 1;
  Border border = Border::none;
  Padding2d padding;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  bool operator==(const Layer&) const = default;
};

/// The largest or the mean of each window; of the whole picture where it is global.
struct Pooling {
  enum class Kind { max, average };
  Kind kind = Kind::max;
  bool global = false;
  std::int64_t window = 2;
  std::int64_t stride = 2;
  bool operator==(const Pooling&) const = default;
};

/// y = x, or 0 where x is negative.
struct Relu {
  bool operator==(const Relu&) const = default;
};

using FilterStage = std::variant<Convolution, Layer, Pooling, Relu>;

/// What a layer does with one channel of a filter's group; all of them and the bias add up to its output.
Convolution slice_of(const Layer& layer, std::size_t filter, std::size_t channel);

/// Its numbers in the order [filter, channel, row, column].
std::vector<double> weights_of(const Layer& layer);

/// Names of Border, in its order: "none", "zero", ...
const std::vector<std::string>& border_names();

/// The padding with which, at stride 1, a picture keeps its size; or all of it in front (causal), so that no
/// output sees what comes behind or below it.
Padding2d same_padding(const Matrix& kernel, std::int64_t dilation);
Padding2d causal_padding(const Matrix& kernel, std::int64_t dilation);

/// How one side of a stage's output follows from that of its input: the formula with its numbers put in, and
/// what it gives, which may be none or negative.
struct SizeFormula {
  std::string formula;  // ⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1
  std::int64_t size = 0;
};
struct SizeFormulas {
  SizeFormula height, width;
};
SizeFormulas size_formulas(const FilterStage& stage, Extent2d input);
/// The same with letters: ⌊(n + 2p - d(f - 1) - 1)/s⌋ + 1.
std::string general_formula(const FilterStage& stage);

/// The size of a stage's output. Throws `Error`, with the formula and its numbers, where a number is out of
/// range or no window fits.
Extent2d output_size(const FilterStage& stage, Extent2d input);

/// How many channels a stage makes of so many. Throws `Error` where a layer's filters do not fit them.
std::int64_t output_channels(const FilterStage& stage, std::int64_t channels);

/// A picture [N, 1, H, W], each of the N by itself, with its border as a convolution sees it.
Value with_border(Value input, const Convolution& convolution);
/// What a stage makes of the channels [C, 1, H, W] of a picture, in the same form. Its kernel and bias are
/// parameters, `path`.weight and `path`.bias.
Value write_stage(Value input, const FilterStage& stage, const std::string& path);

}  // namespace percept::lab
