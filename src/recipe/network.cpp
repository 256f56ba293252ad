#include "percept/recipe/network.hpp"

#include "layer_list.hpp"

namespace percept::recipe {

train::Net make_net(const Recipe& recipe, const data::Dataset& dataset) {
  return make_net(recipe, train::roles_of(dataset).outputs, dataset.size());
}

train::Net make_net(const Recipe& recipe, std::int64_t outputs, std::int64_t examples) {
  if (!recipe.model.is_network()) {
    classic::AnyConfig model = recipe.model.classic;
    return [net = classic::make_net(model, outputs, examples), place = recipe.place("model.kind")](Value x) {
      try {
        return net(x);
      } catch (const Error& error) {
        throw Error(Problem(error.problem()).at(place));
      }
    };
  }
  return [layers = make_layers(recipe, outputs)](Value images) { return layers(images).back(); };
}

Layers make_layers(const Recipe& recipe, std::int64_t outputs) {
  // Of two classes one number says enough: how much it is the second.
  bool one_will_do = outputs == 2 && (recipe.train.loss == "binary_cross_entropy_with_logits" ||
                                      recipe.train.loss == "mean_squared_error_of_signs" ||
                                      recipe.train.loss == "perceptron_loss");
  return [layers = read_layers(recipe, outputs), outputs, one_will_do](Value images) {
    std::vector<Value> made;
    for (const Layer& layer : layers) {
      std::vector<Value> inputs;
      for (int from : layer.from) inputs.push_back(from < 0 ? images : made[std::size_t(from)]);
      try {
        made.push_back(layer.build(inputs));
      } catch (const Error& error) {
        throw Error(Problem(error.problem()).at(layer.place));
      }
    }
    const Shape& shape = made.back().shape();
    bool row = shape.rank() == 2;
    if (outputs > 0 && !(row && (shape[1] == outputs || (shape[1] == 1 && one_will_do)))) {
      std::int64_t count = shape.elements() / std::max<std::int64_t>(shape.rank() ? shape[0] : 1, 1);
      throw Error(
          Problem(row ? "recipe.outputs" : "recipe.outputs.rank", {{"count", count}, {"classes", outputs}})
              .with_hint("recipe.outputs.hint", {{"classes", outputs}})
              .at(layers.back().place));
    }
    return made;
  };
}

std::unique_ptr<train::Training> make_training(const Recipe& recipe, ParameterStore& store, train::Net net,
                                               const train::DataSets& data, train::TrainerConfig config) {
  if (recipe.model.is_network())
    return std::make_unique<train::Trainer>(store, std::move(net), data, std::move(config));
  return classic::make_training(recipe.model.classic, store, data, std::move(config));
}

Shape batch_of_one(const Shape& example) {
  std::vector<std::int64_t> dims = {1};
  dims.insert(dims.end(), example.begin(), example.end());
  return Shape(std::move(dims));
}

Value trace_one_image(Graph& graph, const train::Net& net, const Shape& image) {
  return net(graph.feed("image", {DType::f32, batch_of_one(image)}));
}

}  // namespace percept::recipe
