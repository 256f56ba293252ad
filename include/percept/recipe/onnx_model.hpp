// ONNX files among runs and recipes: looked at, run on tensors, opened as a network, or built into one.
#pragma once

#include "percept/onnx/model.hpp"
#include "percept/recipe/model.hpp"
#include "percept/runtime/feeds.hpp"

namespace percept::recipe {

/// Whether a word names an ONNX file: it ends in .onnx.
bool is_onnx(const std::string& word);

/// A network that takes the model's only input and gives the value named `until`, which may be any in it;
/// where that is empty, what the model ends in, or, where that is a softmax, the scores before it. The first
/// size counts examples: a model that declares one for it is used as often as there are examples. Throws
/// `Error` where the model has several inputs.
train::Net net_of(const onnx::Model& model, const std::string& until = "");

/// An ONNX file as a network for `eval` and `predict`. What percept wrote into its metadata (classes,
/// normalisation, and so on) is taken from there; else classes are called by their numbers, and images go in
/// with colours from 0 to 1.
Model open_onnx(const std::string& file);

/// A model traced in Mode::infer on zeros: by their shapes alone or, where a size depends on their numbers,
/// with an interpreter.
struct OnnxExample {
  Feeds feeds;
  std::unique_ptr<Graph> graph;
};
/// `sizes` has the shapes of some inputs. Elsewhere what the model declares counts; a size that it leaves
/// open is 1 where it, or its name, stands first in an input, and else the first of 1, 64, 256 and 1024 with
/// which the model can be traced. Throws `Error` where it can with none.
OnnxExample trace_example(const onnx::Model& model, const std::map<std::string, Shape>& sizes = {});

/// Whether a model leaves a size of an input open.
bool has_open_sizes(const onnx::Model& model);

/// Draws the inputs that are not among the feeds, of the sizes of trace_example: floats between 0 and 1,
/// whole numbers 0. Gives their names.
std::vector<std::string> draw_inputs(const onnx::Model& model, Feeds& feeds,
                                     const std::map<std::string, Shape>& sizes, std::uint64_t seed);

/// Runs a model once. Feeds of another type of float, or of whole number, are converted where no number
/// changes its value. Throws `Error` where one is missing, too many or of another shape.
Fetches run_onnx(const onnx::Model& model, Feeds feeds, Precision precision = Precision::single);

}  // namespace percept::recipe
