// The data and the net that a recipe describes.
#pragma once

#include "percept/data/spec.hpp"
#include "percept/recipe/recipe.hpp"
#include "percept/train/trainer.hpp"

namespace percept::recipe {

struct DataPair {
  data::DatasetPtr train, test;
};

/// How its data sets are opened, by what the recipe says of them.
data::OpenOptions open_options(const Recipe& recipe);

/// Opens the recipe's data sets. Where it names no test set and its source no split, the source's own parts
/// are both. Throws `Error` where one is not there, holds no labelled images of two classes
/// at least, or does not fit `model.input`.
DataPair open_data(const Recipe& recipe);

/// Shape of one image, C, H, W.
Shape image_shape(const data::Dataset& dataset);

/// The net, for so many classes. A mistake in a layer is thrown when it is traced, with the recipe's line and
/// the layer as its place. Where `classes` is 0 nothing is asked of the last layer.
train::Net make_net(const Recipe& recipe, std::int64_t classes);

}  // namespace percept::recipe
