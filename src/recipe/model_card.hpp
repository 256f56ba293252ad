// What a recipe and its data say about the network that is made of them.
#pragma once

#include "percept/data/survey.hpp"
#include "percept/recipe/network.hpp"
#include "percept/train/model_file.hpp"

namespace percept::recipe {

/// What goes into the net is normalised by: without a normalisation a mean of 0 and a deviation of 1, so that
/// what a trained network is used with has one place.
data::Normalization normalization_of(const Recipe& recipe, const data::Survey& survey);

train::ModelCard card_of(const Recipe& recipe, const data::Dataset& dataset, const data::Survey& survey);

}  // namespace percept::recipe
