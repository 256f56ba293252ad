// Evaluates a trained network on a data set.
#pragma once

#include "percept/recipe/model.hpp"

namespace percept::recipe {

struct EvaluationResult {
  std::string data;                  // the SPEC with its split
  std::vector<std::string> classes;  // of the network
  train::Evaluation evaluation;
};

/// `spec` without a split means the test examples. Throws `Error` where the data is missing or does not fit.
EvaluationResult evaluate(Model& model, const std::string& spec);
/// The same on a data set at hand, which `name` names.
EvaluationResult evaluate(Model& model, const data::DatasetPtr& dataset, const std::string& name);

/// A data set whose images, and where `classes` asks for it whose classes, are those of the network.
data::DatasetPtr open_fitting(const Model& model, const std::string& spec, bool classes);

}  // namespace percept::recipe
