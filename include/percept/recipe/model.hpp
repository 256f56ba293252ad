// A trained network, opened for use: what `eval`, `predict` and `summary` of a run work on.
#pragma once

#include "percept/recipe/network.hpp"
#include "percept/train/model_file.hpp"

namespace percept::recipe {

struct Model {
  std::filesystem::path file;
  train::ModelCard card;
  Recipe recipe;
  train::Net net;
  std::unique_ptr<ParameterStore> store;
};

/// The network of a card with these weights, by path; `file` is where they come from. Throws `Error` where
/// they do not fit.
Model make_model(train::ModelCard card, const std::map<std::string, Tensor>& weights,
                 const std::filesystem::path& file);

/// The network of a recipe before it has learnt: with the weights that its training begins with. Throws
/// `Error` where no gradient trains it, for then there are none.
Model initial_model(const Recipe& recipe, const std::filesystem::path& runs = "runs");

/// RUN: a run's folder, its name within `runs`, a safetensors file that a run wrote, or an ONNX file. Throws
/// `Error` where it is missing or damaged, or where its weights do not fit its recipe.
Model open_model(const std::string& run, const std::filesystem::path& runs = "runs");
/// The file with its weights, not opened. Throws `Error` where there is none.
std::filesystem::path weights_file(const std::string& run, const std::filesystem::path& runs = "runs");
/// Whether `open_model` would find something there.
bool is_run(const std::string& run, const std::filesystem::path& runs = "runs");

/// The folder of RUN, which `open_model` opens too. Throws `Error`, saying what there is, where there is
/// none.
std::filesystem::path find_run_folder(const std::string& run, const std::filesystem::path& runs = "runs");

}  // namespace percept::recipe
