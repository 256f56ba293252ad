// The layers that a recipe can name.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "layer_words.hpp"
#include "percept/graph/graph.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::recipe {

/// Appends a layer to the graph of its inputs.
using Build = std::function<Value(const std::vector<Value>& inputs)>;

struct LayerKind {
  std::string_view name;
  std::string_view form;  // as shown to people; what the words mean is the text recipe.layer_doc.NAME
  bool joins;             // takes two or more inputs
  Build (*make)(LayerWords& words, const std::string& path);
};

std::span<const LayerKind> layer_kinds();

/// A layer of a recipe, ready to be built.
struct Layer {
  std::string words;  // conv 6 5x5
  std::string place;  // lenet.toml:7, layer 4: "conv 16 5x5"
  Build build;
  std::vector<int> from;  // of the layers before; -1: the images
};

/// The layers of a recipe, in order; "classes" stands for that number. Throws `Error` where one is none.
std::vector<Layer> read_layers(const Recipe& recipe, std::int64_t classes);

}  // namespace percept::recipe
