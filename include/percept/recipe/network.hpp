// The data and the net that a recipe describes.
#pragma once

#include "percept/data/spec.hpp"
#include "percept/recipe/recipe.hpp"
#include "percept/train/trainer.hpp"

namespace percept::recipe {

/// Opens the recipe's data sets. Where it names no test set and its source no split, the source's own parts
/// are both. Throws `Error` where one is not there, holds nothing that can be learnt, or does not fit
/// `model.input`.
train::DataSets open_data(const Recipe& recipe);

/// How its data sets are opened, by what the recipe says of them.
data::OpenOptions open_options(const Recipe& recipe);

/// Shape of what goes into the net, of one example: C, H, W of an image, [F] of features.
Shape input_shape(const data::Dataset& dataset);

/// What every layer of the recipe gives, in their order; the last is what the net says. As `make_net`
/// otherwise.
using Layers = std::function<std::vector<Value>(Value input)>;
Layers make_layers(const Recipe& recipe, std::int64_t outputs);

/// The net, with one output a class or number to say. A mistake in a layer is thrown when it is traced, with
/// the recipe's line and the layer as its place. Where `outputs` is 0 nothing is asked of the last layer.
/// `examples` is how many a model keeps that keeps them.
train::Net make_net(const Recipe& recipe, std::int64_t outputs, std::int64_t examples = 1);
/// The net for what a data set teaches.
train::Net make_net(const Recipe& recipe, const data::Dataset& dataset);

/// What the recipe says of training, less the normalisation. Throws `Error` where this machine cannot do it.
train::TrainerConfig trainer_config(const Recipe& recipe);

/// What trains it, with the model's numbers in `store`. Throws `Error` where model and data do not fit.
std::unique_ptr<train::Training> make_training(const Recipe& recipe, ParameterStore& store, train::Net net,
                                               const train::DataSets& data, train::TrainerConfig config);

/// Shape of a batch that holds one such example.
Shape batch_of_one(const Shape& example);

/// Traces the net on one image of that shape, so that the graph knows its layers and parameters.
Value trace_one_image(Graph& graph, const train::Net& net, const Shape& image);

}  // namespace percept::recipe
