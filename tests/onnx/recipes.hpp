// A built-in recipe's network, exported with its initial weights.
#pragma once

#include "percept/recipe/network.hpp"
#include "percept/train/onnx_file.hpp"
#include "recipe/zoo.hpp"

namespace percept::proof {

struct ExportedRecipe {
  explicit ExportedRecipe(const recipe::Known& known) {
    net = recipe::make_net(recipe::load_recipe(known.name).value(), known.classes);
    Graph graph(Mode::infer);
    recipe::trace_one_image(graph, net, known.input);
    for (Value parameter : graph.parameters()) store.ensure(graph.parameter_of(parameter));
    train::ModelCard card{.name = known.name, .outputs = known.classes, .input = known.input};
    model = train::export_net(net, card, store.snapshot());
  }
  train::Net net;
  ParameterStore store{3};
  onnx::Exported model;
};

}  // namespace percept::proof
