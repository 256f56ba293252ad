#include "percept/recipe/export.hpp"

namespace percept::recipe {

onnx::Exported export_model(const Model& model) {
  return train::export_net(model.net, model.card, model.store->snapshot());
}

onnx::Exported export_recipe(const Recipe& recipe, const std::filesystem::path& runs) {
  return export_model(initial_model(recipe, runs));
}

}  // namespace percept::recipe
