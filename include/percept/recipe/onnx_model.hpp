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

/// Zeros of the sizes that the model declares, and 1 for those that it only names.
Feeds example_feeds(const onnx::Model& model);
/// The model traced in Mode::infer on feeds like these: by their shapes alone or, where a size depends on
/// their numbers, with an interpreter.
std::unique_ptr<Graph> trace_onnx(const onnx::Model& model, const Feeds& feeds);

/// Runs a model once. Feeds of another type of float, or of whole number, are converted where no number
/// changes its value. Throws `Error` where one is missing, too many or of another shape.
Fetches run_onnx(const onnx::Model& model, Feeds feeds, Precision precision = Precision::single);

}  // namespace percept::recipe
