#include "model_card.hpp"

#include <algorithm>

namespace percept::recipe {

data::Normalization normalization_of(const Recipe& recipe, const data::Survey& survey) {
  data::Normalization normalization = survey.normalization;
  if (recipe.data.normalize == "none") {
    std::fill(normalization.mean.begin(), normalization.mean.end(), 0.0f);
    std::fill(normalization.deviation.begin(), normalization.deviation.end(), 1.0f);
  }
  return normalization;
}

train::ModelCard card_of(const Recipe& recipe, const data::Dataset& dataset, const data::Survey& survey) {
  return {.name = recipe.name,
          .recipe = format_recipe(recipe),
          .classes = dataset.classes(),
          .outputs = train::roles_of(dataset).outputs,
          .input = input_shape(dataset),
          .normalization = normalization_of(recipe, survey),
          .schema = dataset.schema(),
          .border_brightness = survey.border_brightness};
}

}  // namespace percept::recipe
