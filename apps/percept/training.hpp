// What `train` and `resume` share: Ctrl+C, the progress, what is said and answered.
#pragma once

#include "call.hpp"
#include "percept/recipe/training.hpp"

namespace percept::cli {

/// Trains what `start` starts, with the options that it is given, and says all about it.
recipe::TrainResult train_and_tell(
    const Call& call, const recipe::Recipe& recipe, bool profile,
    const std::function<recipe::TrainResult(const recipe::TrainOptions&)>& start);

/// The object of the answer.
Json to_json(const recipe::TrainResult& result);

/// The data set of a recipe, and then the words that predict the first examples of its test set.
std::string prediction_of(const std::string& run, const recipe::Recipe& recipe);

}  // namespace percept::cli
