// The convolution lab: a picture, what a stage of a filter makes of it, and the way from one to the other.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "percept/lab/convolution_settings.hpp"
#include "percept/lab/convolution_times.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/filter_walk.hpp"
#include "percept/lab/live_picture.hpp"
#include "percept/lab/patch_matrix.hpp"
#include "percept/lab/picture.hpp"
#include "percept/lab/spectrum.hpp"

namespace percept::lab {

/// A picture of more pixels is reduced before it is filtered, so that all its numbers can be shown.
inline constexpr std::int64_t kMostLabPixels = 1 << 20;
/// And one of more is refused.
inline constexpr std::int64_t kMostOwnPixels = 16 << 20;
/// A picture as a vector of a matrix has at most so many rows and columns.
inline constexpr std::int64_t kWidestOfMatrix = 12;

/// One side of the output: the formula with its numbers put in.
struct SizeLine {
  std::string formula;
  std::int64_t size = 0;
  template <class V>
  void fields(V& v) {
    v("formula", formula, "\"⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1\"");
    v("size", size, "may be none or negative");
  }
};

/// A stage of the chain as it stands.
struct StageState {
  std::string operation;
  bool relu = false;
  std::vector<std::int64_t> shape, reach;
  std::string formula;
  std::optional<Message> problem, hint;
  template <class V>
  void fields(V& v) {
    v("operation", operation, "");
    v("relu", relu, "");
    v("shape", shape, "[channels, height, width] of its output; empty: it cannot be made");
    v("reach", reach,
      "[height, width] in the picture of what a number of it sees; empty: there is no such size");
    v("formula", formula, "of the reach's height: r + (f - 1)·d·j with its numbers");
    v("problem", problem, "why it cannot be made; null also for those behind");
    v("hint", hint, "and what can be done");
  }
};

struct ConvolutionState {
  ConvolutionSettings settings;
  std::string own;
  std::vector<std::int64_t> given, input, output;
  std::string formula;
  SizeLine height, width;
  std::optional<Message> problem, hint;
  double kernel_sum = 0;
  double dense = 0;
  std::optional<std::int64_t> moved;
  bool coloured = false, coloured_input = false;
  std::vector<StageState> chain;
  bool undo = false, redo = false;
  template <class V>
  void fields(V& v) {
    v("settings", settings, "");
    v("own", own, "the name of the opened picture; empty: none");
    v("given", given, "[channels, height, width] of the picture before it was reduced or made grey");
    v("input", input, "[channels, height, width] of what is filtered");
    v("output", output, "the same behind it: the last that could be made");
    v("formula", formula, "of the size, with letters");
    v("height", height, "of the output as the settings want it");
    v("width", width, "");
    v("problem", problem, "why there is no output of these settings");
    v("hint", hint, "and what can be done");
    v("kernel_sum", kernel_sum, "");
    v("dense", dense, "weights of a dense layer from this input to this output");
    v("moved", moved, "numbers of the output that the shift changes; null: it is not shifted");
    v("coloured", coloured, "the output's three channels are red, green and blue of one picture");
    v("coloured_input", coloured_input, "and the input's");
    v("chain", chain, "all stages in their order; settings.before are the first of them");
    v("undo", undo, "whether there is something to undo");
    v("redo", redo, "");
  }
};

struct ConvolutionPicture {
  std::string kind = "convolution";
  std::int64_t border = 0;
  double low = 0, high = 255, least = 0, greatest = 0;
  std::int64_t cut = 0;
  std::vector<Blob> blobs;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("convolution")");
    v("border", border, "pixels around the picture that are in \"input\" too");
    v("low", low, "the number of the input that is shown black");
    v("high", high, "and white");
    v("least", least, "of the output");
    v("greatest", greatest, "");
    v("cut", cut, "numbers of the output that no byte can show");
    v("blobs", blobs, "");
  }
};

