// Networks as ONNX models.
#pragma once

#include "percept/recipe/model.hpp"
#include "percept/train/onnx_file.hpp"

namespace percept::recipe {

/// A trained network. Throws `Error`, naming every op that ONNX lacks.
onnx::Exported export_model(const Model& model);
/// A recipe's network with its initial weights; opens its data, which say classes and normalisation. `runs`
/// is where `init.from` looks for a run.
onnx::Exported export_recipe(const Recipe& recipe, const std::filesystem::path& runs = "runs");

}  // namespace percept::recipe
