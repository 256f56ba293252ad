// The data and the net that a recipe describes.
#pragma once

#include "percept/recipe/recipe.hpp"
#include "percept/train/trainer.hpp"

namespace percept::recipe {

struct DataPair {
  data::DatasetPtr train, test;
};

/// Opens the recipe's data sets. Throws `Error` where one is not there, holds no labelled images, or does not
/// fit `model.input`.
DataPair open_data(const Recipe& recipe);

/// Shape of one image, C, H, W.
Shape image_shape(const data::Dataset& dataset);

/// The net, for so many classes. A mistake in a layer is thrown when it is traced, with the recipe's line and
/// the layer as its place. Where `classes` is 0 nothing is asked of the last layer.
train::Net make_net(const Recipe& recipe, std::int64_t classes);

/// Traces the net on one image of that shape, so that the graph knows its layers and parameters.
Value trace_one_image(Graph& graph, const train::Net& net, const Shape& image);

}  // namespace percept::recipe
