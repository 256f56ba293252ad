#include "percept/recipe/export.hpp"

#include "initial_weights.hpp"
#include "model_card.hpp"

namespace percept::recipe {

onnx::Exported export_model(const Model& model) {
  return train::export_net(model.net, model.card, model.store->snapshot());
}

onnx::Exported export_recipe(const Recipe& recipe, const std::filesystem::path& runs) {
  if (!recipe.model.is_network())
    throw Error(Problem("recipe.kind.untrained", {{"kind", recipe.model.kind}})
                    .with_hint("recipe.kind.untrained.hint", {{"name", recipe.name}}));
  train::DataSets data = open_data(recipe);
  train::ModelCard card = card_of(recipe, *data.train, data::survey(*data.train));
  train::Net net = make_net(recipe, *data.train);
  ParameterStore store(std::uint64_t(recipe.seed));
  initialize_from(store, recipe, net, card.input, runs);
  Graph graph(Mode::infer);
  trace_one_image(graph, net, card.input);
  for (Value parameter : graph.parameters()) store.ensure(graph.parameter_of(parameter));
  return train::export_net(net, card, store.snapshot());
}

}  // namespace percept::recipe