/// A place of the walk, and what is seen of its number.
struct WalkStep : FilterStep {
  std::optional<double> relu;
  std::optional<double> shown;
  bool cut = false;
  template <class V>
  void fields(V& v) {
    FilterStep::fields(v);
    v("relu", relu, "max(0, output), where there is a relu behind it");
    v("shown", shown, "the byte, where the scale is \"clip\" or \"offset\"");
    v("cut", cut, "whether the number lies beyond what a byte can show");
  }
};

/// y = T x + bias, for the picture read row by row.
struct MatrixView {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> numbers;
  template <class V>
  void fields(V& v) {
    v("rows", rows, "a row for each pixel of the output; of a layer filter by filter");
    v("columns", columns, "a column for each pixel of the input; of a layer channel by channel");
    v("numbers", numbers, "row by row");
  }
};

/// Not thread-safe. What cannot be throws `Error`, and all is as it was; but settings of which each is sound
/// and which together leave no output are taken: the state then says why, and the last output stays.
class ConvolutionLab {
 public:
  ConvolutionLab();
  ~ConvolutionLab();

  /// Settings by name, as JSON; `goes_on`: undo takes it back with the edit before.
  void edit(std::string_view changes, bool goes_on = false);
  /// A name of `kernel_changes`, or of a kernel whose numbers it becomes. Of a layer it is the kernel of that
  /// filter for that channel of its group.
  void change_kernel(std::string_view change, std::int64_t filter = 0, std::int64_t slice = 0);
  /// See lab::change_chain.
  void change_chain(std::string_view change, std::int64_t stage);
  /// A name of `ready_layers` instead of the stage that is looked at, or of `ready_chains` instead of all.
  void take_layer(std::string_view name);
  void take_chain(std::string_view name);
  /// The stage that is looked at becomes a layer of these numbers [filters, channels, rows, columns] and
  /// biases [filters], with a ReLU behind it. It is fitted to its input: lab::fit_filters.
  void set_layer(const Tensor& weights, const Tensor& biases);
  /// The bytes of a PNG or JPEG file.
  void open_picture(const std::string& name, std::span<const std::byte> bytes);
  /// A picture as typed: "1 0; 0 1".
  void type_picture(std::string_view numbers);
  /// Pixels u8 [H, W, 1 or 3]; `instead`: they stand wherever the own picture at hand did, so that undo knows
  /// no step between both.
  void take_image(const std::string& name, const Tensor& image, bool instead = false);
  /// What the filter makes of such pixels. Nothing else is changed by it, nor kept of them.
  LivePicture live(const Tensor& image, std::int64_t map = 0);
  void undo();
  void redo();

  ConvolutionState state() const;
  ConvolutionPicture picture();
  /// What is filtered, f32 [C, H, W], without a border, and the numbers that the editor shows.
  const Tensor& input() const;
  Matrix kernel() const;
  /// The output as it is.
  const Tensor& output() const;
  WalkStep walk(std::int64_t channel, std::int64_t row, std::int64_t column);
  MatrixView matrix() const;
  /// Of the same small pictures: im2col of a channel.
  PatchMatrix patches(std::int64_t channel) const;
  /// Of the kernel, the input and the output. Throws `Error` where a pooling has no kernel.
  SpectrumView spectrum() const;
  /// Measures what the picture with its border and the kernel take. Throws `Error` where it is no plain
  /// convolution.
  ConvolutionTimes times();
  /// Grows whenever the state or the picture becomes another.
  std::uint64_t version() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

/// What there is to choose from.
struct KernelChoice {
  std::string name;
  Message doc;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("doc", doc, "");
  }
};
struct ConvolutionCatalogue {
  std::vector<KernelChoice> kernels, layers, chains, samples;
  std::vector<std::string> changes, borders, scales;
  template <class V>
  void fields(V& v) {
    v("kernels", kernels, "");
    v("layers", layers, "ready ones");
    v("chains", chains, "");
    v("samples", samples, "");
    v("changes", changes, "of a kernel");
    v("borders", borders, "");
    v("scales", scales, "");
  }
};
ConvolutionCatalogue make_convolution_catalogue();

}  // namespace percept::lab
